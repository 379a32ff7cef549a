import { hostAndPort } from '../domain/platform/host-and-port.ts';
import pRetry from 'p-retry';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelClient, ModelOutcome, ModelRequest } from '../domain/model-client.ts';
import type { Gateway, Model } from '../domain/model.ts';
import type { CapturedExchange, RecordingTransport } from '../domain/recording.ts';
import type { Reading, TrialError } from '../domain/wire.ts';
import { makeExchange, type Break, type ExchangeEnd } from './exchange.ts';
import type { GatewayGate } from './gateway-gate.ts';
import type { GatewayLimiter } from './limiter.ts';
import { describeNetworkError } from './network-error.ts';
import { createSender, type SendRequest } from './openai-client.ts';
import type { GatewayHints, ReadContext } from '../protocol/read-context.ts';
import { isKept } from '../protocol/errors/keepable.ts';
import { protocolNamed } from '../protocol/protocols.ts';
import { askedWaitMs } from '../protocol/errors/wait-sources.ts';
import { loadingDelay, LONGEST_LOADING_MS, LONGEST_RETRY_AFTER_MS, retryDelay } from './retry-delay.ts';

/** A failed attempt that is followed by another. */
export interface RetryEvent {
  /** Number of the failed attempt, from 1. */
  readonly attempt: number;
  /** Milliseconds until the next attempt. */
  readonly delayMs: number;
  readonly error: TrialError;
}

export interface LiveClientOptions {
  readonly model: Model;
  readonly baseUrl: string;
  /** Null when the gateway needs no key. */
  readonly apiKey: string | null;
  readonly transport: RecordingTransport;
  /** The limiter of the gateway, shared by all its trials. */
  readonly limiter: GatewayLimiter;
  /** The gate of the gateway, shared by all its trials. Default: none. */
  readonly gate?: GatewayGate | null;
  /** The sender of the gateway, shared by all its trials. Default: a new one. */
  readonly send?: SendRequest;
  /** Headers of this trial's requests, besides those written in the gateway's configuration. */
  readonly headers?: { readonly [name: string]: string };
  /** Milliseconds without a byte after which a request is aborted. */
  readonly timeoutMs: number;
  /** Attempts of one request after the first. */
  readonly retries: number;
  /** Milliseconds that a stream may stay open after its finish reason (default 5000) and after its end marker (default 500). */
  readonly finishGraceMs?: number;
  readonly doneGraceMs?: number;
  readonly signal?: AbortSignal;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** Returns milliseconds since 1970, for the dates of `Retry-After`. */
  readonly now: () => number;
  readonly onRetry?: (event: RetryEvent) => void;
}

type Attempt = {
  readonly outcome: ModelOutcome;
  readonly error: TrialError | null;
  /**
   * Milliseconds that the gateway asks to wait before the next attempt. Null where it gives none, `no` where another attempt
   * would not help.
   */
  readonly retryMs: number | null | 'no';
  /** True while the gateway loads the model. */
  readonly loading: boolean;
};

class AttemptFailed extends Error {
  readonly attempt: Attempt;
  constructor(attempt: Attempt) {
    super(attempt.error?.message ?? '');
    this.attempt = attempt;
  }
}

/** Statuses of a rate limit. After one of them, or a wait that is asked for, every request to the gateway waits, not only the refused one. */
const TOO_MANY = new Set([429, 529]);

/** The headers whose values are written in the configuration. Headers from environment variables are in `options.headers`. */
function written({ headers }: Gateway): { readonly [name: string]: string } {
  const plain = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(plain);
}

/** The part of an endpoint that names a version: `/v1beta`. */
function versionOf(example: string): string {
  return /^\/v[^/]*/.exec(example)?.[0] ?? '/v1';
}

