import type { Mode } from '../domain/recording.ts';
import { setImmediate } from 'node:timers/promises';
import type { Planned, Schedule } from './schedule.ts';
import type { Unreadable } from './trial/cell-pool.ts';
import type { OpenCell } from './trial/open-cell.ts';

/** Runs a planned trial. Resolves with null, without running it, when the schedule no longer wants it. */
export type RunPlanned = <Result>(
  planned: Planned,
  cell: OpenCell | Unreadable,
  run: () => Promise<Result>,
) => Promise<Result | null>;

/**
 * Runs recorded trials first. A trial without a recording waits for the recorded ones drawn before it, and then asks the
 * schedule whether it is still wanted. So a continued run, and a run whose recordings decide it, pays only for what no
 * recording answers.
 */
export function recordedFirst(schedule: Schedule, mode: Mode): RunPlanned {
  /** Trials in flight that are replayed, or that wait for a replay. They end soon. */
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
    // The harness handles the row of a replay in this turn of the event loop, which `isWanted` has to know.
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
