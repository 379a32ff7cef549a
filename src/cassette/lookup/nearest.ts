import { isObject, joinPath, type Json, type JsonObject } from '../../json/json.ts';
import type { Miss } from '../../domain/transcript.ts';

export type Difference = Miss['differences'][number];

/** Differences that are told of one request. */
const MOST = 100;
/** Recordings that are compared: a cell has few, an attached program may have thousands. */
const CANDIDATES = 50;

/** The recorded request that differs least, by the leaves that would have to change, the first of equals; null without any. */
export function nearestRequest(
  requested: JsonObject,
  recorded: Iterable<JsonObject>,
): { readonly index: number; readonly differences: readonly Difference[] } | null {
  let best: { index: number; differences: readonly Difference[]; distance: number } | null = null;
  let index = 0;
  for (const candidate of recorded) {
    const differences = differencesOf(candidate, requested);
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
export function differencesOf(recorded: JsonObject, requested: JsonObject): readonly Difference[] {
  const found: Difference[] = [];
  compare('', recorded, requested, found);
  return found;
}

function compare(path: string, recorded: Json | undefined, requested: Json | undefined, found: Difference[]): void {
  if (recorded === requested || found.length >= MOST) return;
  if (Array.isArray(recorded) && Array.isArray(requested)) {
    const length = Math.max(recorded.length, requested.length);
    for (let i = 0; i < length; i++) compare(joinPath(path, i), recorded[i], requested[i], found);
  } else if (isObject(recorded) && isObject(requested)) {
    for (const key of Object.keys(recorded)) compare(joinPath(path, key), recorded[key], own(requested, key), found);
    for (const key of Object.keys(requested)) {
      if (!Object.hasOwn(recorded, key)) compare(joinPath(path, key), undefined, requested[key], found);
    }
  } else found.push({ path, recorded, requested });
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
