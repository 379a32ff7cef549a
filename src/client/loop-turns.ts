import { setImmediate } from 'node:timers/promises';

/**
 * Returns a function that gives each of its callers a turn of the event loop, in the order of the calls. Where answers arrive
 * together, each is then handled, and its next request sent, before the following one: `fetch` uses a connection again only in the
 * next turn, so requests that are made in one turn leave together, and their answers would arrive together again.
 */
export function createLoopTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => (last = last.then(() => setImmediate()));
}
