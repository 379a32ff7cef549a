import type { OpenTrial } from './view.ts';
import { cellAt, type Matrix } from './matrix-data.ts';

/** The trial in the sheet, by positions in the run, with the trial that the sheet shows beside it. */
export interface FoundTrial {
  readonly scenario: number;
  readonly model: number;
  /** The repeat number of the trial, from 1. */
  readonly trial: number;
  /** Position of the trial in the run; null when the cell has no trials. */
  readonly position: number | null;
  readonly beside: { readonly model: number; readonly position: number | null } | null;
  /** The trial of the older run; null when the view does not ask for it, or the older run lacks the cell. */
  readonly before: { readonly model: number; readonly position: number | null } | null;
}

/** Returns the trial that the URL fragment names; null when the run has no such scenario or model. */
export function findOpen(matrix: Matrix, open: OpenTrial | null): FoundTrial | null {
  if (open === null) return null;
  const { index } = matrix;
  const scenario = index.scenarios.id.indexOf(open.scenario);
  const model = index.models.findIndex(({ name }) => name === open.model);
  if (scenario === -1 || model === -1) return null;
  const other = open.beside === null ? -1 : index.models.findIndex(({ name }) => name === open.beside);
  return {
    scenario,
    model,
    trial: open.trial,
    position: positionOf(matrix, scenario, model, open.trial),
    beside: other === -1 ? null : { model: other, position: positionOf(matrix, scenario, other, open.trial) },
    before: open.before ? beforeOf(matrix, scenario, model, open.trial) : null,
  };
}

/** Returns the trial of the older run for a cell of the newer run; null when the older run lacks the cell. */
export function beforeOf(matrix: Matrix, scenario: number, model: number, trial: number): FoundTrial['before'] {
  const { older } = matrix;
  const [there, as] = [older?.scenarios[scenario] ?? -1, older?.models[model] ?? -1];
  if (older === null || there === -1 || as === -1) return null;
  const position = positionOf(older.matrix, there, as, trial);
  return position === null ? null : { model: as, position };
}

/** Returns the position of the trial with this repeat number, else of the first trial; null for a cell without trials. */
function positionOf(matrix: Matrix, scenario: number, model: number, trial: number): number | null {
  const positions = cellAt(matrix, scenario, model)?.trials ?? [];
  return positions.find((position) => matrix.index.trials.trial[position] === trial) ?? positions[0] ?? null;
}

/**
 * Returns the nearest scenario before (-1) or after (1) the open scenario that has a trial of the open model, in the order of
 * `rows`; null at the end.
 */
export function neighbour(matrix: Matrix, rows: readonly number[], from: FoundTrial, direction: -1 | 1): number | null {
  for (let i = rows.indexOf(from.scenario) + direction; i >= 0 && i < rows.length; i += direction) {
    const scenario = rows[i];
    if (scenario !== undefined && cellAt(matrix, scenario, from.model) !== undefined) return scenario;
  }
  return null;
}
