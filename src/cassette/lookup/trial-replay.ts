import type { JsonObject } from '../../json/json.ts';
import type { Interaction, TrialReplay } from '../../domain/recording.ts';
import type { Miss } from '../../domain/transcript.ts';
import type { CassetteFile, StoredTrial } from '../format/format.ts';
import type { Keyer } from './key.ts';
import { type Difference, nearestRequest } from './nearest.ts';
import { decodeInteraction } from '../format/read-format.ts';

export interface ReplaySource {
  readonly file: CassetteFile;
  /** Path of the file for error messages. */
  readonly path: string;
  /** Path relative to the cassette folder, for misses. */
  readonly cassette: string;
  readonly keyer: Keyer;
}

/**
 * Answers the requests of one trial from its recording. Each interaction answers once; equal requests get them in recorded
 * order.
 */
export function createTrialReplay(source: ReplaySource, trial: StoredTrial): TrialReplay {
  const { interactions } = trial;
  const used = new Uint8Array(interactions.length);
  let asked = 0;
  let left = interactions.length;
  /** Index of the first unused interaction. Requests mostly come in recorded order, so the search begins there. */
  let first = 0;
  /** Keys by interaction, computed from the stored requests, because `ignore` may have changed since the keys were stored. */
  const anew: (string | undefined)[] = [];
  const keyAnew = (index: number): string => {
    const { endpoint, request } = decodeInteraction(source.file, trial, index, source.path);
    return (anew[index] ??= source.keyer.keyOf(endpoint, request));
  };
  return {
    find(endpoint, body) {
      asked++;
      while (used[first] === 1) first++;
      const take = (isWanted: (index: number) => boolean): ReturnType<TrialReplay['find']> | null => {
        for (let index = first; index < interactions.length; index++) {
          if (used[index] === 1 || !isWanted(index)) continue;
          const interaction = decodeInteraction(source.file, trial, index, source.path);
          used[index] = 1;
          left--;
          return { interaction, index };
        }
        return null;
      };
      const key = source.keyer.keyOf(endpoint, body);
      const found = take((index) => interactions[index]?.key === key);
      if (found !== null) return found;
      const oldKey = source.keyer.oldKeyOf(endpoint, body);
      const older = oldKey === null ? null : take((index) => interactions[index]?.key === oldKey);
      if (older !== null) return older;
      const anewFound = take((index) => keyAnew(index) === key);
      if (anewFound !== null) return anewFound;
      const usedUp = interactions.some((interaction, i) => interaction.key === key || keyAnew(i) === key);
      const code = interactions.length === 0 ? 'never-recorded' : usedUp ? 'used-up' : 'request-changed';
      const differences =
        code === 'request-changed'
          ? nearestDifferences(source, trial, used, endpoint, source.keyer.canonicalBody(endpoint, body))
          : [];
      return { miss: { code, cassette: source.cassette, step: asked, differences } };
    },
    unused: () => left,
  };
}

/** The replay of a trial without a recording: every request misses. */
export function createEmptyReplay(cassette: string, keyer: Keyer): TrialReplay {
  let asked = 0;
  return {
    find: (endpoint, body) => ({ miss: neverRecorded(cassette, ++asked, keyer.keyOf(endpoint, body)) }),
    unused: () => 0,
  };
}

/** The miss of a trial without a recording. `step` counts from 1, and `key` is the key of its request. */
export function neverRecorded(cassette: string, step: number, key?: string): Miss {
  return { code: 'never-recorded', cassette, step, ...(key !== undefined && { key }), differences: [] };
}

/** Differences to the nearest unused request of this trial; where all are used, to the nearest request of the file. */
function nearestDifferences(
  source: ReplaySource,
  trial: StoredTrial,
  used: Uint8Array,
  endpoint: string,
  requested: JsonObject,
): readonly Difference[] {
  const all = (of: StoredTrial, wanted: (index: number) => boolean): Interaction[] =>
    of.interactions.flatMap((_, i) => (wanted(i) ? [decodeInteraction(source.file, of, i, source.path)] : []));
  const own = differencesToNearest(
    endpoint,
    requested,
    all(trial, (i) => used[i] === 0),
    source.keyer,
  );
  if (own !== null) return own;
  const others = source.file.trials.flatMap((other) => all(other, () => true));
  return differencesToNearest(endpoint, requested, others, source.keyer) ?? [];
}

/**
 * Differences between a request and the nearest of `recorded`. A different endpoint comes first, because in some protocols the
 * endpoint holds the model and the streaming mode.
 */
function differencesToNearest(
  endpoint: string,
  requested: JsonObject,
  recorded: readonly Interaction[],
  keyer: Keyer,
): readonly Difference[] | null {
  const nearest = nearestRequest(
    requested,
    // A recording from before an entry of `ignore` still holds the field that the entry leaves out.
    recorded.map((interaction) => keyer.canonicalBody(interaction.endpoint, interaction.request)),
    (text) => keyer.counted(text),
  );
  if (nearest === null) return null;
  const before = recorded[nearest.index]?.endpoint;
  if (before === endpoint) return nearest.differences;
  return [{ path: 'endpoint', recorded: before, requested: endpoint }, ...nearest.differences];
}