/** Returns the client of one trial. It sends requests over the network, through a transport that captures them. */
export function createLiveClient(options: LiveClientOptions): ModelClient {
  const { model, transport, limiter, signal } = options;
  const protocol = protocolNamed(model.gateway.protocol);
  const hints: GatewayHints = {
    name: model.gateway.name,
    apiKeyEnv: model.gateway.apiKeyEnv,
    baseUrl: options.baseUrl,
    api: { title: protocol.api, version: versionOf(protocol.example) },
  };
  const send = options.send ?? createSender({ ...options, gateway: model.gateway });
  const headers = { ...written(model.gateway), ...options.headers };
  const exchangeOptions = {
    transport,
    stream: protocol.stream,
    timeoutMs: options.timeoutMs,
    finishGraceMs: Math.min(options.finishGraceMs ?? 5000, options.timeoutMs),
    doneGraceMs: Math.min(options.doneGraceMs ?? 500, options.timeoutMs),
    signal,
  };
  let step = 0;
  let kept = 0;

  const attempt = async (request: ModelRequest, context: ReadContext): Promise<Attempt> => {
    const end = await makeExchange((fetch) => send(request, headers, fetch), request.body, exchangeOptions);
    return judge(end, context);
  };

  const judge = ({ exchange, broke, cut }: ExchangeEnd, context: ReadContext): Attempt => {
    const reading = exchange === null ? null : protocol.read(exchange.received, context);
    if (exchange === null || reading === null || outweighs(broke, cut, reading)) return broken(broke);
    return judgeRead(exchange, shownReading(reading, exchange, context));
  };

  /** Excerpts are cut from the redacted answer, because a search would not find a secret that an excerpt cuts in two. */
  const shownReading = (reading: Reading, { received, response }: CapturedExchange, context: ReadContext): Reading => {
    if (response === received) return reading;
    const hidden = protocol.read(response, context);
    const { findings } = hidden;
    if (reading.ok || hidden.ok) return { ...reading, findings };
    return { ...reading, findings, error: { ...reading.error, message: hidden.error.message } };
  };

  const judgeRead = (exchange: CapturedExchange, reading: Reading): Attempt => {
    const keeps = isKept(reading);
    if (keeps) kept = transport.keep() + 1;
    const interaction = keeps ? kept - 1 : kept;
    const outcome: ModelOutcome = { kind: 'read', reading, latencyMs: exchange.latencyMs, attempts: 0, interaction };
    if (reading.ok) return { outcome, error: null, retryMs: 'no', loading: false };
    const { error, retryable, loading = false } = reading;
    const asked = askedWaitMs(exchange.received, options.now());
    if (!retryable) return { outcome, error, retryMs: 'no', loading };
    if (asked === null || asked <= LONGEST_RETRY_AFTER_MS) return { outcome, error, retryMs: asked, loading };
    const message = `${error.message} It asks to wait ${Math.round(asked / 1000)} s, longer than is waited for.`;
    const told = { ...error, message };
    return { outcome: { ...outcome, reading: { ...reading, error: told } }, error: told, retryMs: 'no', loading };
  };

  const broken = (broke: Break | null): Attempt => {
    const { error, retryable } = describeBreak(broke, options);
    return {
      outcome: { kind: 'unreachable', error, attempts: 0 },
      error,
      retryMs: retryable ? null : 'no',
      loading: false,
    };
  };

  const complete = async (request: ModelRequest): Promise<ModelOutcome> => {
    step += 1;
    const context = protocol.contextOf(request, step, hints);
    let attempts = 0;
    let loadedForMs = 0;
    let last: Attempt = broken({ kind: 'stopped' });
    const refused = (await options.gate?.enter(model.servedAs, signal)) ?? null;
    if (refused !== null) return { kind: 'unreachable', error: refused, attempts: 0 };
    const once = async (): Promise<Attempt> => {
      const again = attempts > 0;
      last = await limiter.run(
        () => {
          attempts += 1;
          return attempt(request, context);
        },
        { again, ...(signal === undefined ? {} : { signal }) },
      );
      if (last.error !== null) throw new AttemptFailed(last);
      limiter.recover();
      return last;
    };
    try {
      await pRetry(once, {
        retries: options.retries,
        minTimeout: 0,
        ...(signal === undefined ? {} : { signal }),
        shouldRetry: ({ error }) => {
          if (!(error instanceof AttemptFailed) || error.attempt.retryMs === 'no') return false;
          return !error.attempt.loading || loadedForMs < LONGEST_LOADING_MS;
        },
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (error instanceof AttemptFailed)
            loadedForMs += await waitBefore(error.attempt, attempts, retriesLeft, loadedForMs);
        },
      });
    } catch (error) {
      if (!(error instanceof AttemptFailed) && signal?.aborted !== true) {
        options.gate?.leave(model.servedAs, null, false);
        throw error;
      }
      if (!(error instanceof AttemptFailed)) last = broken({ kind: 'stopped' });
    }
    options.gate?.leave(
      model.servedAs,
      last.outcome.kind === 'read' ? last.outcome.reading : null,
      last.retryMs === 'no',
    );
    return last.outcome.kind === 'unrecorded' ? last.outcome : { ...last.outcome, attempts };
  };

  /** Waits before the next attempt. Resolves to the milliseconds that the gateway spent on loading the model. */
  const waitBefore = async (
    { error, retryMs, loading }: Attempt,
    attempt: number,
    retriesLeft: number,
    loadedForMs: number,
  ): Promise<number> => {
    if (error === null || retryMs === 'no') return 0;
    const delayMs = loading
      ? loadingDelay(attempt, retryMs, loadedForMs)
      : retryDelay(attempt, retryMs, options.random());
    if (!loading && (TOO_MANY.has(error.status ?? 0) || error.code === 'rate-limit' || retryMs !== null))
      limiter.slowDown(delayMs);
    if (retriesLeft === 0) return 0;
    options.onRetry?.({ attempt, delayMs, error });
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal });
    return loading ? delayMs : 0;
  };

  return { complete };
}

