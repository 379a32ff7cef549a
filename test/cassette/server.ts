import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TestServer {
  readonly origin: string;
  /** Bodies of the requests so far. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export type Answer = (response: ServerResponse, body: string, request: IncomingMessage) => void | Promise<void>;

/** An HTTP server on loopback that ends with the test. */
export async function startServer(
  answer: Answer,
  create: (listener: RequestListener) => Server = createServer,
): Promise<TestServer> {
  const requests: string[] = [];
  const server = create((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push(body);
      void answer(response, body, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  onTestFinished(close);
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return { origin: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, close };
}
