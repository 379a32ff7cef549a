import { subscribe } from 'node:diagnostics_channel';
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
    begin(`${request.protocol}//${String(request.getHeader('host'))}`, request);
  };
  subscribe(UNDICI, onUndici);
  subscribe(HTTP, onHttp);
}
