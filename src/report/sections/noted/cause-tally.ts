import type { TrialRow } from '../../../domain/run.ts';

/** Trials with one reason. Errors must also have equal messages, apart from numbers and ids. */
export interface NotedCause {
  readonly reason: string;
  readonly trials: number;
  /** Models with the cause, most trials first. */
  readonly models: readonly { readonly model: string; readonly trials: number }[];
  /** The first trial with the cause. */
  readonly example: TrialRow;
}

/** Counts causes, fed trial by trial. */
export interface CauseTally {
  add(row: TrialRow): void;
  /** The causes, most trials first. */
  list(): NotedCause[];
}

/**
 * Most causes, because a gateway that words each message anew would fill the memory. Further errors are counted by reason
 * alone.
 */
const MOST = 500;

/** An empty tally. */
export function causeTally(): CauseTally {
  const causes = new Map<string, { reason: string; trials: number; models: Map<string, number>; example: TrialRow }>();
  return {
    add(row) {
      const reason = row.reason ?? row.status;
      const whole = row.status === 'error' ? JSON.stringify([reason, alike(row.error?.message ?? '')]) : reason;
      const key = causes.has(whole) || causes.size < MOST ? whole : reason;
      const known = causes.get(key);
      if (known === undefined) {
        causes.set(key, { reason, trials: 1, models: new Map([[row.model, 1]]), example: row });
        return;
      }
      known.trials += 1;
      known.models.set(row.model, (known.models.get(row.model) ?? 0) + 1);
    },
    list: () =>
      [...causes.values()]
        .map(({ models, ...cause }) => ({
          ...cause,
          models: [...models].map(([model, trials]) => ({ model, trials })).sort((a, b) => b.trials - a.trials),
        }))
        .sort((a, b) => b.trials - a.trials),
  };
}

/** A message without the parts that differ between requests: words with digits, such as ids and times. */
function alike(message: string): string {
  return message.slice(0, 400).replace(/[\w-]*\d[\w-]*/g, '#');
}
