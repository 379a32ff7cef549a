import type { Forwarded } from '../network/forward-mount.ts';
import type { Origins } from './origin.ts';
import { VENDORS, type VendorName } from './vendors.ts';

/** What a mount inside the program forwards: the vendors' own origins, and those that the program was told of. */
export function forwardedOrigins(origins: Origins, addresses: ReadonlyMap<VendorName, string>): readonly Forwarded[] {
  const forwarded = new Map<string, Forwarded>();
  for (const [name, address] of addresses) {
    const own = VENDORS[name].origin;
    forwarded.set(own, { origin: own, prefix: '', address });
    const base = new URL(origins.get(name)?.base ?? own);
    // One origin may serve several vendors' protocols: its requests are told apart by the first that has it.
    if (forwarded.has(base.origin)) continue;
    forwarded.set(base.origin, { origin: base.origin, prefix: base.pathname.replace(/\/$/, ''), address });
  }
  return [...forwarded.values()];
}
