import type { JsonObject } from '../../json/json.ts';
import type {
  CapturedExchange,
  ExchangeWatch,
  Interaction,
  RecordedResult,
  RecordingTransport,
} from '../../domain/recording.ts';
import { toRawBody } from '../format/body.ts';
import { redactEndpoint } from '../format/redact-endpoint.ts';
import { redactResponse } from '../format/redact-response.ts';
import type { RawResponse } from '../../domain/wire.ts';
import { toBody } from './request-body.ts';
import { keptHeaders } from '../format/kept-headers.ts';
import { recordedFormAt } from '../../protocol/recorded-form-at.ts';
import type { Keyer } from '../lookup/key.ts';
import type { RedactorSource } from '../../redact/redact.ts';
import { createTrialNames, type TrialNames } from '../../redact/trial-names.ts';

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export interface RecordingOptions {
  /** Sends the requests, and decodes gzip, deflate, brotli and zstd. */
  readonly fetch: Fetch;
  /** The base URL: `https://openrouter.ai/api/v1`. Endpoints are relative to it. */
  readonly baseUrl: string;
  readonly keyer: Keyer;
  readonly redactor: RedactorSource;
  /** Placeholders that replace secrets in the trial. Default: new placeholders, numbered without regard to values in a scenario. */
  readonly names?: TrialNames;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** The request body as an object. Default: the JSON object of its text. */
  readonly body?: JsonObject;
}

/** A `fetch` that records, and the trial that it recorded. */
export interface TrialRecorder extends RecordingTransport {
  /** The `fetch` for the client. It passes bytes on as they arrive and keeps a copy. */
  readonly fetch: Fetch;
  readonly interactions: readonly Interaction[];
  /** Adds the result of a call to a kept interaction, redacted. */
  answered(interaction: number, result: RecordedResult): void;
}

/** Records one trial. */
export function createRecordingTransport(options: RecordingOptions): TrialRecorder {
  const { clock } = options;
  const base = basePath(options.baseUrl);
  const names = options.names ?? createTrialNames(() => new Map());
  const kept: Interaction[] = [];
  let latest: Promise<CapturedExchange | null> = Promise.resolve(null);
  let settled: CapturedExchange | null = null;

  /**
   * Sends a request. Returns the response, and the capture of its bytes. `given` is the parsed body, where the caller has it.
   */
  const open = async (
    input: string | URL | Request,
    init: RequestInit | undefined,
    given: JsonObject | null,
  ): Promise<{ readonly response: Response; readonly capture: Capture }> => {
    const { promise, resolve, reject } = Promise.withResolvers<CapturedExchange | null>();
    promise.catch(() => {});
    latest = promise;
    settled = null;
    let response: Response;
    let sent: number;
    let body: JsonObject;
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const endpoint = endpointOf(url, method, base);
    try {
      const text = await bodyOf(input, init);
      body =
        given !== null && text === JSON.stringify(given)
          ? copyOf(given)
          : options.keyer.recognised(endpoint, options.body ?? toBody(text));
      sent = clock();
      response = await options.fetch(input, init);
    } catch (error) {
      resolve(null);
      throw error;
    }
    const capture = createCapture(clock, (captured) => {
      try {
        const exchange = exchangeOf(endpoint, body, response, captured, sent, { ...options, names });
        if (latest === promise) settled = exchange;
        resolve(exchange);
      } catch (error) {
        reject(error);
      }
    });
    return { response, capture };
  };

  return {
    interactions: kept,
    latest: () => latest,
    answered(index, result) {
      const interaction = kept[index];
      if (interaction === undefined) throw new Error('there is no such interaction');
      kept[index] = { ...interaction, results: [...(interaction.results ?? []), result] };
    },
    keep() {
      if (settled === null) throw new Error('there is no exchange to keep');
      return kept.push(withoutComplete(settled)) - 1;
    },
    async exchange(url, init, body, watch) {
      const { response, capture } = await open(url, init, body);
      watch.started();
      await readThrough(response, init?.signal ?? null, capture, watch);
    },
    async fetch(input, init) {
      const { response, capture } = await open(input, init, null);
      return passOn(response, init?.signal ?? null, capture);
    },
  };
}

/** Copies the lists of a body, because a client adds messages to the same array during the conversation. */
function copyOf(body: JsonObject): JsonObject {
  const copy: JsonObject = { ...body };
  // Every list is copied, because `rename` of the model may give the messages another name.
  for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) copy[name] = [...value];
  return copy;
}

