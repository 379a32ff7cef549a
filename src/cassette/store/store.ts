import { existsSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { byCodeUnits } from '../../text/code-units.ts';
import type { JsonObject } from '../../json/json.ts';
import type { RecordedTrial, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import { belongsTo } from '../format/belongs-to.ts';
import { cassettePath, decodeName } from '../format/file-name.ts';
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

/** Every cell with a cassette, by the names of folders and files, sorted by code units. */
export function listCells(dir: string): { readonly scenario: string; readonly model: string }[] {
  if (!existsSync(dir)) return [];
  const modelsOf = new Map<string, string[]>();
  const add = (scenario: string, model: string): void => {
    const models = modelsOf.get(scenario);
    if (models === undefined) modelsOf.set(scenario, [model]);
    else models.push(model);
  };
  const decoded = new Map<string, string | null>();
  for (const folder of readdirSync(dir, { withFileTypes: true })) {
    if (!isFolder(dir, folder)) continue;
    const scenario = decodeName(folder.name);
    for (const name of namesIn(join(dir, folder.name))) {
      if (!name.endsWith('.json')) continue;
      let model = decoded.get(name);
      if (model === undefined) {
        model = decodeName(name.slice(0, -5));
        decoded.set(name, model);
      }
      if (scenario !== null && model !== null) add(scenario, model);
      // A shortened file name does not hold the whole name of the scenario or model, so the file is read for it.
      else if (folder.name.includes('~') || name.includes('~')) {
        const cassette = readCassetteFile(join(dir, folder.name, name));
        if (cassette !== null && cassettePath(cassette.scenario, cassette.model) === `${folder.name}/${name}`) {
          add(cassette.scenario, cassette.model);
        }
      }
    }
  }
  const cells: { readonly scenario: string; readonly model: string }[] = [];
  for (const scenario of [...modelsOf.keys()].sort(byCodeUnits)) {
    for (const model of (modelsOf.get(scenario) ?? []).sort(byCodeUnits)) cells.push({ scenario, model });
  }
  return cells;
}

/** True for a folder, and for a link to one, because teams share folders of recordings through links. */
function isFolder(dir: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(join(dir, entry.name)).isDirectory();
  } catch {
    return false;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new TooltapeError('CASSETTE_FORMAT', `${folder}: the folder cannot be read: ${code ?? message}`, {
      remedy: 'Give yourself the right to read it.',
      cause,
    });
  }
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
