import { changeOf } from '../../compare/cell.ts';
import type { CellChangeKind, CellSide } from '../../compare/comparison.ts';
import { cellAt, type MatrixCell, type Matrix } from './matrix-data.ts';

/** How the cell of a scenario and model differs from the older run; `new` when the older run lacks that cell. */
export type Change = CellChangeKind | 'newly-judged' | 'no-longer-judged' | 'unchanged' | 'new';

/** Label and symbol of each change. Worst first, like the rows in the sort order `changes`. */
export const CHANGES: { readonly [change in Change]: { readonly label: string; readonly symbol: string } } = {
  'newly-failing': { label: 'Newly failing', symbol: '▼' },
  flakier: { label: 'Flakier', symbol: '▽' },
  'no-longer-judged': { label: 'No longer judged', symbol: '○' },
  'fails-differently': { label: 'Fails differently', symbol: '◆' },
  'newly-passing': { label: 'Newly passing', symbol: '▲' },
  steadier: { label: 'Steadier', symbol: '△' },
  'newly-judged': { label: 'Newly judged', symbol: '●' },
  new: { label: 'New', symbol: '+' },
  unchanged: { label: 'Unchanged', symbol: '' },
};

/** The changes that the matrix marks, worst first. */
export const MARKED: readonly Change[] = (Object.keys(CHANGES) as Change[]).filter((change) => change !== 'unchanged');

/** The older run, with maps from positions in the newer run to positions in the older run. */
export interface Older {
  readonly matrix: Matrix;
  /** By scenario of the newer run: its position in the older run; -1 when the older run lacks the scenario. */
  readonly scenarios: readonly number[];
  /**
   * By model of the newer run: the position in the older run of the model that the comparison pairs with it, which may have a
   * different name; -1 without a pair.
   */
  readonly models: readonly number[];
  /** By cell of the newer run, in the order of `Matrix.cells`; undefined when the cell has no trials. */
  readonly changes: readonly (Change | undefined)[];
}

/** Returns `matrix` with `older` set: the run `base` and the change of each cell since `base`. */
export function withOlder(matrix: Matrix, base: Matrix): Matrix {
  const { index } = matrix;
  const { against } = index;
  const scenarioAt = new Map(base.index.scenarios.id.map((id, i) => [id, i]));
  const modelAt = new Map(base.index.models.map(({ name }, i) => [name, i]));
  const baseOf = new Map(against?.comparison.pairs.map((pair) => [pair.candidate, pair.base]));
  const scenarios = index.scenarios.id.map((id) => scenarioAt.get(id) ?? -1);
  const models = index.models.map(({ name }) => modelAt.get(baseOf.get(name) ?? name) ?? -1);
  const changes = matrix.cells.map((cell, place) => {
    if (cell === undefined) return undefined;
    const scenario = scenarios[Math.floor(place / models.length)] ?? -1;
    const model = models[place % models.length] ?? -1;
    const before = scenario === -1 || model === -1 ? undefined : cellAt(base, scenario, model);
    return changeBetween(before, cell);
  });
  return { ...matrix, older: { matrix: base, scenarios, models, changes } };
}

function changeBetween(before: MatrixCell | undefined, after: MatrixCell): Change {
  if (before === undefined) return 'new';
  if (before.judged === 0) return after.judged === 0 ? 'unchanged' : 'newly-judged';
  if (after.judged === 0) return 'no-longer-judged';
  return changeOf(sideOf(before), sideOf(after)) ?? 'unchanged';
}

function sideOf({ judged, pass, outcome }: MatrixCell): CellSide {
  return { judged, pass, status: outcome.status, reason: outcome.reason as CellSide['reason'] };
}

/** Returns the change of a cell; undefined when the cell has no trials, or the page has no older run. */
export function changeAt(matrix: Matrix, scenario: number, model: number): Change | undefined {
  return matrix.older?.changes[scenario * matrix.index.models.length + model];
}

/** Returns, by model of the newer run, the number of cells with each change. */
export function changeCounts(older: Older, models: number): readonly ReadonlyMap<Change, number>[] {
  const counts = Array.from({ length: models }, () => new Map<Change, number>());
  older.changes.forEach((change, place) => {
    const of = counts[place % models];
    if (change !== undefined && of !== undefined) of.set(change, (of.get(change) ?? 0) + 1);
  });
  return counts;
}
