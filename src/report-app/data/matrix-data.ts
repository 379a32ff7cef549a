import type { StatusReason, ReportIndex } from '../../report/reporters/html/report-index.ts';
import type { Older } from './changes.ts';
import { rankOf } from './outcomes.ts';
import type { View } from './view.ts';

/** The trials of one scenario and model. */
export interface MatrixCell {
  /** Positions of the trials in the run, in the order of the run file. */
  readonly trials: readonly number[];
  readonly judged: number;
  readonly pass: number;
  /** The most frequent outcome among the trials that did not pass; a pass when all trials passed. */
  readonly outcome: StatusReason;
  /** Severity of the worst wire finding in the trials: 0 none, 1 cosmetic, 2 degrading, 3 breaking. */
  readonly wire: number;
}

export interface Matrix {
  readonly index: ReportIndex;
  /** By scenario and model: `cells[scenario * models + model]`. */
  readonly cells: readonly (MatrixCell | undefined)[];
  /** By scenario: the rank of its id in natural order, which puts `s2` before `s10`. */
  readonly places: readonly number[];
  /** The older run that the page compares with; null when the page shows one run. */
  readonly older: Older | null;
}

export function buildMatrix(index: ReportIndex): Matrix {
  const width = index.models.length;
  const lists: number[][] = [];
  index.trials.scenario.forEach((scenario, position) => {
    const place = scenario * width + (index.trials.model[position] ?? 0);
    (lists[place] ??= []).push(position);
  });
  const cells = Array.from({ length: index.scenarios.id.length * width }, (_, place) => {
    const trials = lists[place];
    return trials === undefined ? undefined : cellOf(index, trials);
  });
  return { index, cells, places: naturalPlaces(index.scenarios.id), older: null };
}

/**
 * Returns the rank of each id in natural order. Zeros pad the numbers in the ids, so that plain string comparison orders them,
 * because `Intl.Collator` takes seconds for 100,000 ids.
 */
function naturalPlaces(ids: readonly string[]): number[] {
  const keys = ids.map((id) => id.replace(/\d+/g, (digits) => digits.padStart(DIGITS, '0')));
  const order = ids.map((_, i) => i).sort((a, b) => compareText(keys[a] ?? '', keys[b] ?? ''));
  const places = Array<number>(ids.length);
  for (const [place, i] of order.entries()) places[i] = place;
  return places;
}

const DIGITS = 12;

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function cellOf(index: ReportIndex, trials: readonly number[]): MatrixCell {
  let pass = 0;
  let judged = 0;
  let wire = 0;
  const misses = new Map<number, number>();
  for (const position of trials) {
    const number = index.trials.outcome[position] ?? 0;
    const status = index.outcomes[number]?.status;
    if (status === 'pass') pass += 1;
    else misses.set(number, (misses.get(number) ?? 0) + 1);
    if (status === 'pass' || status === 'fail') judged += 1;
    wire = Math.max(wire, index.trials.wire[position] ?? 0);
  }
  const [most] = [...misses].sort((a, b) => b[1] - a[1])[0] ?? [];
  const outcome = (most === undefined ? undefined : index.outcomes[most]) ?? { status: 'pass', reason: null };
  return { trials, judged, pass, outcome, wire };
}

export function cellAt(matrix: Matrix, scenario: number, model: number): MatrixCell | undefined {
  return matrix.cells[scenario * matrix.index.models.length + model];
}

/** Returns the positions of the chosen models, in the order of the run; all models when the run has none of the chosen. */
export function shownModels(index: ReportIndex, chosen: readonly string[]): number[] {
  const all = index.models.map((_, model) => model);
  const some = all.filter((model) => chosen.includes(index.models[model]?.name ?? ''));
  return some.length === 0 ? all : some;
}

/** Counts of the shown models for one scenario. A model solves a scenario when it passes every judged trial. */
export interface RowTally {
  readonly solved: number;
  readonly judged: number;
}

