const FIRST_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** Longest `Retry-After` that is waited for; a gateway that asks for more is not asked again. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** Milliseconds that a response asks to wait: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date. Null when it does not say. */
export function retryAfterMs(headers: { readonly [name: string]: string }, now: number): number | null {
  const inMs = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(inMs) && inMs >= 0) return inMs;
  const value = headers['retry-after']?.trim() ?? '';
  if (value === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * Milliseconds before the next attempt: what the gateway asks for and a little more, so that not all come back at once;
 * else 500 ms doubled with each attempt up to 30 s, times 0.5 to 1.5. `attempt` counts from 1, `random` is in [0, 1).
 */
export function retryDelay(attempt: number, asked: number | null, random: number): number {
  if (asked !== null) return Math.round(asked + random * Math.min(250, 50 + asked / 10));
  return Math.round(Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + random));
}
