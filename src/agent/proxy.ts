import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VENDOR_NAMES, type VendorName } from '../domain/agents/vendors.ts';

/** A request of a client. */
export interface ProxyRequest {
  readonly vendor: VendorName;
  readonly method: string;
  /** Path and query as the client wrote them. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** Aborts when the client closes the connection before it has the answer. */
  readonly signal: AbortSignal;
}

/** The answer for the client. The body is complete, or arrives in pieces. */
export interface ProxyAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] };
  readonly body: string | Buffer | AsyncIterable<Uint8Array>;
}

export interface Proxy {
  /** Address for the clients of each vendor: `http://127.0.0.1:40123`. */
  readonly addresses: ReadonlyMap<VendorName, string>;
  /** Stops listening, cuts open connections, and resolves when every `answer` has settled. */
  close(): Promise<void>;
}

/** The loopback address, so that no other machine reaches the proxy. */
const HOST = '127.0.0.1';
/**
 * Clients keep idle connections for a shorter time, so it is always the client that closes one, and no request meets a closed
 * connection.
 */
const KEEP_ALIVE_MS = 120_000;
const WEBSOCKET = /^websocket$/i;
/** First bytes of a client that speaks HTTP/2 without asking. */
const HTTP2 = 'PRI * HTTP/2.0';
const CLOSED = { connection: 'close', 'content-length': 0 };

/**
 * Listens on loopback, on one port for each vendor, so that the port tells the vendor whatever path a client writes. When
 * `answer` rejects, the connection breaks. `refuse` is called with the reason why a
 * client is refused: it asks for a WebSocket, or speaks HTTP/2 from the start.
 */
export async function startProxy(
  answer: (request: ProxyRequest) => Promise<ProxyAnswer>,
  refuse: (why: string) => void,
): Promise<Proxy> {
  const servers: Server[] = [];
  const open = new Set<Promise<void>>();
  const addresses = new Map<VendorName, string>();
  for (const vendor of VENDOR_NAMES) {
    // Without a listener for `upgrade`, Node answers a client that offers HTTP/2 (`h2c`, as Java's does) in HTTP/1.1.
    const server = createServer((request, response) => {
      if (!WEBSOCKET.test(request.headers.upgrade ?? '')) {
        const responding = respond(vendor, request, response, answer);
        open.add(responding);
        return void responding.then(() => open.delete(responding));
      }
      refuse(`a WebSocket to ${vendor} (${request.url}) cannot be recorded: let the program ask over HTTP`);
      response.writeHead(400, CLOSED).end();
    });
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    // A program may wait for minutes between opening a connection and its request.
    server.requestTimeout = 0;
    server.on('clientError', ({ rawPacket }: Error & { readonly rawPacket?: Buffer }, socket) => {
      if (rawPacket?.subarray(0, HTTP2.length).toString('latin1') === HTTP2)
        refuse(`HTTP/2 to ${vendor} without TLS cannot be recorded: let the program ask over HTTP/1.1`);
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
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
      await Promise.all(open);
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
    // The client closed the connection, or the answer broke off. The client must not take what it got for the whole answer.
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
    // A complete body goes out together with the head.
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return;
  }
  response.writeHead(status, headers);
  // The head goes out at once, because a client has a time-out for it.
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
