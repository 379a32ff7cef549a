import type { Gateway } from '../../domain/model.ts';

/** Gateways that let no request start, because of a rate limit. */
export interface Holds {
  /** `waitMs`: null where it is not known how long, `over` when requests start again. Returns true where a wait begins that is worth a line. */
  set(gateway: Gateway, waitMs: number | null | 'over'): boolean;
  /** `waiting 12 s for the rate limit of openai`; empty where nothing waits. */
  told(): string;
}

/** Waits that are shorter are over before they are read. */
const SHORT_MS = 2000;

/** `clock` gives milliseconds and never goes back. */
export function createHolds(clock: () => number): Holds {
  const holds = new Map<string, { readonly until: number | null; readonly rpm: number | null }>();
  return {
    set({ name, rpm }, waitMs) {
      if (waitMs === 'over') {
        holds.delete(name);
        return false;
      }
      const isNew = !holds.has(name);
      holds.set(name, { until: waitMs === null ? null : clock() + waitMs, rpm });
      return isNew && (waitMs === null || waitMs >= SHORT_MS);
    },
    told() {
      const [held] = holds;
      if (held === undefined) return '';
      const [name, { until, rpm }] = held;
      const more = holds.size > 1 ? ` and ${holds.size - 1} more` : '';
      if (until === null) return `waiting for the limit of ${name}${more}, ${rpm} requests a minute`;
      return `waiting ${Math.max(0, Math.ceil((until - clock()) / 1000))} s for the rate limit of ${name}${more}`;
    },
  };
}
