import { changeOf } from '../../compare/cell.ts';
import type { CellChangeKind, CellSide } from '../../compare/comparison.ts';
import { cellAt, type Cell, type Matrix } from './matrix-data.ts';

/** What became of a scenario × model since the older run; `new` where that run does not hold it. */
export type Change = CellChangeKind | 'newly-judged' | 'no-longer-judged' | 'unchanged' | 'new';

/** Worst first, as the rows are ordered. */
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

/** The changes that deserve a mark, worst first. */
export const MARKED: readonly Change[] = (Object.keys(CHANGES) as Change[]).filter((change) => change !== 'unchanged');

/** The older run beside the newer one: where each of its cells stands. */
export interface Older {
  readonly matrix: Matrix;
  /** By scenario of the newer run, the position of the scenario in the older run; -1 without one. */
  readonly scenarios: readonly number[];
  /** The same by model: a model of another name, where the runs share none. */
  readonly models: readonly number[];
  /** By cell of the newer run; undefined where nothing was run. */
  readonly changes: readonly (Change | undefined)[];
}

/** The run held against an older one, cell by cell. */
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

function changeBetween(before: Cell | undefined, after: Cell): Change {
  if (before === undefined) return 'new';
  if (before.judged === 0) return after.judged === 0 ? 'unchanged' : 'newly-judged';
  if (after.judged === 0) return 'no-longer-judged';
  return changeOf(sideOf(before), sideOf(after)) ?? 'unchanged';
}

function sideOf({ judged, pass, outcome }: Cell): CellSide {
  return { judged, pass, status: outcome.status, reason: outcome.reason as CellSide['reason'] };
}

/** The change of a cell; undefined where it was not run, or nothing older is shown. */
export function changeAt(matrix: Matrix, scenario: number, model: number): Change | undefined {
  return matrix.older?.changes[scenario * matrix.index.models.length + model];
}

/** How many cells changed in each way, by model of the newer run. */
export function changeCounts(older: Older, models: number): readonly ReadonlyMap<Change, number>[] {
  const counts = Array.from({ length: models }, () => new Map<Change, number>());
  older.changes.forEach((change, place) => {
    const of = counts[place % models];
    if (change !== undefined && of !== undefined) of.set(change, (of.get(change) ?? 0) + 1);
  });
  return counts;
}
