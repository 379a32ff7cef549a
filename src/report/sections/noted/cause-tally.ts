import type { TrialRow } from '../../../domain/run.ts';

/** Trials that ended in the same way: of the same reason, and errors with the same message. */
export interface Cause {
  readonly reason: string;
  readonly trials: number;
  /** Most trials first. */
  readonly models: readonly { readonly model: string; readonly trials: number }[];
  /** The first of them. */
  readonly example: TrialRow;
}

/** Counts causes while trials pass by. */
export interface CauseTally {
  add(row: TrialRow): void;
  /** Most trials first. */
  list(): Cause[];
}

/** Messages that a gateway words anew each time would fill the memory of a long run. */
const MOST = 500;

/** A tally without any trial yet. */
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

/** A message without what differs from request to request: ids, times, counts. */
function alike(message: string): string {
  return message.slice(0, 400).replace(/[\w-]*\d[\w-]*/g, '#');
}
