import type { Bounded } from './comparison.ts';

/** Items of one kind that a comparison lists; the rest is counted. */
const LISTED = 500;

/** Grows into a `Bounded`: the first items are kept, all are counted. */
export interface Listing<T> {
  total: number;
  readonly items: T[];
}

export function listing<T>(): Listing<T> {
  return { total: 0, items: [] };
}

/** `item` is only made when it is kept. */
export function list<T>(to: Listing<T>, item: () => T): void {
  to.total += 1;
  if (to.items.length < LISTED) to.items.push(item());
}

export function isEmpty(bounded: Bounded<unknown>): boolean {
  return bounded.total === 0;
}
