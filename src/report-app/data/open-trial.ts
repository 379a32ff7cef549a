import type { OpenTrial } from './view.ts';
import { cellAt, type Matrix } from './matrix-data.ts';

/** An open trial by positions, with what can be reached from it. */
export interface FoundTrial {
  readonly scenario: number;
  readonly model: number;
  /** The trial's repeat number, from 1. */
  readonly trial: number;
  /** Its position in the run; null where the cell has no such trial. */
  readonly position: number | null;
  readonly beside: { readonly model: number; readonly position: number | null } | null;
  /** The same cell in the older run; null where it is not asked for, or where that run does not hold it. */
  readonly before: { readonly model: number; readonly position: number | null } | null;
}

/** Looks up what the address names; null when the run has no such scenario or model. */
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

/** The cell of the older run; null where that run does not hold it. */
export function beforeOf(matrix: Matrix, scenario: number, model: number, trial: number): FoundTrial['before'] {
  const { older } = matrix;
  const [there, as] = [older?.scenarios[scenario] ?? -1, older?.models[model] ?? -1];
  if (older === null || there === -1 || as === -1) return null;
  const position = positionOf(older.matrix, there, as, trial);
  return position === null ? null : { model: as, position };
}

/** The trial of that number, else the cell's first. */
function positionOf(matrix: Matrix, scenario: number, model: number, trial: number): number | null {
  const positions = cellAt(matrix, scenario, model)?.trials ?? [];
  return positions.find((position) => matrix.index.trials.trial[position] === trial) ?? positions[0] ?? null;
}

/** The nearest scenario before (-1) or after (1) one, in the order shown, in which the model was run. */
export function neighbour(matrix: Matrix, rows: readonly number[], from: FoundTrial, direction: -1 | 1): number | null {
  for (let i = rows.indexOf(from.scenario) + direction; i >= 0 && i < rows.length; i += direction) {
    const scenario = rows[i];
    if (scenario !== undefined && cellAt(matrix, scenario, from.model) !== undefined) return scenario;
  }
  return null;
}
