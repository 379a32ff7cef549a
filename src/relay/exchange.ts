import type { ModelRequest } from '../domain/model-client.ts';
import type { RawResponse, Reading } from '../domain/wire.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import type { Lane } from './lane.ts';
import { compose } from './send/compose.ts';
import type { Situation } from './situation.ts';
import type { Arrival, Expected, Upstream } from './upstream.ts';

/** The end of one request to the gateway: an answer, or the kind of failure. */
export type ExchangeOutcome =
  | { readonly kind: 'answered'; readonly response: RawResponse; readonly text: string; readonly reading: Reading }
  /** No connection to the gateway's address: it is refused, unreachable or unknown to DNS. */
  | { readonly kind: 'unreachable'; readonly message: string }
  /** The connection failed, or ended before the answer did. */
  | {
      readonly kind: 'broken';
      readonly message: string;
      /** Why TLS failed: the gateway speaks plain HTTP, or its certificate is not trusted. Left out for other failures. */
      readonly tls?: 'plain' | 'untrusted';
    }
  | { readonly kind: 'timeout'; readonly message: string };

/** One request through the gateway: what the client sent and received, and what the upstream received. */
export interface RelayExchange {
  readonly lane: Lane;
  readonly situation: Situation;
  readonly stream: boolean;
  readonly mark: string;
  readonly request: ModelRequest;
  readonly outcome: ExchangeOutcome;
  readonly arrivals: readonly Arrival[];
  /** Requests to the upstream at no endpoint of a protocol: `GET /v1/health`. */
  readonly strays: readonly string[];
}

export interface RelayExchangeOptions {
  readonly upstream: Upstream;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Sends a situation through a lane and waits for the answer. Never throws for what the gateway does. */
export async function sendSituation(
  lane: Lane,
  situation: Situation,
  stream: boolean,
  { upstream, timeoutMs, signal }: RelayExchangeOptions,
): Promise<RelayExchange> {
  const mark = exchangeMark(lane, situation, stream);
  const request = compose(protocolNamed(lane.in), situation, { model: lane.model, mark, stream });
  const expected: Expected = { mark, answer: situation.answer, arrivals: [], strays: [] };
  upstream.expect(expected);
  const outcome = await send(lane, request, timeoutMs, signal);
  const { arrivals, strays } = expected;
  return { lane, situation, stream, mark, request, outcome, arrivals: [...arrivals], strays: [...strays] };
}

/**
 * The mark of an exchange. Each exchange of a run has another mark, so that the upstream can match a request to its exchange. The mark
 * of an exchange does not change between runs, so that two runs send equal requests.
 */
export function exchangeMark(lane: Lane, situation: Situation, stream: boolean): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${lane.name}\n${situation.id}\n${stream}`)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return `relay-${hash.toString(16).padStart(16, '0').slice(0, 10)}`;
}

async function send(lane: Lane, request: ModelRequest, timeoutMs: number, stop: AbortSignal): Promise<ExchangeOutcome> {
  const protocol = protocolNamed(lane.in);
  const url = new URL(lane.baseUrl + request.endpoint);
  for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...protocol.headers, ...lane.headers },
      body: JSON.stringify(request.body),
      signal: AbortSignal.any([late, stop]),
    });
    const text = await response.text();
    const raw: RawResponse = {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: { kind: 'text', text },
    };
    const reading = protocol.read(raw, protocol.contextOf(request, 1));
    return { kind: 'answered', response: raw, text, reading };
  } catch (error) {
    stop.throwIfAborted();
    if (late.aborted) return { kind: 'timeout', message: `no answer within ${timeoutMs} ms` };
    if (isRefused(error)) return { kind: 'unreachable', message: whyOf(error) };
    const tls = tlsFault(error);
    return tls === null ? { kind: 'broken', message: whyOf(error) } : { kind: 'broken', ...tls };
  }
}

function isRefused(error: unknown): boolean {
  return codesOf(error).some((code) => ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(code));
}

/** The failure of TLS in an error; null without one. Its text replaces OpenSSL's message, which names a line of OpenSSL's source. */
function tlsFault(error: unknown): { readonly tls: 'plain' | 'untrusted'; readonly message: string } | null {
  const code = codesOf(error).find((one) => /^ERR_SSL_|CERT|SIGNATURE/.test(one));
  if (code === undefined) return null;
  return code.startsWith('ERR_SSL_')
    ? { tls: 'plain', message: `no secure connection (${code})` }
    : { tls: 'untrusted', message: `the certificate is not trusted (${code})` };
}

function whyOf(error: unknown): string {
  const [code] = codesOf(error);
  const cause = error instanceof Error ? error.cause : undefined;
  const said =
    cause instanceof Error && cause.message !== ''
      ? cause.message
      : error instanceof Error
        ? error.message
        : String(error);
  return code === undefined || said.includes(code) ? said : `${code}: ${said}`;
}

/** The codes of an error and of its causes. A host name with several addresses gives an `AggregateError` with one error each. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const code = (error as NodeJS.ErrnoException).code;
  const own = typeof code === 'string' ? [code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(error.cause)];
}
