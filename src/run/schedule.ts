import { hash } from 'node:crypto';
import type { TrialRow } from '../domain/run.ts';
import type { Cell } from './plan.ts';

/** One trial to run; `place` is that of its cell in the run file. */
export interface Planned {
  readonly cell: Cell;
  readonly place: number;
  readonly trial: number;
}

/** Which trials run, in which order. */
export interface Schedule {
  /** Trials come in the order of the run file. */
  readonly inOrder: boolean;
  /** Drawn one by one, as places become free: a later one may depend on rows that came meanwhile. */
  draw(numbersOf: (cell: Cell) => readonly number[]): Iterable<Planned>;
  /** False for a trial that was drawn and that rows have made needless meanwhile. */
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

/** A key to order the scenarios of a round by: as good as random, and the same for all machines and for a run that is taken up. */
export function roundKey(scenario: string, round: number): string {
  return hash('sha256', `${round} ${scenario}`, 'hex');
}
