import PQueue from 'p-queue';

/** Bounds the requests to one gateway, and slows all of them down when it says that they are too many. */
export interface GatewayLimiter {
  /** Runs a task when it may: `concurrency` at once, `rpm` a minute. Rejects with the signal's reason when stopped before it starts. */
  run<T>(task: () => Promise<T>, options?: { readonly again?: boolean; readonly signal?: AbortSignal }): Promise<T>;
  /**
   * Called after a rate-limit error: no request starts for `waitMs`, and half as many run at once afterwards. A gateway that only ever
   * answers 429 stops being waited for, so that the run ends.
   */
  slowDown(waitMs: number): void;
  /** A request was answered: after as many answers as run at once, one more may. */
  recover(): void;
}

export interface LimiterOptions {
  /** Requests in flight at once; null is without limit. */
  readonly concurrency: number | null;
  /** Requests in any minute; null is without limit. */
  readonly rpm: number | null;
  /** Milliseconds, never going back. */
  readonly now: () => number;
  /** Ends a pause that nobody waits for any more. */
  readonly signal?: AbortSignal;
}

const MINUTE_MS = 60_000;
/** Retries go first: a trial that has begun is finished before the next begins. */
const RETRY_PRIORITY = 1;
/** Pauses without one answer between them after which waiting has shown to be of no use: a spent quota, not a burst. */
const PAUSES_IN_A_ROW = 12;

/** One a gateway, shared by all trials that use it. */
export function createLimiter(options: LimiterOptions): GatewayLimiter {
  const limit = options.concurrency ?? Number.POSITIVE_INFINITY;
  const queue = new PQueue({
    concurrency: limit,
    ...(options.rpm === null ? {} : { intervalCap: options.rpm, interval: MINUTE_MS, strict: true }),
  });
  let answered = 0;
  let pausedUntil = 0;
  let pauses = 0;
  let timer: NodeJS.Timeout | null = null;

  const resume = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    queue.start();
  };
  const resumeInTime = (): void => {
    const left = pausedUntil - options.now();
    if (left <= 0) resume();
    else timer = setTimeout(resumeInTime, left);
  };
  options.signal?.addEventListener('abort', resume, { once: true });

  return {
    run: (task, { again = false, signal } = {}) =>
      queue.add(task, { priority: again ? RETRY_PRIORITY : 0, ...(signal === undefined ? {} : { signal }) }),
    slowDown: (waitMs) => {
      if (options.signal?.aborted === true || (timer === null && pauses >= PAUSES_IN_A_ROW)) return;
      pausedUntil = Math.max(pausedUntil, options.now() + waitMs);
      // A burst of refusals is one sign, not many.
      if (timer !== null) return;
      queue.concurrency = Math.max(1, Math.floor(Math.min(queue.concurrency, queue.pending) / 2));
      answered = 0;
      pauses += 1;
      queue.pause();
      resumeInTime();
    },
    recover: () => {
      pauses = 0;
      if (queue.concurrency >= limit) return;
      answered += 1;
      if (answered < queue.concurrency) return;
      answered = 0;
      queue.concurrency += 1;
    },
  };
}
