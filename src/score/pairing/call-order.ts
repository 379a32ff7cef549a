import type { ExpectedCall } from '../../domain/scenario.ts';
import { rememberFor } from '../../json/remember.ts';
import { mayRefer, referencesIn } from '../../match/reference.ts';
import type { PairingInput } from './pairing-problem.ts';

/**
 * For each call the numbers of the calls that must stand in earlier steps, by its own `after` or by that of a call before it.
 * Null where no call has `after`.
 */
export function orderOf(calls: readonly ExpectedCall[]): readonly (readonly number[])[] | null {
  if (calls.every(({ after }) => after.length === 0)) return null;
  const places = placesOf(calls);
  return reachedFrom(calls.map(({ after }) => placesIn(after, places)));
}

/**
 * Length of the longest chain of calls in which each waits for the one before, by `after` or by a reference to its result. It
 * is the least number of steps in which a model can make all calls; 1 where no call waits.
 */
export function longestChain(calls: readonly ExpectedCall[]): number {
  return calls.some(waits) ? Math.max(0, ...depthsOf(calls)) + 1 : 1;
}

/** Whether the row `a` must stand in an earlier step than the row `b`. */
export function mustPrecede({
  groups,
  before,
}: Pick<PairingInput, 'groups' | 'before'>): (a: number, b: number) => boolean {
  if (before === null) return (a, b) => (groups[a] ?? 0) < (groups[b] ?? 0);
  const sets = before.map((rows) => new Set(rows));
  return (a, b) => sets[b]?.has(a) === true;
}

/** Whether a call may wait for another. */
function waits({ after, arguments: args }: ExpectedCall): boolean {
  return after.length > 0 || mayRefer(args);
}

/**
 * For each call the number of calls before it in the longest chain that ends with it. A model can make calls of equal depth in
 * one step.
 */
export function depthsOf(calls: readonly ExpectedCall[]): readonly number[] {
  if (!calls.some(waits)) return calls.map(() => 0);
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

/** Ids of the calls whose results the arguments of a call refer to. */
export function referredIds(call: ExpectedCall): readonly string[] {
  return mayRefer(call.arguments) ? idsOf(call) : NONE;
}

const NONE: readonly string[] = [];
const idsOf = rememberFor(({ arguments: args }: ExpectedCall): readonly string[] =>
  Array.from(referencesIn(args), ({ id }) => id),
);

function placesOf(calls: readonly ExpectedCall[]): ReadonlyMap<string, number> {
  return new Map(calls.flatMap(({ id }, place) => (id === null ? [] : [[id, place]])));
}

function placesIn(ids: readonly string[], places: ReadonlyMap<string, number>): readonly number[] {
  return ids.flatMap((id) => places.get(id) ?? []);
}

/** The transitive closure, without the call itself. */
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
