/** Ctrl-C once ends a run after the trials in flight, twice ends those, too. */
export interface Interrupt {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Gives Ctrl-C its ordinary meaning back. */
  release(): void;
}

/** Takes SIGINT and SIGTERM over: `onFirst` and `onSecond` say what is going on. */
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
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
