import type { Json } from '../json/json.ts';
import type { Forwarded } from '../network/forward-mount.ts';
import type { NodeMount } from './environment.ts';
import { mountModule } from './mount-module.ts';
import type { Origins } from './origin.ts';
import { VENDORS, type VendorName } from '../domain/agents/vendors.ts';

/** What catches the clients of a Node program that read no variable; null where its module was not built. */
export function nodeMount(origins: Origins, addresses: ReadonlyMap<VendorName, string>): NodeMount | null {
  const module = mountModule();
  return module === null ? null : { module, forwarded: forwardedOrigins(origins, addresses) as unknown as Json };
}

/** The vendors' own origins, and those that the program was told of. */
function forwardedOrigins(origins: Origins, addresses: ReadonlyMap<VendorName, string>): readonly Forwarded[] {
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
