import type { JsonObject } from '../json/json.ts';
import type { CapturedExchange, RecordingTransport } from '../domain/recording.ts';
import { TooltapeError } from '../domain/errors.ts';
import { IdleTimer } from './idle-timer.ts';
import type { StreamSigns } from '../protocol/protocol.ts';
import { StreamWatch } from '../protocol/sse/stream-watch.ts';

/** Reason that an exchange did not reach its end. */
export type Break =
  | { readonly kind: 'idle' }
  /** Only white space, comments or pings arrived, for `forMs` milliseconds. */
  | { readonly kind: 'only-kept-alive'; readonly forMs: number }
  /** The whole answer took longer than the limit, `forMs` milliseconds. */
  | { readonly kind: 'too-slow'; readonly forMs: number }
  | { readonly kind: 'too-long'; readonly bytes: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'network'; readonly error: unknown };

export interface ExchangeEnd {
  /** The captured request and response; null when no response came. */
  readonly exchange: CapturedExchange | null;
  /** Null when the body came to its end, or to the end of the answer in it. */
  readonly broke: Break | null;
  /** True when the body was an event stream that had not given its end, or that continued after the end. */
  readonly cut: boolean;
}

export interface ExchangeOptions {
  readonly transport: RecordingTransport;
  readonly stream: StreamSigns;
  /** Milliseconds without a byte of headers or body after which the exchange is aborted. */
  readonly timeoutMs: number;
  /** Milliseconds without a part of the answer that a stream may stay open after its finish reason. */
  readonly finishGraceMs: number;
  /** Milliseconds that a stream may stay open after its end marker. */
  readonly doneGraceMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Longest body in bytes. No answer of a model is as long, and an endless body must not fill the memory. */
const LONGEST_BODY = 16 * 1024 * 1024;
/** Longest time of a whole answer, in multiples of the time-out. */
const LONGEST_ANSWER = 10;
/** Longest delay that `setTimeout` takes. */
const LONGEST_TIMER_MS = 2_147_483_647;
const SYSTEM = /^(?:E[A-Z]+$|UND_ERR_|ERR_TLS|ERR_SSL|ERR_STREAM_PREMATURE|CERT_|UNABLE_TO_VERIFY)/;
/** The response that the SDK gets. It checks only the status and reads no body. */
const EMPTY = new Response(null, { status: 204 });

type Send = (fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>) => Promise<unknown>;

/**
 * Makes one request and reads its answer. `send` makes the request of `body` with the `fetch` that it gets. That `fetch` reads
 * the answer itself and returns an empty response, so that `send` cannot misread the answer.
 */
export async function makeExchange(send: Send, body: JsonObject, options: ExchangeOptions): Promise<ExchangeEnd> {
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
      // A stream that has given its end is over, even while its socket is open.
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
        // The SDK would wrap this error in an error of its own.
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
  // A gateway that puts a finish reason into an event with a piece of the answer may put one into each.
  return watch.progress === 'finished' ? options.finishGraceMs : options.timeoutMs;
}

/**
 * True for errors that `fetch` throws for the network: `fetch failed` and `terminated` with a cause, an abort, or a system
 * error.
 */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TooltapeError) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  if ('code' in error && typeof error.code === 'string' && SYSTEM.test(error.code)) return true;
  return error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
}