function exchangeOf(
  endpoint: string,
  body: JsonObject,
  { status, headers }: Response,
  { bytes, complete, stopped, firstByteAt, endedAt }: Captured,
  sent: number,
  { keyer, redactor: source, names }: RecordingOptions & { readonly names: TrialNames },
): CapturedExchange {
  const redactor = source.named(names.of);
  const received: RawResponse = {
    status,
    headers: keptHeaders(headers, status),
    body: toRawBody(bytes, headers.get('content-type') ?? ''),
  };
  return {
    endpoint: redactEndpoint(endpoint, redactor),
    key: keyer.keyOf(endpoint, body),
    request: keyer.canonicalBody(endpoint, body, names),
    response: redactResponse(received, redactor, recordedFormAt(endpoint)),
    received,
    latencyMs: Math.max(0, Math.round(endedAt - sent)),
    firstByteMs: Math.max(0, Math.round(firstByteAt - sent)),
    complete,
    ...(stopped && { stopped }),
  };
}

interface Captured {
  readonly bytes: Uint8Array;
  readonly complete: boolean;
  /** True where the reader of the body stopped before its end. */
  readonly stopped: boolean;
  readonly firstByteAt: number;
  readonly endedAt: number;
}

/** Keeps the bytes of a body until its end, and calls back once at the end. */
interface Capture {
  readonly isOver: () => boolean;
  keep(chunk: Uint8Array): void;
  end(complete: boolean, stopped?: boolean): void;
}

function createCapture(clock: () => number, done: (captured: Captured) => void): Capture {
  const chunks: Uint8Array[] = [];
  let firstByteAt: number | null = null;
  let over = false;
  return {
    isOver: () => over,
    keep(chunk) {
      firstByteAt ??= clock();
      chunks.push(chunk);
    },
    end(complete, stopped = false) {
      if (over) return;
      over = true;
      const endedAt = clock();
      done({ bytes: Buffer.concat(chunks), complete, stopped, firstByteAt: firstByteAt ?? endedAt, endedAt });
    },
  };
}

/** Reads a body to its end, or until it is stopped. */
async function readThrough(
  response: Response,
  signal: AbortSignal | null,
  capture: Capture,
  watch: ExchangeWatch,
): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return capture.end(true);
  const stop = (): void => {
    capture.end(false);
    reader.cancel().catch(() => {});
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || capture.isOver()) break;
      capture.keep(value);
      watch.saw(value);
    }
    capture.end(true);
  } catch (error) {
    capture.end(false);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The response with a body that is captured chunk by chunk. The capture goes on even if nobody reads the body. */
function passOn(response: Response, signal: AbortSignal | null, capture: Capture): Response {
  if (response.body === null) {
    capture.end(true);
    return response;
  }
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const pump = async (): Promise<void> => {
        try {
          for (;;) {
            const { done, value } = await reader.read();
            if (capture.isOver()) return;
            if (done) break;
            // The reader of a chunk may transfer its memory to a worker, so a copy is kept.
            capture.keep(value.slice());
            controller.enqueue(value);
          }
          capture.end(true);
          controller.close();
        } catch (error) {
          capture.end(false, signal?.aborted === true);
          controller.error(error);
        }
      };
      void pump();
    },
    cancel(reason) {
      capture.end(false, true);
      return reader.cancel(reason);
    },
  });
  const { status, statusText, headers, url } = response;
  const passed = new Response(body, { status, statusText, headers });
  Object.defineProperty(passed, 'url', { value: url });
  return passed;
}

/** The text of a request body; the request can still be sent. Errors: a TypeError for a body that is a stream. */
async function bodyOf(input: string | URL | Request, init: RequestInit | undefined): Promise<string> {
  const body = init?.body ?? null;
  if (typeof body === 'string') return body;
  if (body instanceof ReadableStream) throw new TypeError('a request body that is a stream cannot be recorded');
  if (body !== null) return new Response(body).text();
  return input instanceof Request ? input.clone().text() : '';
}

/**
 * The endpoint of a request: its path relative to the base URL, or the whole path outside it. The host is left out, so that a
 * recording serves another gateway. A POST query string holds versions and keys and is left out; other methods keep theirs and are
 * named: `GET /models?limit=2`.
 */
export function endpointOf(url: URL, method: string, base: string): string {
  const path = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : url.pathname;
  const verb = method.toUpperCase();
  return verb === 'POST' ? path : `${verb} ${path}${withoutKeys(url.search)}`;
}

/** Query parameters whose name says that they hold a secret. */
const SECRET_PARAMETER = /(?<=[?&])([\w-]{0,60}(?:key|token|secret|password|signature|sig|auth))=[^&]*/gi;

/** The query string with the values of secret parameters replaced by `[redacted]`, when recording and in a replay alike. */
function withoutKeys(search: string): string {
  return search.replace(SECRET_PARAMETER, '$1=[redacted]');
}

/** The path of a base URL, without a slash at its end. */
export function basePath(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/$/, '');
}

function withoutComplete(exchange: CapturedExchange): Interaction {
  const { endpoint, key, request, response, latencyMs, firstByteMs } = exchange;
  return { endpoint, key, request, response, latencyMs, firstByteMs };
}
