import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLiveClient, type LiveClientOptions, type RetryEvent } from '../../src/client/live-client.ts';
import { createLimiter } from '../../src/client/limiter.ts';
import type { ReadContext } from '../../src/protocol/read-context.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';
import type { ModelClient, ModelRequest } from '../../src/domain/model-client.ts';
import type { Model } from '../../src/domain/model.ts';
import type { CapturedExchange, RecordingTransport } from '../../src/domain/recording.ts';
import type { RawBody, RawResponse } from '../../src/domain/wire.ts';
import { plainGateway } from '../support/gateway.ts';

export const WEATHER: JsonObject = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};
export const PING: JsonObject = {
  type: 'function',
  function: { name: 'ping', parameters: { type: 'object', properties: {} } },
};

export function context(over: Partial<ReadContext> = {}): ReadContext {
  const tools = new Map([
    ['get_weather', { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }],
    ['ping', { type: 'object', properties: {} }],
  ]);
  return { requestedModel: 'm', tools, stream: false, namedChoice: false, step: 1, ...over };
}

export function jsonResponse(value: Json, status = 200, headers: { [name: string]: string } = {}): RawResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: { kind: 'json', value } };
}

export function sseResponse(text: string): RawResponse {
  return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: { kind: 'sse', text } };
}

export interface Received {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
}

export interface TestServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly port: number;
  readonly received: Received[];
}

export type Answer = (response: ServerResponse, received: Received, count: number) => void | Promise<void>;

/** An HTTP server on loopback that answers each request as told; `count` is the request's number, from 1. */
export async function serve(answer: Answer): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const one = { url: request.url ?? '', headers: request.headers, body, at: performance.now() };
      received.push(one);
      void answer(response, one, received.length);
    });
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    port,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: { [name: string]: string } = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

export function completion(message: JsonObject, finish: Json = 'stop', over: JsonObject = {}): JsonObject {
  return {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
    ...over,
  };
}

export function call(id: Json, args: Json, over: JsonObject = {}): JsonObject {
  return { id, type: 'function', function: { name: 'get_weather', arguments: args }, ...over };
}

/** Joins chunks to an event stream; a text is an event (or a line) as it is. */
export function stream(chunks: readonly (JsonObject | string)[], done = true): string {
  const events = chunks.map((chunk) => (typeof chunk === 'string' ? chunk : `data: ${JSON.stringify(chunk)}\n\n`));
  return events.join('') + (done ? 'data: [DONE]\n\n' : '');
}

export function chunk(delta: JsonObject, finish: Json = null, over: JsonObject = {}): JsonObject {
  return {
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...over,
  };
}

/** A transport that captures what passes, without a cassette. */
export function captureTransport(): RecordingTransport & { readonly kept: CapturedExchange[] } {
  let latest: Promise<CapturedExchange | null> = Promise.resolve(null);
  let current: CapturedExchange | null = null;
  const kept: CapturedExchange[] = [];
  return {
    kept,
    exchange: async (url, init, request, watch) => {
      latest = Promise.resolve(null);
      current = null;
      const start = performance.now();
      const response = await fetch(url, init);
      watch.started();
      const text: string[] = [];
      const decoder = new TextDecoder();
      const end = Promise.withResolvers<CapturedExchange>();
      latest = end.promise;
      const finish = (complete: boolean): void => {
        const body = bodyOf(text.join(''), response.headers.get('content-type') ?? '');
        const latencyMs = performance.now() - start;
        const received = { status: response.status, headers: keptHeaders(response.headers), body };
        current = {
          endpoint: '/chat/completions',
          key: '',
          request,
          response: received,
          received,
          latencyMs,
          firstByteMs: latencyMs,
          complete,
        };
        end.resolve(current);
      };
      try {
        for await (const value of response.body ?? []) {
          text.push(decoder.decode(value, { stream: true }));
          watch.saw(value);
        }
        finish(true);
      } catch (error) {
        finish(false);
        throw error;
      }
    },
    latest: () => latest,
    keep: () => {
      if (current === null) throw new Error('nothing to keep');
      return kept.push(current) - 1;
    },
  };
}

function keptHeaders(headers: Headers): { [name: string]: string } {
  return Object.fromEntries([...headers].filter(([name]) => /^content-type$|^retry-after|ratelimit/.test(name)));
}

function bodyOf(text: string, type: string): RawBody {
  if (type.includes('event-stream')) return { kind: 'sse', text };
  try {
    return { kind: 'json', value: JSON.parse(text) as Json };
  } catch {
    return { kind: 'text', text };
  }
}

export function modelOf(over: Partial<Model> = {}): Model {
  return {
    name: 'm',
    servedAs: 'm',
    gateway: plainGateway({ name: 'gw', apiKeyEnv: 'GW_KEY' }),
    price: null,
    omit: [],
    rename: {},
    request: {},
    ...over,
  };
}

export interface TestClient {
  readonly client: ModelClient;
  readonly transport: ReturnType<typeof captureTransport>;
  readonly retried: RetryEvent[];
}

/** A live client of one trial against a base URL, with short times. */
export function liveClient(baseUrl: string, over: Partial<LiveClientOptions> = {}): TestClient {
  const transport = captureTransport();
  const retried: RetryEvent[] = [];
  const client = createLiveClient({
    model: modelOf(),
    baseUrl,
    apiKey: 'key-of-gw',
    transport,
    limiter: createLimiter({ concurrency: null, rpm: null, clock: () => performance.now() }),
    timeoutMs: 20_000,
    retries: 0,
    random: () => 0,
    now: () => Date.now(),
    onRetry: (event) => retried.push(event),
    ...over,
  });
  return { client, transport, retried };
}

/** The same as it is sent. */
export function asked(over: JsonObject = {}): ModelRequest {
  return { endpoint: '/chat/completions', query: null, body: request(over) };
}

export function request(over: JsonObject = {}): JsonObject {
  const tools = [WEATHER, PING];
  return {
    model: 'm',
    messages: [{ role: 'user', content: 'weather?' }],
    tools,
    stream: false,
    max_tokens: 100,
    ...over,
  };
}
