import { endpointAtEnd } from '../protocol/protocols.ts';
import type { Origin } from './origin.ts';
import type { Vendor } from '../domain/agents/vendors.ts';

/** The path of a request in one form, whatever form the client wrote. */
export interface AskedPath {
  /** Path below the base URL, the same for every client: `/chat/completions`. */
  readonly endpoint: string;
  /** URL of the request below the origin, with the query that the client wrote. */
  readonly upstream: string;
  /** URL that the request is sent to while recording: `upstream` with the query of the origin, which is no part of a recording. */
  readonly sent: string;
  /** Base URL of the endpoint in `upstream`. */
  readonly baseUrl: string;
}

/** Versions at the beginning of a path. There are two where both the base URL and the client add one. */
const VERSIONS = /^(?:\/+(v\d{1,3}(?:alpha|beta)?\d{0,3})(?=\/))+/;

/**
 * Reads the path of a request. Some clients add the version to the base URL, some do not, and some add it although the base URL
 * holds it. `target` is path and query.
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
  const upstream = `${base}${rest}${query}`;
  return { endpoint, upstream, sent: withQuery(upstream, origin.query), baseUrl: `${base}${before}` };
}

/** The URL with those parameters of a query that it does not have itself. */
function withQuery(url: string, query: string): string {
  if (query === '') return url;
  const own = new URL(url).searchParams;
  const added = query.split('&').filter((pair) => [...new URLSearchParams(pair).keys()].some((name) => !own.has(name)));
  return added.length === 0 ? url : `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`;
}
