/** Ctrl-C once ends a run after the trials in flight, twice ends those, too. */
export interface Interrupt {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Gives Ctrl-C its ordinary meaning back. */
  release(): void;
}

/** Signals that ask a process to end: Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Takes these signals over: `onFirst` and `onSecond` say what is going on. */
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
