import type { Mode } from '../domain/recording.ts';
import type { AttachedTrial } from '../cassette/record/attached-trial.ts';
import { headersBack, headersOnward } from '../cassette/record/passed-headers.ts';
import { decodedBody, requestBody } from '../cassette/record/request-body.ts';
import { isTelemetry } from '../cassette/record/request-paths.ts';
import { basePath, endpointOf } from '../cassette/record/transport.ts';
import type { Miss } from '../domain/transcript.ts';
import { bodyBytes, bodyText } from '../protocol/raw-body.ts';
import { PROTOCOLS, protocolFor } from '../protocol/protocols.ts';
import type { ProxyAnswer, ProxyRequest } from './proxy.ts';
import { readPath } from './request-path.ts';
import type { Origin } from './origin.ts';
import { placeholderFault } from '../domain/agents/placeholder-key.ts';
import { Unanswered } from '../domain/agents/unanswered.ts';
import { VENDORS, type VendorName } from '../domain/agents/vendors.ts';

/** The API that answers a vendor's requests while recording. */
export interface VendorApi {
  readonly origin: Origin;
  /** Headers with the API's own key, in place of the client's key headers; null keeps the client's. */
  readonly headers: { readonly [name: string]: string } | null;
}

export interface ClientAnswers {
  readonly attached: Pick<AttachedTrial, 'find' | 'record'>;
  readonly mode: Mode;
  /** The API of a vendor; a text where it must not be asked, which says why. */
  readonly upstreamOf: (vendor: VendorName) => VendorApi | string | Promise<VendorApi | string>;
  /** Returns the text of a miss. The client receives it as an error. */
  readonly onMiss: (miss: Miss, endpoint: string) => string;
  readonly onAnswer: (how: 'replayed' | 'recorded') => void;
  /** Called with a problem that the client reports badly: a host that cannot be reached, or a key that is not set. */
  readonly onTrouble: (text: string) => void;
}

/** Status of a miss. Clients retry 424, 5xx and some others, but never 400. */
const MISSED = 400;

/** Answers a client's request from the recording, or sends it on and records the response. */
export async function answerClient(request: ProxyRequest, answers: ClientAnswers): Promise<ProxyAnswer> {
  const { attached, mode } = answers;
  // Tracing is switched off: a program that sends traces all the same is told that they arrived.
  if (isTelemetry(request.target.split('?', 1)[0] ?? '')) {
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  }
  const vendor = VENDORS[request.vendor];
  const upstream = await answers.upstreamOf(request.vendor);
  if (typeof upstream === 'string') {
    answers.onTrouble(upstream);
    return refusal(request.target, MISSED, 'not_configured', upstream);
  }
  const { endpoint, upstream: url, sent: sentTo, baseUrl } = readPath(request.target, vendor, upstream.origin);
  const { bytes, coding } = decodedBody(request.body, request.headers['content-encoding'] ?? '');
  const body = requestBody(bytes, request.headers['content-type'] ?? '');
  if (mode !== 'all') {
    const found = attached.find(endpointOf(new URL(url), request.method, basePath(baseUrl)), body);
    if ('interaction' in found) {
      answers.onAnswer('replayed');
      const { status, headers, body: recorded } = found.interaction.response;
      return { status, headers, body: bodyText(recorded) ?? bodyBytes(recorded) };
    }
    if (mode === 'replay') return refusal(endpoint, MISSED, found.miss.code, answers.onMiss(found.miss, endpoint));
  }
  const headers = headersOnward(headersOf(request), coding);
  const noKey = upstream.headers === null ? placeholderFault(url, vendor, headers) : null;
  if (noKey !== null) {
    answers.onTrouble(noKey);
    return refusal(endpoint, 401, 'no_key', noKey);
  }
  if (upstream.headers !== null) {
    for (const { auth } of PROTOCOLS) headers.delete(auth.header);
    for (const [name, value] of Object.entries(upstream.headers)) headers.set(name, value);
  }
  try {
    const { method, signal } = request;
    const init = { method, headers, redirect: 'manual', signal } as const;
    const sent = bytes.length > 0 ? { ...init, body: bytes as never } : init;
    const response = await unlessAborted(signal, attached.record(url, sent, body, { baseUrl, sentTo }));
    answers.onAnswer('recorded');
    return {
      status: response.status,
      headers: headersFor(response.headers),
      body: response.body ?? Buffer.alloc(0),
    };
  } catch (error) {
    if (request.signal.aborted) {
      answers.onTrouble(`the program gave up a request to ${endpoint} before its answer came: it is not recorded`);
      throw error;
    }
    const text =
      error instanceof Unanswered ? error.message : `${new URL(url).origin} could not be reached: ${reasonOf(error)}`;
    answers.onTrouble(text);
    return refusal(endpoint, 502, 'unreachable', text);
  }
}

/** The result of the promise. Errors: the reason of the signal, at once, because a request may wait for its turn for a minute. */
async function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The headers of an answer for the client. Only `set-cookie` may stand in several lines. */
function headersFor(headers: Headers): ProxyAnswer['headers'] {
  const cookies = headers.getSetCookie();
  return { ...Object.fromEntries(headersBack(headers)), ...(cookies.length > 1 && { 'set-cookie': cookies }) };
}

function* headersOf({ headers }: ProxyRequest): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(', ') : value];
  }
}

/** An error in the shape of the endpoint's protocol. */
function refusal(endpoint: string, status: number, code: string, message: string): ProxyAnswer {
  const { serving } = protocolFor(endpoint);
  const text = serving.writeRefusal({ status, code, message, param: null });
  return {
    status,
    headers: { 'content-type': 'application/json', ...(status === MISSED && { 'x-should-retry': 'false' }) },
    body: Buffer.from(text),
  };
}

/** Message of the socket's error, which `fetch` wraps. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  const { code } = cause as NodeJS.ErrnoException;
  return code === undefined || cause.message.includes(code) ? cause.message : `${code} ${cause.message}`.trim();
}
