import { Readable } from 'node:stream';
import { acquireNock, mountOrigin, type NockReply, passingBy } from './nock-mount.ts';

/** An origin whose requests go to another address. */
export interface Forwarded {
  /** Origin: `https://api.openai.com`. */
  readonly origin: string;
  /** Prefix that is removed from paths that begin with it; `''` for none. */
  readonly prefix: string;
  /** Address that gets the requests: `http://127.0.0.1:40123`. */
  readonly address: string;
}

/** Headers of the connection. They are not forwarded. */
const OF_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect'];
const NOT_BACK = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']);

/**
 * Sends the requests of this process to other addresses, from any client and with any base URL. Bodies are passed on unchanged.
 * Loads nock.
 */
export async function forwardOrigins(forwarded: readonly Forwarded[]): Promise<void> {
  const { nock } = await acquireNock();
  for (const { origin, prefix, address } of forwarded) {
    mountOrigin(nock, origin, async (request) => {
      const { pathname, search } = new URL(request.url);
      const path = prefix !== '' && pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
      return forward(request, `${address}${path}${search}`);
    });
  }
}

async function forward(request: Request, url: string): Promise<NockReply> {
  const headers = new Headers(request.headers);
  for (const name of OF_CONNECTION) headers.delete(name);
  const bytes = Buffer.from(await request.arrayBuffer());
  const init = {
    method: request.method,
    headers,
    redirect: 'manual',
    ...(bytes.length > 0 && { body: bytes }),
  } as const;
  const response = await passingBy(() => fetch(url, init));
  const back = [...response.headers].filter(([name]) => !NOT_BACK.has(name)).flat();
  if (response.body === null) return [response.status, '', back];
  // Without a length or chunks a broken connection would look like the end of the body.
  const chunked = [...back, 'transfer-encoding', 'chunked'];
  return [response.status, Readable.fromWeb(response.body as never), chunked];
}
