import { isLoopback } from '../platform/loopback.ts';
import type { Vendor } from './vendors.ts';

/** The value of key variables where no real key is needed, because SDKs refuse to start without a key. */
export const PLACEHOLDER_KEY = 'tooltape-placeholder-key';

/**
 * A sentence when a request would take the placeholder key to another machine; null otherwise. The API would answer that the key is
 * wrong, and the user has never seen that key.
 */
export function placeholderFault(url: string, { keyVariables }: Vendor, headers: Headers): string | null {
  const { origin, hostname } = new URL(url);
  if (isLoopback(hostname)) return null;
  const isSent = url.includes(PLACEHOLDER_KEY) || [...headers].some(([, value]) => value.includes(PLACEHOLDER_KEY));
  return isSent ? `${keyVariables[0]} is not set, and ${origin} has to be asked for this answer` : null;
}
