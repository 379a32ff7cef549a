import { endpointAtEnd } from '../protocol/protocols.ts';
import type { Origin } from './origin.ts';
import type { Vendor } from '../domain/agents/vendors.ts';

/** A request of a client, whatever way it writes paths. */
export interface AskedPath {
  /** Below the base URL, the same for every client: `/chat/completions`. */
  readonly endpoint: string;
  /** Where the request goes when it is recorded. */
  readonly upstream: string;
  /** What the endpoint stands below there. */
  readonly baseUrl: string;
}

/** Versions at the beginning of a path: one that the base URL brings, one that the client adds. */
const VERSIONS = /^(?:\/+(v\d{1,3}(?:alpha|beta)?\d{0,3})(?=\/))+/;

/**
 * Brings the paths that clients write to one: some add the version to the base URL, some do not, and some do although it is there.
 * `target` is the path of an HTTP request, with its query.
 */
export function readPath(target: string, vendor: Vendor, origin: Origin): AskedPath {
  const at = target.indexOf('?');
  const path = at === -1 ? target : target.slice(0, at);
  const query = at === -1 ? '' : target.slice(at);
  const [prefix = '', version] = VERSIONS.exec(path) ?? [];
  const rest = path.slice(prefix.length).replace(/^\/{2,}/, '/');
  const chosen = origin.version ?? version ?? vendor.version;
  const base = `${origin.base}${chosen === '' ? '' : `/${chosen}`}`;
  const endpoint = endpointAtEnd(rest) ?? rest;
  const before = rest.slice(0, rest.length - endpoint.length);
  return { endpoint, upstream: `${base}${rest}${query}`, baseUrl: `${base}${before}` };
}
