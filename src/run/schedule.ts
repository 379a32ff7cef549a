import { hash } from 'node:crypto';
import type { TrialRow } from '../domain/run.ts';
import type { Cell } from './plan.ts';

/** One trial to run. `place` is the position of its cell in the run file. */
export interface Planned {
  readonly cell: Cell;
  readonly place: number;
  readonly trial: number;
}

/** Decides which trials run, and in which order. */
export interface Schedule {
  /** True when trials come in the order of the run file. */
  readonly inOrder: boolean;
  /** Yields the next trial each time a worker is free, so that it may depend on the rows so far. */
  draw(numbersOf: (cell: Cell) => readonly number[]): Iterable<Planned>;
  /** False for a drawn trial that later rows have made unnecessary. */
  isWanted(planned: Planned): boolean;
  /** Receives rows in the order in which their trials were drawn. */
  add(row: TrialRow): void;
}

/** A schedule that runs cell by cell, in the order of the run file. */
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

/**
 * A schedule that runs every cell once before it runs one twice, so that a run that ends at a limit has seen every scenario.
 */
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

/** A sort key that gives the scenarios of a round a mixed order, which is the same on every machine and in a continued run. */
export function roundKey(scenario: string, round: number): string {
  return hash('sha256', `${round} ${scenario}`, 'hex');
}
