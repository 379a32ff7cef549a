import type { ExpectedCall } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';
import { referencesIn } from '../../match/reference.ts';

/** Per call, the places of the calls that must stand in earlier steps, directly or by way of others; null where no call says `after`. */
export function orderOf(calls: readonly ExpectedCall[]): readonly (readonly number[])[] | null {
  if (calls.every(({ after }) => after.length === 0)) return null;
  const places = placesOf(calls);
  return reachedFrom(calls.map(({ after }) => placesIn(after, places)));
}

/**
 * How many calls the longest chain has of which each waits for the one before: by `after`, or because it refers to that one's
 * result. The least steps in which all can be made; 1 where no call waits for another.
 */
export function longestChain(calls: readonly ExpectedCall[]): number {
  return Math.max(0, ...depthsOf(calls)) + 1;
}

/** Per call, how many calls of the longest chain that it ends come before it: calls of one depth can be made at once. */
export function depthsOf(calls: readonly ExpectedCall[]): readonly number[] {
  if (calls.every((call) => call.after.length === 0 && referredIds(call).length === 0)) return calls.map(() => 0);
  const places = placesOf(calls);
  const before = calls.map((call) => placesIn([...call.after, ...referredIds(call)], places));
  const depths = new Map<number, number>();
  const depthOf = (place: number, way: ReadonlySet<number>): number => {
    const known = depths.get(place);
    if (known !== undefined) return known;
    const own = new Set([...way, place]);
    const depth =
      Math.max(-1, ...(before[place] ?? []).filter((one) => !own.has(one)).map((one) => depthOf(one, own))) + 1;
    depths.set(place, depth);
    return depth;
  };
  return calls.map((_, place) => depthOf(place, new Set()));
}

/** Ids of the calls whose results the arguments refer to. */
export const referredIds: (call: ExpectedCall) => readonly string[] = rememberFor(({ arguments: args }) =>
  args === null ? [] : Array.from(referencesIn(args), ({ id }) => id),
);

function placesOf(calls: readonly ExpectedCall[]): ReadonlyMap<string, number> {
  return new Map(calls.flatMap(({ id }, place) => (id === null ? [] : [[id, place]])));
}

function placesIn(ids: readonly string[], places: ReadonlyMap<string, number>): readonly number[] {
  return ids.flatMap((id) => places.get(id) ?? []);
}

/** The transitive closure; a call never stands before itself. */
function reachedFrom(direct: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return direct.map((first, place) => {
    const found = new Set<number>();
    const open = [...first];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      if (found.has(one) || one === place) continue;
      found.add(one);
      open.push(...(direct[one] ?? []));
    }
    return [...found].sort((a, b) => a - b);
  });
}
