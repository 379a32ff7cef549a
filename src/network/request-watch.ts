import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

/** A request that an HTTP client of this process has begun. */
export interface BegunRequest {
  readonly method: string;
  readonly origin: string;
  /** Path with the query. */
  readonly path: string;
}

/** Channels of Node and of the package undici. They publish a request in the async context of the code that makes it. */
const UNDICI = 'undici:request:create';
const HTTP = 'http.client.request.start';
const HTTP_CREATED = 'http.client.request.created';

/** Calls `onRequest` for each request through fetch, undici, http or https, until the process ends. Changes no request. */
export function watchRequests(onRequest: (request: BegunRequest) => void): void {
  const begin = (url: string, { method, path }: { method: string; path: string }): void => {
    const origin = URL.parse(url)?.origin;
    if (origin !== undefined) onRequest({ method, origin, path });
  };
  const onUndici = (message: unknown): void => {
    const { request } = message as { request: { method: string; path: string; origin?: string | URL } };
    begin(String(request.origin), request);
  };
  const onHttp = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    begin(urlOf(request), request);
  };
  subscribe(UNDICI, onUndici);
  subscribe(HTTP, onHttp);
}

/**
 * Calls `refuse` for each request of node:http that expects status 100 before its body; an error ends the request. nock lets such
 * requests pass. Returns a function that ends the watch.
 */
export function watchExpectations(refuse: (request: BegunRequest) => Error | null): () => void {
  const onHttp = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    if (request.destroyed || !/^100-continue$/i.test(String(request.getHeader('expect')))) return;
    const origin = URL.parse(urlOf(request))?.origin;
    const error = origin === undefined ? null : refuse({ method: request.method, origin, path: request.path });
    if (error !== null) request.destroy(error);
  };
  // A header that is set later is there when the request starts.
  const channels = [HTTP_CREATED, HTTP];
  for (const channel of channels) subscribe(channel, onHttp);
  return () => {
    for (const channel of channels) unsubscribe(channel, onHttp);
  };
}

function urlOf(request: ClientRequest): string {
  return `${request.protocol}//${String(request.getHeader('host'))}`;
}
