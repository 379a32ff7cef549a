import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../json/json.ts';
import { parseObject } from '../json/parse.ts';
import type { ProtocolName } from '../domain/protocol.ts';
import { defaultProtocol, endpointAtEnd, protocolAt } from '../protocol/protocols.ts';
import type { Protocol } from '../protocol/protocol.ts';
import { eventReply, jsonReply, refusalReply, type Reply } from '../sandbox/http-reply.ts';
import { readBody, startHttpServer } from '../sandbox/http-server.ts';
import { looksReal } from './real-key.ts';
import { answerOf } from './send/answer.ts';
import type { Answering } from './situation.ts';

/** A request that reached the upstream. */
export interface Arrival {
  readonly protocol: ProtocolName;
  /** The end of the path: `/chat/completions`. */
  readonly endpoint: string;
  readonly body: JsonObject;
  /** True where the gateway asked for a stream. */
  readonly stream: boolean;
  /** Body of the upstream's answer, as it was sent. */
  readonly answered: string;
}

/** The answer to one request of the client, and the requests that arrive for it. */
export interface Expected {
  readonly mark: string;
  readonly answer: Answering;
  readonly arrivals: Arrival[];
  /** Requests at no endpoint of a protocol: `GET /v1/health`. */
  readonly strays: string[];
}

/** The upstream behind the gateway: a server on loopback that plays the model provider. It speaks every protocol. */
export interface Upstream {
  readonly port: number;
  /** Sets the current exchange, which gets every request but those with the mark of the exchange before. */
  expect(expected: Expected): void;
  /** Method and path of the first request with a key that looks real; null while there is none. */
  realKey(): string | null;
  close(): Promise<void>;
}

/** Starts the upstream. Errors: USAGE for a port that is taken. */
export async function startUpstream(port: number): Promise<Upstream> {
  // The current exchange and the one before it, whose requests may arrive late.
  let known: readonly Expected[] = [];
  let realKey: string | null = null;
  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const path = (request.url ?? '/').replace(/\?.*$/s, '');
    const endpoint = request.method === 'POST' ? endpointAtEnd(path) : undefined;
    const protocol = endpoint === undefined ? null : protocolAt(endpoint);
    if (endpoint === undefined || protocol === null) return stray(request, path, known.at(-1));
    const found = keysOf(request).find(looksReal);
    if (found !== undefined) {
      realKey ??= `${request.method} ${path}`;
      return refuse(401, 'The upstream of a relay takes no real key.', protocol);
    }
    const text = await readBody(request);
    const body = text === null ? null : parseObject(text);
    if (text === null || body === null) return refuse(400, 'The request body is not a JSON object.', protocol);
    const expected = known.find(({ mark }) => text.includes(mark)) ?? known.at(-1);
    if (expected === undefined) return refuse(503, 'Nothing is expected yet.', protocol);
    const reply = replyTo(protocol, endpoint, body, expected);
    expected.arrivals.push({
      protocol: protocol.name,
      endpoint,
      body,
      stream: protocol.contextOf({ endpoint, body }, 1).stream,
      answered: reply.body,
    });
    return reply;
  };
  const server = await startHttpServer({
    name: 'The upstream of the relay',
    port,
    remedy: 'Stop what listens there, or choose another port in "upstream" and in the configuration of the gateway.',
    answer,
    failed: (message) => refuse(500, message, defaultProtocol()),
  });
  return {
    port: server.port,
    expect: (expected) => {
      known = [...known.slice(-1), expected];
    },
    realKey: () => realKey,
    // `end` cuts the connections that a gateway keeps open, because they would keep the process alive.
    close: () => server.end(),
  };
}

function replyTo(protocol: Protocol, endpoint: string, body: JsonObject, { answer, mark }: Expected): Reply {
  if ('status' in answer) return refuse(answer.status, answer.message, protocol);
  const frame = {
    id: mark.replace('relay-', '').padEnd(24, '0'),
    model: protocol.contextOf({ endpoint, body }, 1).requestedModel,
    callCount: 0,
    requestLength: 400,
  };
  const written = protocol.serving.write(
    answerOf(answer, (i) => upstreamCallId(mark, i)),
    frame,
    { endpoint, body },
  );
  return written.stream ? eventReply(written.text) : jsonReply(written.text);
}

/** The id of a call in an answer of the upstream. `index` is the place of the call, from 0. */
export function upstreamCallId(mark: string, index: number): string {
  return `call_${mark.replaceAll('-', '_')}_${index + 1}`;
}

/** Answers a request at no endpoint of a protocol: an empty list for `GET /models`, else 404. Gateways send such requests to probe. */
function stray(request: IncomingMessage, path: string, expected: Expected | undefined): Reply {
  if (request.method === 'GET' && path.endsWith('/models')) return jsonReply('{"object":"list","data":[]}');
  expected?.strays.push(`${request.method} ${path}`);
  return refuse(404, `The upstream of the relay has no ${request.method} ${path}.`, defaultProtocol());
}

function refuse(status: number, message: string, protocol: Protocol): Reply {
  return refusalReply({ status, code: 'relay', message, param: null }, protocol.serving);
}

function keysOf(request: IncomingMessage): string[] {
  const query = new URL(request.url ?? '/', 'http://upstream').searchParams;
  const headers = ['authorization', 'x-api-key', 'x-goog-api-key', 'api-key'].map((name) => request.headers[name]);
  return [...headers, query.get('key'), query.get('api_key')]
    .filter((value): value is string => typeof value === 'string')
    .map((value) => value.replace(/^Bearer\s+/i, ''));
}
