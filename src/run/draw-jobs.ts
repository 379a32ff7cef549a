import type { Cell } from './plan.ts';
import type { RunPlanned } from './recorded-first.ts';
import type { RunRequest } from './run-harness.ts';
import { cellByCell, roundByRound, type Planned, type Schedule } from './schedule.ts';
import type { CellPool, Unreadable } from './trial/cell-pool.ts';
import { runContained } from './trial/faults/contain.ts';
import { openCell, type CellStore, type OpenCell } from './trial/open-cell.ts';
import { untilDecided, type UntilSchedule } from './until/until-schedule.ts';
import { runTrial, type TrialOutcome, type TrialRunner } from './trial/run-trial.ts';

/** A planned trial that has ended. */
export interface Ended {
  readonly planned: Planned;
  /** Null where the trial was not started. `outcome` is null where the trial was broken off, and does not count. */
  readonly ended: { readonly outcome: TrialOutcome | null } | null;
}

/** Runs one trial. */
type Job = () => Promise<Ended>;

/**
 * A run with a limit runs every scenario once before it runs one twice. Others go cell by cell, which needs only one open cell
 * at a time.
 */
export function scheduleOf({ cells, limits, until }: RunRequest, isLive: boolean): Schedule | UntilSchedule {
  if (until !== null) return untilDecided(cells, until);
  const bounded = limits.maxCostUsd !== null || limits.maxRequests !== null;
  return isLive && bounded ? roundByRound(cells) : cellByCell(cells);
}

/** Yields jobs from the schedule until `over` returns true. */
export function* drawJobs(
  schedule: Schedule,
  pool: CellPool,
  runner: TrialRunner,
  mayRun: RunPlanned,
  over: () => boolean,
): Generator<Job> {
  for (const planned of schedule.draw((cell) => pool.numbersOf(cell))) {
    if (over()) return;
    const { cell, trial } = planned;
    // The cell is taken when its trial is drawn, so that the pool does not close it while the trial waits.
    const open = pool.take(cell);
    const run = async (): Promise<{ readonly outcome: TrialOutcome | null }> => ({
      outcome: await runContained(cell, trial, runner.live !== null, () =>
        'error' in open
          ? Promise.reject(open.error)
          : runner.lateErrors.during(cell, trial, () => runTrial(open, trial, runner)),
      ),
    });
    yield async () => {
      try {
        return { planned, ended: await mayRun(planned, open, run) };
      } finally {
        pool.release(cell);
      }
    };
  }
}

/** The open cell, or the error of its file. An unreadable file affects only its own trials. */
export function openOrError(cell: Cell, store: CellStore): OpenCell | Unreadable {
  try {
    return openCell(cell, store);
  } catch (error) {
    return { error: error as Error };
  }
}
