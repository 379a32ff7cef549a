import { createReplayClient } from '../../client/replay-client.ts';
import { replayOfNothing, type Cassette } from '../../cassette/store/store.ts';
import type { ToolEnvironment } from '../../conversation/tools/simulate-tool.ts';
import { cassettePath } from '../../cassette/format/file-name.ts';
import { ToolStop } from '../../conversation/tools/tool-stop.ts';
import { converse } from '../../conversation/converse.ts';
import { protocolNamed } from '../../protocol/protocols.ts';
import type { Redactor, RedactorSource } from '../../redact/redact.ts';
import { createTrialNames } from '../../redact/trial-names.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { OpenCell } from './open-cell.ts';
import { createHiddenReplay, type HiddenReplay } from './hidden-replay.ts';
import { resultFrom, unanswered } from './recorded-results.ts';
import { conversationSettings, type TrialSettings } from './settings.ts';
import { streamParity, type ParityFinding } from './stream-parity.ts';

/** A conversation, held or replayed. */
export interface Played {
  readonly transcript: Transcript;
  /** The streamed conversation of a trial with two conversations; null for a trial with one. */
  readonly streamed: Transcript | null;
  readonly parity: readonly ParityFinding[];
  /** The scenario to judge by, where an agent's requests declare the tools; absent where it is the scenario itself. */
  readonly judgedBy?: Scenario;
}

/** A replayed conversation. */
export interface Replayed extends Played {
  /** Number of recorded interactions that no request used. */
  readonly unused: number;
  /** The redactor with the placeholders that the recording uses. */
  readonly redactor: Redactor;
}

/** Replays a trial from a cassette; null without one. Opens no socket. */
export async function replayTrial(
  cell: OpenCell,
  cassette: Cassette | null,
  trial: number,
  settings: TrialSettings,
  source: RedactorSource,
  tools: ToolEnvironment,
): Promise<Replayed> {
  const recording =
    cassette?.replayOf(trial) ?? replayOfNothing(cell.scenario.id, cell.model.name, cell.redaction.keyer);
  const names = createTrialNames(cell.redaction.values);
  const redactor = source.named(names.of);
  const replay = createHiddenReplay(recording, cell.redaction.values, names);
  const played = await replayed(cell, replay, settings, {
    ...tools,
    around: async ({ interaction, call }, made, answer) => {
      const recorded = replay.resultOf(interaction, call);
      const differences = unanswered(cell.scenario, call, made, recorded);
      if (differences !== null) {
        const cassette = cassettePath(cell.scenario.id, cell.model.name);
        throw new ToolStop({ miss: { code: 'request-changed', cassette, step: interaction + 1, differences } });
      }
      const result = recorded === null ? await answer() : resultFrom(recorded, made.id);
      // Placeholders get their numbers in the order of the conversation, so the result must be seen at its place, as while
      // recording.
      redactor.text(result.content);
      return result;
    },
  });
  return { ...played, redactor, unused: replay.unused() };
}

/** Holds a conversation with answers from a recording. */
export function replayed(
  cell: OpenCell,
  replay: HiddenReplay,
  settings: TrialSettings,
  tools: ToolEnvironment,
): Promise<Played> {
  const protocol = protocolNamed(cell.model.gateway.protocol);
  const hold = (stream: boolean): Promise<Transcript> =>
    converse(
      cell.scenario,
      cell.model,
      createReplayClient(replay, protocol),
      conversationSettings(settings, stream, tools),
    );
  return holdBoth(settings.stream, hold);
}

/** Holds a conversation once, or twice: without streaming, then with it. The first is judged. */
export async function holdBoth(
  stream: boolean | 'both',
  hold: (stream: boolean) => Promise<Transcript>,
): Promise<Played> {
  if (stream !== 'both') return { transcript: await hold(stream), streamed: null, parity: [] };
  const whole = await hold(false);
  if (whole.error !== null || whole.miss !== null) return { transcript: whole, streamed: null, parity: [] };
  const streamed = await hold(true);
  // A row counts retries as attempts beyond its steps, which are those of the first conversation. So the steps of the second are
  // subtracted here.
  const steps = streamed.turns.reduce((sum, turn) => sum + turn.steps.length, 0);
  const attempts = whole.attempts + Math.max(0, streamed.attempts - steps);
  if (streamed.error !== null || streamed.miss !== null) {
    const { error, miss, faultFindings } = streamed;
    return { transcript: { ...whole, error, miss, faultFindings, attempts }, streamed, parity: [] };
  }
  return { transcript: { ...whole, attempts }, streamed, parity: streamParity(whole, streamed) };
}