export function tally(matrix: Matrix, scenario: number, models: readonly number[]): RowTally {
  let solved = 0;
  let judged = 0;
  for (const model of models) {
    const cell = cellAt(matrix, scenario, model);
    if (cell === undefined || cell.judged === 0) continue;
    judged += 1;
    if (cell.pass === cell.judged) solved += 1;
  }
  return { solved, judged };
}

/** Returns the scenarios that pass the filters of the view, in its sort order. `texts` holds the folded text of each scenario. */
export function selectRows(matrix: Matrix, view: View, texts: readonly string[]): number[] {
  const { index } = matrix;
  const models = shownModels(index, view.models);
  const words = foldText(view.text).split(/\s+/).filter(Boolean);
  const tags = new Set(view.tags.map((tag) => index.tags.indexOf(tag)));
  const results = new Set(view.results);

  const rows = index.scenarios.id
    .map((_, scenario) => scenario)
    .filter((scenario) => {
      if (tags.size > 0 && !index.scenarios.tags[scenario]?.some((tag) => tags.has(tag))) return false;
      if (!words.every((word) => texts[scenario]?.includes(word))) return false;
      return results.size === 0 || models.some((model) => hasResult(matrix, scenario, model, results));
    });
  const place = (row: number): number => matrix.places[row] ?? 0;
  rows.sort((a, b) => place(a) - place(b));
  const key = sortKey(matrix, view.sort, models);
  if (key === null) return view.descending ? rows.reverse() : rows;
  const keys = new Map(rows.map((row) => [row, key(row)]));
  const sign = view.descending ? -1 : 1;
  return rows.sort((a, b) => sign * ((keys.get(a) ?? 0) - (keys.get(b) ?? 0)) || place(a) - place(b));
}

function hasResult(matrix: Matrix, scenario: number, model: number, results: ReadonlySet<string>): boolean {
  const { index, older } = matrix;
  if (results.has(older?.changes[scenario * index.models.length + model] ?? '')) return true;
  return (cellAt(matrix, scenario, model)?.trials ?? []).some((position) => {
    const outcome = index.outcomes[index.trials.outcome[position] ?? 0];
    return outcome !== undefined && (results.has(outcome.status) || results.has(outcome.reason ?? ''));
  });
}

/** Changes in the sort order `changes`. A change that is missing here sorts last. */
const CHANGE_RANK = ['newly-failing', 'flakier', 'no-longer-judged', 'fails-differently', 'newly-passing', 'steadier'];

/** Returns a function from a scenario to its sort number; null when the natural order of ids applies. */
function sortKey(matrix: Matrix, sort: string, models: readonly number[]): ((row: number) => number) | null {
  if (sort === 'changes') {
    const changes = matrix.older?.changes ?? [];
    const rank = (change: string | undefined): number => {
      const place = CHANGE_RANK.indexOf(change ?? '');
      return place === -1 ? CHANGE_RANK.length : place;
    };
    return (row) => Math.min(...models.map((model) => rank(changes[row * matrix.index.models.length + model])));
  }
  if (sort === 'passes') {
    return (row) => {
      const { solved, judged } = tally(matrix, row, models);
      return judged === 0 ? 2 : solved / judged;
    };
  }
  if (sort === 'disagreement') {
    return (row) => {
      const { solved, judged } = tally(matrix, row, models);
      return judged === 0 ? -1 : Math.min(solved, judged - solved) / judged;
    };
  }
  const model = sort.startsWith('model:') ? matrix.index.models.findIndex((m) => `model:${m.name}` === sort) : -1;
  if (model === -1) return null;
  return (row) => {
    const cell = cellAt(matrix, row, model);
    if (cell === undefined) return 5000;
    const share = cell.judged === 0 ? 0 : cell.pass / cell.judged;
    return rankOf(cell.outcome.status, cell.outcome.reason) + share / 2;
  };
}

/** Returns one form for texts that differ only in case, character width or Unicode composition. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
