import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VENDOR_NAMES, type VendorName } from '../domain/agents/vendors.ts';

/** What a client sent. */
export interface ProxyRequest {
  readonly vendor: VendorName;
  readonly method: string;
  /** The path with its query, as it was written. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Aborts when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
}

/** What the client gets: a body at once, or one that comes piece by piece. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | Buffer | AsyncIterable<Uint8Array>;
}

export interface Proxy {
  /** Where the clients of each vendor ask: `http://127.0.0.1:40123`. */
  readonly addresses: ReadonlyMap<VendorName, string>;
  /** Stops listening and cuts what is open. */
  close(): Promise<void>;
}

/** Loopback only. */
const HOST = '127.0.0.1';
/** Longer than clients keep idle connections, so that they are the ones who close them. */
const KEEP_ALIVE_MS = 120_000;

/**
 * Listens on loopback, on a port for each vendor: whatever path a client writes, its vendor is known. `answer` must not reject;
 * what it throws breaks the connection. `refuseUpgrade` is told of a client that wants a WebSocket.
 */
export async function startProxy(
  answer: (request: ProxyRequest) => Promise<ProxyAnswer>,
  refuseUpgrade: (vendor: VendorName, target: string) => void,
): Promise<Proxy> {
  const servers: Server[] = [];
  const addresses = new Map<VendorName, string>();
  for (const vendor of VENDOR_NAMES) {
    const server = createServer((request, response) => void respond(vendor, request, response, answer));
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    // A program may think for minutes between opening a connection and asking.
    server.requestTimeout = 0;
    server.on('upgrade', (request, socket) => {
      refuseUpgrade(vendor, request.url ?? '/');
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>((done, fail) => server.once('error', fail).listen(0, HOST, done));
    servers.push(server);
    addresses.set(vendor, `http://${HOST}:${(server.address() as AddressInfo).port}`);
  }
  return {
    addresses,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((done) => {
              server.close(() => done());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

async function respond(
  vendor: VendorName,
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: ProxyRequest) => Promise<ProxyAnswer>,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  try {
    const { method = 'GET', url = '/', headers } = request;
    const body = await readBody(request);
    const given = await answer({ vendor, method, target: url, headers, body, signal: gone.signal });
    await send(response, given);
  } catch {
    // The client is gone, or what it was getting broke off: it has to see that this is not the end.
    response.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

async function send(response: ServerResponse, { status, headers, body }: ProxyAnswer): Promise<void> {
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    // A text goes out with the head in one piece.
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  // The head goes out at once: a client counts the seconds to it.
  response.flushHeaders();
  for await (const chunk of body) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    const settle = (): void => {
      response.off('drain', settle);
      response.off('close', settle);
      done();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}
