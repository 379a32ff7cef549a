import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { JsonObject } from '../../src/json/json.ts';

/** What a proxy does to what passes through it; left out, it passes as it is. */
export interface ProxyFault {
  /** Changes the body of a request in place. */
  readonly request?: (body: JsonObject, path: string) => void;
  /** Answers a request in the proxy's own way. */
  readonly instead?: (passing: Passing) => Promise<void> | void;
  /** Returns what the client gets in place of an answer's body. */
  readonly answer?: (text: string, stream: boolean, path: string) => string;
}

/** A request on its way through a proxy. */
export interface Passing {
  readonly text: string;
  readonly response: ServerResponse;
  /** Asks the upstream; `change` names headers of the proxy's own. */
  readonly ask: (change?: {
    readonly [name: string]: string;
  }) => Promise<{ status: number; type: string; text: string }>;
}

export interface Proxy {
  readonly port: number;
  close(): Promise<void>;
}

/** A gateway that passes requests on to `upstream` as they are, but for its faults. */
export async function startProxy(upstream: () => number, fault: () => ProxyFault = () => ({})): Promise<Proxy> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void pass(request.url ?? '/', request.headers, Buffer.concat(chunks).toString(), response));
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  const pass = async (
    path: string,
    headers: IncomingHttpHeaders,
    text: string,
    response: ServerResponse,
  ): Promise<void> => {
    const { request, answer, instead } = fault();
    const body = JSON.parse(text) as JsonObject;
    request?.(body, path);
    const kept = Object.entries(headers).filter(([name]) => /^(?:content-type|authorization|x-|anthropic)/.test(name));
    const ask: Passing['ask'] = async (change = {}) => {
      const got = await fetch(`http://127.0.0.1:${upstream()}${path}`, {
        method: 'POST',
        headers: { ...Object.fromEntries(kept.map(([name, value]) => [name, String(value)])), ...change },
        body: JSON.stringify(body),
      });
      return { status: got.status, type: got.headers.get('content-type') ?? '', text: await got.text() };
    };
    if (instead !== undefined) return instead({ text, response, ask });
    const { status, type, text: came } = await ask();
    response.writeHead(status, { 'content-type': type });
    response.end(answer === undefined ? came : answer(came, type.includes('event-stream'), path));
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { port: (server.address() as AddressInfo).port, close };
}
