import type { Json } from '../json/json.ts';
import type { Forwarded } from '../network/forward-mount.ts';
import type { NodeMount } from './environment.ts';
import { mountModule } from './mount-module.ts';
import type { Origins } from './origin.ts';
import { VENDORS, type VendorName } from '../domain/agents/vendors.ts';

/**
 * The module, with its data, that redirects HTTP clients of a Node program which read no base URL variable; null where it is
 * not built.
 */
export function nodeMount(origins: Origins, addresses: ReadonlyMap<VendorName, string>): NodeMount | null {
  const module = mountModule();
  return module === null ? null : { module, forwarded: forwardedOrigins(origins, addresses) as unknown as Json };
}

/** The vendors' own origins, and the origins that the program was told of. */
function forwardedOrigins(origins: Origins, addresses: ReadonlyMap<VendorName, string>): readonly Forwarded[] {
  const forwarded = new Map<string, Forwarded>();
  for (const [name, address] of addresses) {
    const own = VENDORS[name].origin;
    forwarded.set(own, { origin: own, prefix: '', address });
    const base = new URL(origins.get(name)?.base ?? own);
    // Several vendors may share an origin. All its requests go to the first of them.
    if (forwarded.has(base.origin)) continue;
    forwarded.set(base.origin, { origin: base.origin, prefix: base.pathname.replace(/\/$/, ''), address });
  }
  return [...forwarded.values()];
}
