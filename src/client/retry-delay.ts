const FIRST_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** Longest `Retry-After` in milliseconds. When a gateway asks for more, the request is not repeated. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** Longest time in milliseconds, over all attempts, to wait for a gateway that loads a model. */
export const LONGEST_LOADING_MS = 60_000;
const LOADING_MS = [4000, 16_000, 40_000];

/**
 * Milliseconds before the next attempt while the gateway loads the model: the time that the gateway asks for, else longer with
 * each attempt. All waits together take at most a minute.
 */
export function loadingDelay(attempt: number, asked: number | null, waitedMs: number): number {
  const next = asked ?? LOADING_MS[Math.min(attempt, LOADING_MS.length) - 1] ?? LONGEST_LOADING_MS;
  return Math.min(next, LONGEST_LOADING_MS - waitedMs);
}

/**
 * Milliseconds before the next attempt. Where the gateway asks for a time: that time and a random bit more, so that trials do
 * not all return at once. Else 500 ms, doubled with each attempt up to 30 s, times 0.5 to 1.5. `attempt` counts from 1,
 * `random` is in [0, 1).
 */
export function retryDelay(attempt: number, asked: number | null, random: number): number {
  if (asked !== null) return Math.round(asked + random * Math.min(250, 50 + asked / 10));
  return Math.round(Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + random));
}
