const FIRST_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** Longest `Retry-After` that is waited for; a gateway that asks for more is not asked again. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** A model that is being loaded is waited for so long in all. */
export const LONGEST_LOADING_MS = 60_000;
const LOADING_MS = [4000, 16_000, 40_000];

/** Milliseconds before a model that is being loaded is asked again: what it names, else longer each time; a minute in all. */
export function loadingDelay(attempt: number, asked: number | null, waitedMs: number): number {
  const next = asked ?? LOADING_MS[Math.min(attempt, LOADING_MS.length) - 1] ?? LONGEST_LOADING_MS;
  return Math.min(next, LONGEST_LOADING_MS - waitedMs);
}

/**
 * Milliseconds before the next attempt: what the gateway asks for and a little more, so that not all come back at once;
 * else 500 ms doubled with each attempt up to 30 s, times 0.5 to 1.5. `attempt` counts from 1, `random` is in [0, 1).
 */
export function retryDelay(attempt: number, asked: number | null, random: number): number {
  if (asked !== null) return Math.round(asked + random * Math.min(250, 50 + asked / 10));
  return Math.round(Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + random));
}
