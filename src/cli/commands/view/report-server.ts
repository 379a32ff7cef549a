import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page on loopback that the server can reload. */
export interface ReportServer {
  /** URL of the page, with the token. Requests without the token get nothing. */
  readonly url: string;
  /** Makes every open page reload. */
  reload(): void;
  close(): Promise<void>;
}

export interface ReportServerOptions {
  /** Secret part of the URL, so that only those who have the URL see the page. */
  readonly token: string;
  /** 0 for a free port. */
  readonly port: number;
  /**
   * Makes the page anew for each request, in pieces. `events` is the path of the event stream that reloads the page. May throw.
   */
  readonly page: (events: string, query: URLSearchParams) => Iterable<string>;
  /** Text to show instead of the page after an error. */
  readonly exchanges: (query: URLSearchParams) => unknown;
  /** Text to show instead of the page after an error. */
  readonly explain: (error: unknown) => string;
}

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
};

/** Serves on 127.0.0.1. Rejects with the system error where the port is not available. */
export async function startReportServer(options: ReportServerOptions): Promise<ReportServer> {
  const { token, port, page, exchanges, explain } = options;
  const listening = new Set<ServerResponse>();
  const root = `/${token}/`;
  const events = `${root}events`;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (!isOurs(request, address)) return plain(response, 403, 'This page is served to this machine alone.');
    if (request.method !== 'GET') return plain(response, 405, 'Only GET is served.');
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    if (path === events) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n');
      listening.add(response);
      response.on('close', () => listening.delete(response));
    } else if (path === root) {
      send(response, 'text/html; charset=utf-8', explain, () => page(events, query));
    } else if (path === `${root}exchanges`) {
      send(response, 'application/json', explain, () => [JSON.stringify(exchanges(query))]);
    } else plain(response, 404, 'There is nothing here. Open the whole address that was printed.');
  };
  const server = createServer(handle);
  await new Promise<void>((done, failed) => server.once('error', failed).listen(port, '127.0.0.1', () => done()));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}${root}`,
    reload: () => {
      for (const response of listening) response.write('data: changed\n\n');
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** True for a request to our own host name. A foreign page may use a domain that resolves to 127.0.0.1 (DNS rebinding). */
function isOurs({ headers }: IncomingMessage, { port }: AddressInfo): boolean {
  return [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '');
}

/** Sends the pieces once all of them are made, else what went wrong. */
function send(
  response: ServerResponse,
  type: string,
  explain: ReportServerOptions['explain'],
  make: () => Iterable<string>,
): void {
  const pieces: string[] = [];
  try {
    for (const piece of make()) pieces.push(piece);
  } catch (error) {
    return plain(response, 500, explain(error));
  }
  response.writeHead(200, { 'content-type': type });
  for (const piece of pieces) response.write(piece);
  response.end();
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
