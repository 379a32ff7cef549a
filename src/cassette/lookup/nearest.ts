import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { Miss } from '../../domain/transcript.ts';

export type Difference = Miss['differences'][number];

/** Differences listed for one request. */
const MOST = 100;
/** Recordings compared with a request. A cell has few; an attached program may have thousands. */
const CANDIDATES = 50;

/**
 * The recorded request with the fewest differing leaves, the first of several with as few; null without a recorded request.
 * `counted` gives a text as keys compare it.
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

/** Places in which two bodies differ, old to new, at most 100: leaves by path, lists by index, a part that one side lacks as a whole. */
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
