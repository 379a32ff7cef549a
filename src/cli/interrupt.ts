/** The first Ctrl-C ends a run after the trials in flight, the second ends these trials too. */
export interface Interrupt {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Restores the default handling of Ctrl-C. */
  release(): void;
}

/** Signals that end a process: Ctrl-C, `kill`, a closed terminal. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Handles these signals: the first calls `onFirst`, the second `onSecond`. */
export function catchInterrupt(onFirst: () => void, onSecond: () => void = () => {}): Interrupt {
  const stop = new AbortController();
  const abort = new AbortController();
  const handle = (): void => {
    if (abort.signal.aborted) return;
    if (stop.signal.aborted) {
      abort.abort(new Error('interrupted'));
      onSecond();
    } else {
      stop.abort();
      onFirst();
    }
  };
  for (const signal of SIGNALS) process.on(signal, handle);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      for (const signal of SIGNALS) process.off(signal, handle);
    },
  };
}

/** Resolves to the result of `work`; null where `work` failed after one of these signals. The first aborts `stop`, and calls `onFirst`. */
export async function untilInterrupted<Result>(
  work: (stop: AbortSignal) => Promise<Result>,
  onFirst: () => void = () => {},
): Promise<Result | null> {
  const interrupt = catchInterrupt(onFirst);
  try {
    return await work(interrupt.stop);
  } catch (error) {
    if (interrupt.stop.aborted) return null;
    throw error;
  } finally {
    interrupt.release();
  }
}
