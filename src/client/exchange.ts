import type { JsonObject } from '../json/json.ts';
import type { CapturedExchange, RecordingTransport } from '../domain/recording.ts';
import { TooltapeError } from '../domain/errors.ts';
import { IdleTimer } from './idle-timer.ts';
import type { StreamSigns } from '../protocol/protocol.ts';
import { StreamWatch } from '../protocol/sse/stream-watch.ts';

/** Why an exchange did not come to its end. */
export type Break =
  | { readonly kind: 'idle' }
  /** White space, comments or pings came all the time, and nothing of an answer. */
  | { readonly kind: 'only-kept-alive'; readonly forMs: number }
  /** The answer took longer than an answer may take as a whole. */
  | { readonly kind: 'too-slow'; readonly forMs: number }
  | { readonly kind: 'too-long'; readonly bytes: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'network'; readonly error: unknown };

export interface ExchangeEnd {
  /** What was captured; null when no response came. */
  readonly exchange: CapturedExchange | null;
  /** Null when the body came to its end, or all of it that matters. */
  readonly broke: Break | null;
  /** The body was a stream that had not said how it ends, or had gone on after it. */
  readonly cut: boolean;
}

export interface ExchangeOptions {
  readonly transport: RecordingTransport;
  readonly stream: StreamSigns;
  /** Milliseconds without a byte, of headers and body alike, after which the exchange is given up. */
  readonly timeoutMs: number;
  /** Milliseconds that a stream may stay open without a part of its answer once it has said how it ends. */
  readonly finishGraceMs: number;
  /** Milliseconds that it may stay open after its end marker. */
  readonly doneGraceMs: number;
  readonly signal: AbortSignal | undefined;
}

/** No answer of a model is as long; one without end must not fill the memory. */
const LONGEST_BODY = 16 * 1024 * 1024;
/** Times the time-out that an answer as a whole may take. */
const LONGEST_ANSWER = 10;
/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2_147_483_647;
const SYSTEM = /^(?:E[A-Z]+$|UND_ERR_|ERR_TLS|ERR_SSL|ERR_STREAM_PREMATURE|CERT_|UNABLE_TO_VERIFY)/;
/** What the SDK is given; it looks at the status and leaves the body alone. */
const EMPTY = new Response(null, { status: 204 });

type Send = (fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>) => Promise<unknown>;

/**
 * Carries one request to its end. `send` is given a `fetch` and makes the request with it, of `body`;
 * the answer is read here, so what `send` receives is an empty response that it cannot misread.
 */
export async function carry(send: Send, body: JsonObject, options: ExchangeOptions): Promise<ExchangeEnd> {
  const { transport, signal } = options;
  const controller = new AbortController();
  const end: { broke: Break | null; over: boolean; cut: boolean; thrown: { readonly error: unknown } | null } = {
    broke: null,
    over: false,
    cut: false,
    thrown: null,
  };
  const giveUp = (broke: Break | null): void => {
    if (end.over) return;
    end.over = true;
    end.broke = broke;
    controller.abort();
  };
  const stop = (): void => giveUp({ kind: 'stopped' });
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });

  try {
    await send(async (url, init) => {
      const watch = new StreamWatch(options.stream);
      let length = 0;
      // A stream that has said how it ends is over, whether or not its socket is closed.
      const idle = new IdleTimer(options.timeoutMs, () => giveUp(hasEnded(watch) ? null : { kind: 'idle' }));
      const forMs = options.timeoutMs * LONGEST_ANSWER;
      const whole = setTimeout(
        () => giveUp({ kind: watch.spoke ? 'too-slow' : 'only-kept-alive', forMs }),
        Math.min(forMs, LONGEST_TIMER_MS),
      );
      try {
        await transport.exchange(url, { ...init, signal: controller.signal }, body, {
          started: () => idle.touch(),
          saw: (chunk) => {
            length += chunk.byteLength;
            if (length > LONGEST_BODY) return giveUp({ kind: 'too-long', bytes: LONGEST_BODY });
            watch.see(chunk);
            // Bytes after the end of an answer do not prolong the exchange.
            if (watch.spoke || !hasEnded(watch)) idle.touch(limitOf(watch, options));
          },
        });
      } catch (error) {
        if (end.over) return EMPTY;
        end.over = true;
        if (isConnectionError(error)) end.broke = { kind: 'network', error };
        // The SDK would wrap it in an error of its own.
        else end.thrown = { error };
      } finally {
        idle.stop();
        clearTimeout(whole);
        end.cut = !watch.isOver;
      }
      return EMPTY;
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  if (end.thrown !== null) throw end.thrown.error;
  return { exchange: await transport.latest(), broke: end.broke, cut: end.cut };
}

function hasEnded({ progress }: StreamWatch): boolean {
  return progress !== 'open';
}

function limitOf(watch: StreamWatch, options: ExchangeOptions): number {
  if (watch.progress === 'done') return options.doneGraceMs;
  // An end that comes with a piece of the answer may come with each of them.
  return watch.progress === 'finished' ? options.finishGraceMs : options.timeoutMs;
}

/** What fetch throws for the network: `fetch failed` and `terminated` with a cause, an abort, or a system error. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TooltapeError) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  if ('code' in error && typeof error.code === 'string' && SYSTEM.test(error.code)) return true;
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}
