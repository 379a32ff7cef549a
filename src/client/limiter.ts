import PQueue from 'p-queue';

/** Limits the requests to one gateway, and slows all of them down when the gateway reports a rate limit. */
export interface GatewayLimiter {
  /**
   * Runs a task when the limits allow: `concurrency` tasks at once, `rpm` a minute. Rejects with the signal's reason when the
   * signal aborts before the task starts.
   */
  run<T>(task: () => Promise<T>, options?: { readonly again?: boolean; readonly signal?: AbortSignal }): Promise<T>;
  /**
   * Call it after a rate-limit error. No request starts for `waitMs`, and afterwards half as many run at once. After several
   * pauses without an answer between them it no longer waits, so that the run ends.
   */
  slowDown(waitMs: number): void;
  /** Call it after an answer. After as many answers as requests run at once, one more may run. */
  recover(): void;
}

export interface LimiterOptions {
  /** Requests in flight at once; null for no limit. */
  readonly concurrency: number | null;
  /** Requests in each minute; null for no limit. */
  readonly rpm: number | null;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  /** Its abort ends a pause. */
  readonly signal?: AbortSignal;
  /** Told that no request may start for so many milliseconds, null where that is not known; and `over` when requests start again. */
  readonly onHold?: (waitMs: number | null | 'over') => void;
}

const MINUTE_MS = 60_000;
/**
 * Milliseconds by which one request may take longer to the gateway than a later one. Without them the gateway would count requests of
 * two minutes in one. The first request takes longest: it loads the SDK and connects.
 */
const ON_THE_WAY_MS = 1000;
/** Retries run before first attempts, so that a trial is finished before the next begins. */
const RETRY_PRIORITY = 1;
/** Pauses without an answer between them after which the limiter no longer waits: the quota is spent. */
const PAUSES_IN_A_ROW = 12;

/** Makes the limiter of one gateway. All trials of the gateway share it. */
export function createLimiter(options: LimiterOptions): GatewayLimiter {
  const limit = options.concurrency ?? Number.POSITIVE_INFINITY;
  const queue = new PQueue({
    concurrency: limit,
    ...(options.rpm === null ? {} : { intervalCap: options.rpm, interval: MINUTE_MS + ON_THE_WAY_MS, strict: true }),
  });
  let answered = 0;
  let pausedUntil = 0;
  let pauses = 0;
  let timer: NodeJS.Timeout | null = null;

  const { onHold = () => {} } = options;
  queue.addEventListener('rateLimit', () => onHold(null));
  queue.addEventListener('rateLimitCleared', () => onHold('over'));

  const resume = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    onHold('over');
    queue.start();
  };
  const resumeInTime = (): void => {
    const left = pausedUntil - options.clock();
    if (left <= 0) resume();
    else timer = setTimeout(resumeInTime, left);
  };
  options.signal?.addEventListener('abort', resume, { once: true });

  return {
    run: (task, { again = false, signal } = {}) =>
      queue.add(task, { priority: again ? RETRY_PRIORITY : 0, ...(signal === undefined ? {} : { signal }) }),
    slowDown: (waitMs) => {
      if (options.signal?.aborted === true || (timer === null && pauses >= PAUSES_IN_A_ROW)) return;
      pausedUntil = Math.max(pausedUntil, options.clock() + waitMs);
      onHold(pausedUntil - options.clock());
      // Several refusals at the same time halve the limit once.
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
