import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { Miss } from '../../domain/transcript.ts';

export type Difference = Miss['differences'][number];

/** Most differences that are listed for one request. */
const MOST = 100;
/** Most recordings that are compared with a request. A cell has few; the tape of a program may have thousands. */
const CANDIDATES = 50;

/**
 * The recorded request with the fewest different values; the first of several; null without a recorded request. `counted`
 * returns a text as it counts in a key.
 */
export function nearestRequest(
  requested: JsonObject,
  recorded: Iterable<JsonObject>,
  counted: (text: string) => string = (text) => text,
): { readonly index: number; readonly differences: readonly Difference[] } | null {
  let best: { index: number; differences: readonly Difference[]; distance: number } | null = null;
  let index = 0;
  for (const candidate of recorded) {
    const differences = differencesOf(candidate, requested, counted);
    const distance = differences.reduce(
      (sum, { recorded: a, requested: b }) => sum + Math.max(leaves(a), leaves(b)),
      0,
    );
    if (best === null || distance < best.distance) best = { index, differences, distance };
    if (distance === 0 || ++index >= CANDIDATES) break;
  }
  return best;
}

function leaves(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + leaves(item), 1);
}

/**
 * Differences from the old body to the new one, at most 100: values by path, lists by index, and a part that only one body has
 * as a whole.
 */
export function differencesOf(
  recorded: JsonObject,
  requested: JsonObject,
  counted: (text: string) => string = (text) => text,
): readonly Difference[] {
  const found: Difference[] = [];
  const compare = (path: string, a: Json | undefined, b: Json | undefined): void => {
    if (a === b || found.length >= MOST) return;
    if (typeof a === 'string' && typeof b === 'string' && counted(a) === counted(b)) return;
    if (Array.isArray(a) && Array.isArray(b)) {
      const length = Math.max(a.length, b.length);
      for (let i = 0; i < length; i++) compare(joinPath(path, i), a[i], b[i]);
    } else if (isObject(a) && isObject(b)) {
      for (const key of Object.keys(a)) compare(joinPath(path, key), a[key], own(b, key));
      for (const key of Object.keys(b)) {
        if (!Object.hasOwn(a, key)) compare(joinPath(path, key), undefined, b[key]);
      }
    } else found.push({ path, recorded: a, requested: b });
  };
  compare('', recorded, requested);
  return found;
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
