import { Readable } from 'node:stream';
import { acquireNock, mountOrigin, type NockReply, passingBy } from './nock-mount.ts';

/** An origin whose requests are answered elsewhere. */
export interface Forwarded {
  /** `https://api.openai.com` */
  readonly origin: string;
  /** A path that is left out where a request begins with it; `''` for none. */
  readonly prefix: string;
  /** Where the requests go instead: `http://127.0.0.1:40123`. */
  readonly address: string;
}

/** Headers of the connection, not of what goes over it. */
const OF_CONNECTION = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding', 'expect'];
const NOT_BACK = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']);

/**
 * Sends the requests of this process to other addresses, whichever client makes them and whatever it was told about base URLs.
 * Bytes are passed on as they come. Loads nock.
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
  // Without a length or chunks, the end of the connection is the end of the body: one that breaks off would look whole.
  const chunked = [...back, 'transfer-encoding', 'chunked'];
  return [response.status, Readable.fromWeb(response.body as never), chunked];
}
