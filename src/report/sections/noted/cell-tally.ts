import type { TrialRow } from '../../../domain/run.ts';

/** A scenario × model with trials of one kind. */
export interface NotedCell {
  /** The first trial of the kind. */
  readonly row: TrialRow;
  /** Number of trials of the kind. */
  readonly trials: number;
  /** Passed trials among `judged`, which counts all judged trials of the scenario × model. */
  readonly pass: number;
  readonly judged: number;
}

/** Trials of one kind by scenario × model: the first ones, and counts of all. */
export interface Noted {
  /** Number of trials. */
  readonly total: number;
  readonly cellCount: number;
  readonly cells: readonly NotedCell[];
}

/** Groups trials by scenario × model, fed in the order of the run file. */
export interface CellTally<Kind extends string> {
  add(row: TrialRow, kinds: readonly Kind[]): void;
  result(kind: Kind): Noted;
}

type Open = { -readonly [key in keyof NotedCell]: NotedCell[key] };

/** An empty tally, which keeps the first `limit` scenarios × models of each kind. */
export function cellTally<Kind extends string>(kinds: readonly Kind[], limit: number): CellTally<Kind> {
  const noted = new Map(kinds.map((kind) => [kind, { total: 0, cellCount: 0, cells: [] as Open[] }]));
  let scenario = '';
  let model = '';
  let seen = { pass: 0, judged: 0 };
  let open = new Map<Kind, Open | null>();
  const close = (): void => {
    for (const cell of open.values()) if (cell !== null) Object.assign(cell, seen);
  };
  return {
    add(row, ofKinds) {
      if (row.scenario !== scenario || row.model !== model) {
        close();
        ({ scenario, model } = row);
        seen = { pass: 0, judged: 0 };
        open = new Map();
      }
      if (row.status === 'pass') seen.pass += 1;
      if (row.status === 'pass' || row.status === 'fail') seen.judged += 1;
      for (const kind of ofKinds) {
        const of = noted.get(kind);
        if (of === undefined) continue;
        of.total += 1;
        const known = open.get(kind);
        if (known !== undefined) {
          if (known !== null) known.trials += 1;
          continue;
        }
        of.cellCount += 1;
        const cell = of.cells.length < limit ? { row, trials: 1, pass: 0, judged: 0 } : null;
        if (cell !== null) of.cells.push(cell);
        open.set(kind, cell);
      }
    },
    result(kind) {
      close();
      return noted.get(kind) ?? { total: 0, cellCount: 0, cells: [] };
    },
  };
}
