import type { Bounded } from './comparison.ts';

/** Most items of one kind that a comparison lists. Further items are only counted. */
const LISTED = 500;

/** A `Bounded` list that is being filled: it keeps the first items and counts all. */
export interface Listing<T> {
  total: number;
  readonly items: T[];
}

/** An empty list. */
export function emptyListing<T>(): Listing<T> {
  return { total: 0, items: [] };
}

/** Counts one item, and keeps it if the list has room. `item` is called only then. */
export function addItem<T>(to: Listing<T>, item: () => T): void {
  to.total += 1;
  if (to.items.length < LISTED) to.items.push(item());
}

/** True when no item was counted. */
export function isEmpty(bounded: Bounded<unknown>): boolean {
  return bounded.total === 0;
}
