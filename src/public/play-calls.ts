import { playCalls as play, type PlayOptions, type RecordedStep } from '../conversation/play-calls.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { Transcript } from '../domain/transcript.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import { FUNCTION, OBJECT, SCENARIO, type OptionRule } from './checks/rules.ts';

const TURNS: OptionRule = {
  says: 'a list of turns, each a list of responses { calls, text }',
  accepts: (value) =>
    Array.isArray(value) && value.every((turn) => Array.isArray(turn) && turn.every((step) => OBJECT.accepts(step))),
};

/**
 * Plays calls that were recorded elsewhere onto a scenario: its tools answer them, in order, and its state changes with them.
 * `turns` holds the responses of each user message of the scenario.
 *
 * Returns a transcript for `score`, without wire findings, tokens and latency. All calls are answered, whatever `max_steps` is. A
 * turn whose last response has calls ends as `max-steps` where it has that many responses, else as `aborted`.
 * Errors: USAGE for a value that is no scenario or no list of turns; TOOL_MODULE for a module that cannot be loaded; SCENARIO for
 * a path of `set` that leads through a value.
 *
 * @example
 * const [scenario] = loadScenarios('scenarios/refund.yaml').scenarios;
 * const transcript = await playCalls(scenario, [
 *   [{ calls: [{ name: 'cancel_order', arguments: { id: 'o1' } }] }, { text: 'It is cancelled.' }],
 * ]);
 * const { pass, problems } = score(scenario, transcript);
 */
export async function playCalls(
  scenario: Scenario,
  turns: readonly (readonly RecordedStep[])[],
  options: PlayOptions = {},
): Promise<Transcript> {
  expectArgument('playCalls', 'scenario', scenario, SCENARIO);
  expectArgument('playCalls', 'turns', turns, TURNS);
  checkOptions('playCalls', options, { runModule: FUNCTION });
  return play(scenario, turns, options);
}
