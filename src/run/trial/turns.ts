/** Takes turns of the event loop: one piece of work in each, so that what the network has brought, or waits to send, comes in between. */
export interface Turns {
  /** Resolves when it is this one's turn. What something else waits for goes `first`. */
  take(urgency: 'first' | 'later'): Promise<void>;
}

export function createTurns(): Turns {
  const first: (() => void)[] = [];
  const later: (() => void)[] = [];
  let running = false;
  const turn = (): void => {
    const next = first.shift() ?? later.shift();
    running = next !== undefined;
    if (next === undefined) return;
    next();
    setImmediate(turn);
  };
  return {
    take(urgency) {
      const { promise, resolve } = Promise.withResolvers<void>();
      (urgency === 'first' ? first : later).push(resolve);
      if (!running) setImmediate(turn);
      running = true;
      return promise;
    },
  };
}
