import type { Mode } from '../../domain/recording.ts';
import type { Cell } from '../plan.ts';
import type { Schedule } from '../schedule.ts';
import { plannedTrials, type OpenCell } from './open-cell.ts';

/** The error of a cell whose file cannot be read; each of its trials ends with it. */
export interface Unreadable {
  readonly error: Error;
}

type Opened = OpenCell | Unreadable;

/** The cells of a run. A cell is open at most once at a time, because only one may write its cassette. */
export interface CellPool {
  /** The numbers of the trials to run. */
  numbersOf(cell: Cell): readonly number[];
  /** Opens the cell, or returns the open one. Every `take` needs a `release`. */
  take(cell: Cell): Opened;
  release(cell: Cell): void;
  /** Completes the cassettes of all cells, after the last trial. Errors: OUTPUT. */
  end(): Promise<void>;
}

/**
 * Makes a pool. Of the cells without a running trial, the latest `idle` ones stay open. Others are opened again for their next
 * trial.
 */
export function createCellPool(openCell: (cell: Cell) => Opened, idle: number): CellPool {
  const cells = new Map<Cell, { readonly open: Opened; users: number }>();
  let unused = 0;
  const closeIdle = (): void => {
    if (unused <= idle) return;
    for (const [cell, { open, users }] of cells) {
      if (users > 0) continue;
      cells.delete(cell);
      if (!('error' in open)) open.close();
      unused -= 1;
      if (unused <= idle) return;
    }
  };
  const opened = (cell: Cell): { readonly open: Opened; users: number } => {
    let known = cells.get(cell);
    if (known === undefined) {
      known = { open: openCell(cell), users: 0 };
      cells.set(cell, known);
      unused += 1;
    }
    return known;
  };
  return {
    numbersOf(cell) {
      if (cell.trials !== 'recorded') return plannedTrials(cell);
      const { open: found } = opened(cell);
      closeIdle();
      return 'error' in found ? plannedTrials(cell) : found.numbers;
    },
    take(cell) {
      const known = opened(cell);
      if (known.users === 0) unused -= 1;
      known.users += 1;
      closeIdle();
      return known.open;
    },
    release(cell) {
      const known = cells.get(cell);
      if (known === undefined) return;
      known.users -= 1;
      if (known.users === 0) unused += 1;
      if (!('error' in known.open)) known.open.leave();
      closeIdle();
    },
    async end() {
      for (const { open: cell } of cells.values()) if (!('error' in cell)) await cell.end();
    },
  };
}

/**
 * The number of idle cells that stay open. With `all` every cell, because a cell is complete only with all its trials; with `missing`
 * none, because another run may wait for the cell.
 */
export function idleCells(mode: Mode, { inOrder }: Pick<Schedule, 'inOrder'>): number {
  if (inOrder) return 1;
  return mode === 'all' ? Infinity : mode === 'missing' ? 0 : IDLE_IN_REPLAY;
}

const IDLE_IN_REPLAY = 200;
