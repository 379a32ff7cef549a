import { setImmediate } from 'node:timers/promises';
import type { Planned, Schedule } from './schedule.ts';
import type { Unreadable } from './trial/cell-pool.ts';
import type { OpenCell } from './trial/open-cell.ts';
import type { Mode } from './trial/settings.ts';

/** Runs a planned trial; null when it is no longer wanted. */
export type RunPlanned = <Result>(
  planned: Planned,
  cell: OpenCell | Unreadable,
  run: () => Promise<Result>,
) => Promise<Result | null>;

/**
 * Lets recorded trials come first: a trial that is not recorded waits for the recorded ones before it and then asks whether it is
 * still wanted. So a run that is taken up, or run again after it was decided, pays for nothing that its recordings answer.
 */
export function recordedFirst(schedule: Schedule, mode: Mode): RunPlanned {
  /** Trials under way that are replayed or wait for a replay, and so end soon. */
  const short = new Set<Promise<unknown>>();
  const tracked = async <Result>(work: Promise<Result>): Promise<Result> => {
    short.add(work);
    try {
      return await work;
    } finally {
      short.delete(work);
    }
  };
  const settled = async (before: readonly Promise<unknown>[]): Promise<void> => {
    await Promise.allSettled(before);
    // The row of a replay is handed over in this turn of the event loop, before `isWanted` is asked.
    await setImmediate();
  };
  return async (planned, cell, run) => {
    // A replay costs nothing, so it need not wait.
    if (mode === 'replay') return run();
    const source = 'error' in cell ? null : mode === 'all' ? cell.part : cell.cassette;
    if ('error' in cell || source?.trials.includes(planned.trial) === true) return tracked(run());
    if (short.size > 0) await tracked(settled([...short]));
    return schedule.isWanted(planned) ? run() : null;
  };
}
