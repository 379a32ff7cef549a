import type { Bounded } from './comparison.ts';

/** Items of one kind that a comparison lists; the rest is counted. */
const LISTED = 500;

/** Grows into a `Bounded`: the first items are kept, all are counted. */
export interface Listing<T> {
  total: number;
  readonly items: T[];
}

/** A list with nothing in it yet. */
export function listing<T>(): Listing<T> {
  return { total: 0, items: [] };
}

/** `item` is only made when it is kept. */
export function list<T>(to: Listing<T>, item: () => T): void {
  to.total += 1;
  if (to.items.length < LISTED) to.items.push(item());
}

/** Nothing was counted. */
export function isEmpty(bounded: Bounded<unknown>): boolean {
  return bounded.total === 0;
}
