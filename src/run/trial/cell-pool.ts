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

/** An open cell. */
interface Place {
  readonly cell: Cell;
  readonly open: Opened;
  users: number;
  /** How often the place stands in the queue of idle ones. */
  queued: number;
}

/**
 * Makes a pool. Of the cells without a running trial, the latest `idle` ones stay open. Others are opened again for their next
 * trial. The places are in a WeakMap, because each table that a Map outgrows keeps the next one in memory until a full garbage
 * collection, and so all cells that were ever open.
 */
export function createCellPool(openCell: (cell: Cell) => Opened, idle: number): CellPool {
  const places = new WeakMap<Cell, Place>();
  /** Places in the order in which they became idle. The last entry of a place counts. */
  const queue: Place[] = [];
  let unused = 0;
  const openPlace = (cell: Cell): Place => {
    const place = { cell, open: openCell(cell), users: 0, queued: 0 };
    places.set(cell, place);
    return place;
  };
  const rest = (place: Place): void => {
    unused += 1;
    place.queued += 1;
    queue.push(place);
    while (unused > idle) {
      const oldest = queue.shift();
      if (oldest === undefined) return;
      oldest.queued -= 1;
      if (oldest.queued > 0 || oldest.users > 0) continue;
      if (!('error' in oldest.open)) oldest.open.close();
      places.delete(oldest.cell);
      unused -= 1;
    }
  };
  return {
    numbersOf(cell) {
      if (cell.trials !== 'recorded') return plannedTrials(cell);
      let place = places.get(cell);
      if (place === undefined) rest((place = openPlace(cell)));
      return 'error' in place.open ? plannedTrials(cell) : place.open.numbers;
    },
    take(cell) {
      const known = places.get(cell);
      if (known?.users === 0) unused -= 1;
      const place = known ?? openPlace(cell);
      place.users += 1;
      return place.open;
    },
    release(cell) {
      const place = places.get(cell);
      if (place === undefined) return;
      place.users -= 1;
      if (!('error' in place.open)) place.open.leave();
      if (place.users === 0) rest(place);
    },
    async end() {
      for (const { open } of new Set(queue)) if (!('error' in open)) await open.end();
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
