import { Unanswered } from '../domain/agents/unanswered.ts';
import { hostAndPort } from '../domain/platform/host-and-port.ts';
import type { TrialError } from '../domain/wire.ts';
import { describeNetworkError } from './network-error.ts';

/** Longest time of a whole answer, in multiples of the time-out. */
const LONGEST_ANSWER = 10;
/** Longest delay that `setTimeout` takes. */
const LONGEST_TIMER_MS = 2_147_483_647;

export interface PassedOptions {
  /** Name of the gateway for messages. */
  readonly gateway: string;
  readonly baseUrl: string;
  /** Milliseconds without a byte after which the request is given up. */
  readonly timeoutMs: number;
  /** Called with the error of a body that the gateway did not send to its end. */
  readonly onBroken: (error: TrialError) => void;
}

/** An answer whose body is read from the gateway no faster than the program takes it. */
export interface PassedAnswer {
  readonly response: Response;
  /** Resolves when the body is over: read to its end, broken off, or given up by the program. Never rejects. */
  readonly over: Promise<void>;
}

/**
 * Sends a request of a program and returns the answer of the gateway when its head has arrived. Only the time that the gateway takes
 * counts against the time-out, never the time that the program takes to read. Errors: Unanswered, and the reason of the request's own
 * signal.
 */
export async function passRequest(
  fetch: (input: string | URL | Request, init: RequestInit) => Promise<Response>,
  input: string | URL | Request,
  init: RequestInit,
  options: PassedOptions,
): Promise<PassedAnswer> {
  const { timeoutMs } = options;
  const where = `gateway ${options.gateway} (${hostAndPort(options.baseUrl)})`;
  const controller = new AbortController();
  const own = init.signal ?? null;
  let late: TrialError | null = null;
  const giveUp = (what: string): void => {
    late = { code: 'timeout', status: null, message: `${where} ${what}` };
    controller.abort();
  };
  const silent = (): void => giveUp(`sent nothing for ${timeoutMs} ms. Raise timeout_ms if the model may take longer.`);
  let idle = setTimeout(silent, timeoutMs);
  const whole = setTimeout(
    () => giveUp(`had not ended its answer after ${timeoutMs * LONGEST_ANSWER} ms, ten times timeout_ms.`),
    Math.min(timeoutMs * LONGEST_ANSWER, LONGEST_TIMER_MS),
  );
  const stop = (): void => {
    clearTimeout(idle);
    clearTimeout(whole);
  };
  const faultOf = (error: unknown): TrialError => {
    const { message } = describeNetworkError(error, options.baseUrl);
    return late ?? { code: 'network', status: null, message: `gateway ${options.gateway}: ${message}` };
  };
  let response: Response;
  try {
    const signal = own === null ? controller.signal : AbortSignal.any([own, controller.signal]);
    response = await fetch(input, { ...init, signal });
  } catch (error) {
    stop();
    own?.throwIfAborted();
    throw new Unanswered(faultOf(error), error);
  }
  clearTimeout(idle);
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const end = (): void => {
    stop();
    resolve();
  };
  const { body } = response;
  if (body === null) {
    end();
    return { response, over };
  }
  const reader = body.getReader();
  const passed = new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        idle = setTimeout(silent, timeoutMs);
        try {
          const { done, value } = await reader.read();
          clearTimeout(idle);
          if (!done) return stream.enqueue(value);
          end();
          return stream.close();
        } catch (error) {
          if (own?.aborted !== true) options.onBroken(faultOf(error));
          end();
          return stream.error(error);
        }
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    // Nothing is read ahead, so that a waiting read is always one that the program waits for.
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return { response: new Response(passed, { status, statusText, headers }), over };
}