/**
 * True when the error of a broken exchange replaces its reading. A reading stays where a whole answer, an error or a cut stream
 * could be read. A stream that was aborted while it continued never counts as whole.
 */
function outweighs(broke: Break | null, cut: boolean, reading: Reading): boolean {
  if (broke === null) return false;
  if (broke.kind === 'too-long') return true;
  if (reading.ok) return cut;
  if (broke.kind !== 'network') return true;
  return reading.error.code === 'malformed-response';
}

function describeBreak(broke: Break | null, options: LiveClientOptions): { error: TrialError; retryable: boolean } {
  const where = `gateway ${options.model.gateway.name}`;
  if (broke?.kind === 'idle') {
    const message = `${where} (${hostAndPort(options.baseUrl)}) sent nothing for ${options.timeoutMs} ms. Raise timeout_ms if the model may take longer.`;
    return { error: { code: 'timeout', status: null, message }, retryable: true };
  }
  if (broke?.kind === 'only-kept-alive') {
    const message = `${where} (${hostAndPort(options.baseUrl)}) kept the connection alive for ${broke.forMs} ms without a part of its answer.`;
    return { error: { code: 'timeout', status: null, message }, retryable: true };
  }
  if (broke?.kind === 'too-slow') {
    const message = `${where} (${hostAndPort(options.baseUrl)}) had not ended its answer after ${broke.forMs} ms, ten times timeout_ms.`;
    return { error: { code: 'timeout', status: null, message }, retryable: true };
  }
  if (broke?.kind === 'too-long') {
    const message = `${where} (${hostAndPort(options.baseUrl)}) sent more than ${broke.bytes >> 20} MB: no answer of a model is as long.`;
    return { error: { code: 'malformed-response', status: null, message }, retryable: false };
  }
  if (broke?.kind === 'stopped') {
    return { error: { code: 'network', status: null, message: 'stopped before an answer came' }, retryable: false };
  }
  const { message, retryable } = describeNetworkError(broke?.error ?? 'no response', options.baseUrl);
  return { error: { code: 'network', status: null, message: `${where}: ${message}` }, retryable };
}
