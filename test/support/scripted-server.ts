import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SeenRequest {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly [key: string]: unknown };
}

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

type Handler = (request: SeenRequest, response: ServerResponse, index: number) => void;

/** A real HTTP server on loopback that answers as the test says; closed when the test ends. */
export async function scriptedServer(handler: Handler): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    incoming.on('end', () => {
      const body = text === '' ? {} : (JSON.parse(text) as SeenRequest['body']);
      const request = { url: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      handler(request, response, requests.length - 1);
    });
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { baseUrl: `http://127.0.0.1:${port}/v1`, port, requests, close };
}

/** Answers with a chat completion that holds these calls, or this text. */
export function sendCompletion(
  response: ServerResponse,
  answer: {
    readonly text?: string;
    readonly calls?: readonly { readonly name: string; readonly arguments: object }[];
    /** The finish reason; by default the one that fits. */
    readonly finish?: string;
  },
  model = 'm',
): void {
  const calls = (answer.calls ?? []).map((call, i) => ({
    id: `call_${i}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  const message = {
    role: 'assistant',
    content: answer.text ?? null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  response.setHeader('content-type', 'application/json').end(
    JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [{ index: 0, message, finish_reason: answer.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop') }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    }),
  );
}

/** A port of loopback that was free a moment ago: for servers that take no 0. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
