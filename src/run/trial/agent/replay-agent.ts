import { neverRecorded } from '../../../cassette/lookup/trial-replay.ts';
import { cassettePath } from '../../../cassette/format/file-name.ts';
import type { Cassette } from '../../../cassette/store/store.ts';
import type { AgentProgram } from '../../../domain/agents/agent.ts';
import type { Interaction } from '../../../domain/recording.ts';
import type { RedactorSource } from '../../../redact/redact.ts';
import { createTrialNames } from '../../../redact/trial-names.ts';
import { createHiddenReplay, createPlayback } from '../hidden-replay.ts';
import type { OpenCell } from '../open-cell.ts';
import type { Replayed } from '../replay-trial.ts';
import { agentTranscript } from './agent-transcript.ts';
import { holdAgent, type AgentSettings } from './hold-agent.ts';

/** An address for a replay, which never sends a request to it. */
const NOWHERE = { origin: { base: 'http://tooltape.invalid', version: '', query: '' }, headers: null };

/** Runs an agent with all answers of its models from the recording. */
export async function replayAgent(
  cell: OpenCell,
  agent: AgentProgram,
  cassette: Cassette | null,
  trial: number,
  source: RedactorSource,
  settings: AgentSettings,
): Promise<Replayed> {
  const { values } = cell.redaction;
  const names = createTrialNames(values);
  const redactor = source.named(names.of);
  const recorded = cassette?.recorded(trial) ?? null;
  if (cassette === null || recorded === null) {
    const path = cassettePath(cell.scenario.id, cell.model.name);
    const miss = neverRecorded(path, 1);
    const transcript = { turns: [], state: {}, error: null, miss, faultFindings: [], attempts: 0 };
    return { transcript, streamed: null, parity: [], redactor, unused: 0 };
  }
  const replay = createHiddenReplay(cassette.replayOf(trial), values, names);
  const found: number[] = [];
  const held = await holdAgent(
    agent,
    cell.scenario,
    {
      mode: 'replay',
      attached: {
        find(endpoint, body) {
          const known = replay.find(endpoint, body);
          if (!('miss' in known)) found.push(known.index);
          return known;
        },
        record: () => Promise.reject(new Error('a replay records nothing')),
      },
      upstreamOf: async () => NOWHERE,
      count: () => found.length,
    },
    settings,
  );
  // Concurrent requests arrive in any order, so interactions are put into the order of the recording.
  const asked = found.toSorted((a, b) => a - b).flatMap((index) => recorded.interactions[index] ?? []);
  const { transcript, judgedBy } = agentTranscript(agent, cell.scenario, held, restoredAll(asked, cell), 0);
  return { transcript, judgedBy, streamed: null, parity: [], redactor, unused: replay.unused() };
}

/** The interactions with the scenario's own values where the recording has placeholders. */
export function restoredAll(interactions: readonly Interaction[], cell: OpenCell): readonly Interaction[] {
  const { values } = cell.redaction;
  const replay = createHiddenReplay(createPlayback(interactions), values, createTrialNames(values));
  return interactions.flatMap(({ endpoint, request }) => {
    const found = replay.find(endpoint, request);
    return 'miss' in found ? [] : [found.interaction];
  });
}
