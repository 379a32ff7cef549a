import { join } from 'node:path';
import type { JsonObject } from '../../json/json.ts';
import type { RecordedTrial, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import { belongsTo } from '../format/belongs-to.ts';
import { cassettePath } from '../format/file-name.ts';
import type { CassetteMeta, StoredTrial } from '../format/format.ts';
import type { Keyer } from '../lookup/key.ts';
import { decodeInteraction, nestingFault, readCassetteFile } from '../format/read-format.ts';
import { hashStored } from '../format/recording-hash.ts';
import { createEmptyReplay, createTrialReplay, neverRecorded, type ReplaySource } from '../lookup/trial-replay.ts';

/** The recordings of a scenario × model. */
export interface Cassette extends CassetteMeta {
  /** Path relative to the cassette folder, with `/`. */
  readonly path: string;
  /** Numbers of the recorded trials, ascending. */
  readonly trials: readonly number[];
  /** A new replay of a trial. In a trial without a recording every request misses. */
  replayOf(trial: number): TrialReplay;
  /** The miss of a trial's first request; null where the recording answers it. The recorded interaction stays unused. */
  checkFirst(trial: number, endpoint: string, body: JsonObject): Miss | null;
  /** SHA-256 of the trial's requests and responses, without latency; null where the trial has no recording. */
  recordingHash(trial: number): string | null;
  /** The whole recording, decoded; null where the trial was not recorded. */
  recorded(trial: number): RecordedTrial | null;
}

/**
 * The cassette of a scenario × model; null where there is none.
 * Errors: CASSETTE_FORMAT, also when the file is another cell's.
 */
export function openCassette(dir: string, scenario: string, model: string, keyer: Keyer): Cassette | null {
  const path = cassettePath(scenario, model);
  const file = join(dir, path);
  const cassette = readCassetteFile(file);
  if (cassette === null || !belongsTo(cassette, scenario, model, file)) return null;
  return cassetteOf({ file: cassette, path: file, cassette: path, keyer });
}

/** The cassette in a file of any name; null where there is no file. `path` names it in misses. */
export function openCassetteFile(file: string, keyer: Keyer, path: string = file): Cassette | null {
  const cassette = readCassetteFile(file);
  return cassette === null ? null : cassetteOf({ file: cassette, path: file, cassette: path, keyer });
}

/** The replay of a cell without a cassette: every request misses. */
export function replayOfNothing(scenario: string, model: string, keyer: Keyer): TrialReplay {
  return createEmptyReplay(cassettePath(scenario, model), keyer);
}

/** From this number of trials on a map by number is faster than a search. */
const MANY = 8;

function cassetteOf(source: ReplaySource): Cassette {
  const { file, path, cassette, keyer } = source;
  let byNumber: Map<number, StoredTrial> | null = null;
  const trialOf = (trial: number): StoredTrial | undefined => {
    if (file.trials.length < MANY) return file.trials.find((stored) => stored.trial === trial);
    byNumber ??= new Map(file.trials.map((stored) => [stored.trial, stored]));
    return byNumber.get(trial);
  };
  const { scenario, model, gateway, source: origin, recordedAt } = file;
  return {
    scenario,
    model,
    gateway,
    source: origin,
    recordedAt,
    path: cassette,
    trials: file.trials.map((stored) => stored.trial).sort((a, b) => a - b),
    replayOf(trial) {
      const stored = trialOf(trial);
      return stored === undefined ? createEmptyReplay(cassette, keyer) : createTrialReplay(source, stored);
    },
    checkFirst(trial, endpoint, body) {
      const stored = trialOf(trial);
      if (stored === undefined) return neverRecorded(cassette, 1, keyer.keyOf(endpoint, body));
      const key = keyer.keyOf(endpoint, body);
      if (stored.interactions.some((interaction) => interaction.key === key)) return null;
      const found = createTrialReplay(source, stored).find(endpoint, body);
      return 'miss' in found ? found.miss : null;
    },
    recordingHash(trial) {
      const stored = trialOf(trial);
      if (stored === undefined) return null;
      try {
        return hashStored(stored);
      } catch (error) {
        throw error instanceof RangeError ? nestingFault(path, trial) : error;
      }
    },
    recorded(trial) {
      const stored = trialOf(trial);
      if (stored === undefined) return null;
      return { trial, interactions: stored.interactions.map((_, i) => decodeInteraction(file, stored, i, path)) };
    },
  };
}
