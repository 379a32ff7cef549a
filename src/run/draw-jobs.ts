import { contain } from './trial/contain.ts';
import { openCell, plannedTrials, type CellStore, type OpenCell } from './trial/open-cell.ts';
import { runTrial, type TrialOutcome, type TrialRunner } from './trial/run-trial.ts';
import type { Cell } from './plan.ts';

/** Runs one trial; null where it counts for nothing. */
type Job = () => Promise<TrialOutcome | null>;

/** Trial by trial, in the order of the run file; each cell is opened when it is due. */
export function* drawJobs(
  cells: readonly Cell[],
  store: CellStore,
  runner: TrialRunner,
  over: () => boolean,
): Generator<Job> {
  for (const cell of cells) {
    if (over()) return;
    const open = openOrError(cell, store);
    for (const trial of 'error' in open ? plannedTrials(cell) : open.numbers) {
      if (over()) return;
      yield async () => {
        try {
          return await contain(cell, trial, runner.live !== null, () =>
            'error' in open ? Promise.reject(open.error) : runTrial(open, trial, runner),
          );
        } finally {
          if (!('error' in open)) open.leave();
        }
      };
    }
  }
}

/** A file that cannot be read costs its own trials: the error is theirs. */
function openOrError(cell: Cell, store: CellStore): OpenCell | { readonly error: Error } {
  try {
    return openCell(cell, store);
  } catch (error) {
    return { error: error as Error };
  }
}
