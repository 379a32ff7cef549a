import type { Json, JsonObject } from '../../../src/json/json.ts';
import { playCalls, type RecordedStep } from '../../../src/conversation/play-calls.ts';
import type { Scenario } from '../../../src/domain/scenario.ts';
import type { Verdict } from '../../../src/domain/score.ts';
import { explainProblem } from '../../../src/score/explain/explain.ts';
import { scoreTrial } from '../../../src/score/score.ts';
import { loadOne } from '../../scenario/load-text.ts';

/** A scenario from the parts of one, with a tool for each name that answers what is given for it. */
export function scenarioOf(tools: { readonly [name: string]: Json }, parts: JsonObject): Scenario {
  const declared = Object.entries(tools).map(([name, returns]) => ({
    name,
    description: `Does ${name}.`,
    parameters: { type: 'object' },
    returns,
  }));
  const saying = 'turns' in parts ? {} : { prompt: 'Do it.' };
  return loadOne(JSON.stringify({ id: 'a', ...saying, tools: declared, ...parts }));
}

/** A response with calls, written short: `{ lookup: { name: 'Ada' } }`, or a list of them for several. */
export function calls(...made: readonly { readonly [name: string]: JsonObject }[]): RecordedStep {
  return { calls: made.flatMap((one) => Object.entries(one).map(([name, args]) => ({ name, arguments: args }))) };
}

export const DONE: RecordedStep = { text: 'Done.' };

/** Plays the responses of each turn and judges them. */
export async function verdictOf(scenario: Scenario, ...turns: readonly (readonly RecordedStep[])[]): Promise<Verdict> {
  return scoreTrial(scenario, await playCalls(scenario, turns), { wire: 'fair' });
}

/** Codes and sentences of the problems. */
export function said({ problems }: Verdict): readonly string[] {
  return problems.map((problem) => `${problem.code}: ${explainProblem(problem)}`);
}
