import { hash } from 'node:crypto';
import type { TrialRow } from '../domain/run.ts';
import type { Cell } from './plan.ts';

/** One trial to run; `place` is that of its cell in the run file. */
export interface Planned {
  readonly cell: Cell;
  readonly place: number;
  readonly trial: number;
}

/** Decides which trials run, and in which order. */
export interface Schedule {
  /** Trials come in the order of the run file. */
  readonly inOrder: boolean;
  /** Yields trials one by one as places become free, so that a later one may depend on the rows so far. */
  draw(numbersOf: (cell: Cell) => readonly number[]): Iterable<Planned>;
  /** False for a drawn trial that newer rows have made needless. */
  isWanted(planned: Planned): boolean;
  /** Receives the rows in the order in which their trials were drawn. */
  add(row: TrialRow): void;
}

/** Cell by cell: the order of the run file. */
export function cellByCell(cells: readonly Cell[]): Schedule {
  return {
    inOrder: true,
    *draw(numbersOf) {
      for (const [place, cell] of cells.entries()) {
        for (const trial of numbersOf(cell)) yield { cell, place, trial };
      }
    },
    isWanted: () => true,
    add() {},
  };
}

/** Every cell once before any twice, so that a run that a limit stops has seen every scenario. */
export function roundByRound(cells: readonly Cell[]): Schedule {
  return {
    inOrder: false,
    *draw(numbersOf) {
      for (let round = 0, more = true; more; round++) {
        more = false;
        for (const [place, cell] of cells.entries()) {
          const trial = numbersOf(cell)[round];
          if (trial === undefined) continue;
          more = true;
          yield { cell, place, trial };
        }
      }
    },
    isWanted: () => true,
    add() {},
  };
}

/** A key that orders the scenarios of a round as if at random, and equally on every machine and when a run is continued. */
export function roundKey(scenario: string, round: number): string {
  return hash('sha256', `${round} ${scenario}`, 'hex');
}
