import type { TrialRow } from '../domain/run.ts';
import { foldCell } from './cell.ts';
import type { CellSide } from './comparison.ts';

/** A scenario × model that an edit gave another outcome. */
export interface CellSince {
  readonly scenario: string;
  readonly model: string;
  /** Null where it was not there before. */
  readonly before: CellSide | null;
  /** Null where it is no longer there. */
  readonly after: CellSide | null;
  /** The first trial that did not pass now; null without any. */
  readonly example: TrialRow | null;
}

/** The change of a cell whose trials were judged again; null without a change. `before` and `after` are rows of one cell, `[]` for none. */
export function cellSince(before: readonly TrialRow[], after: readonly TrialRow[]): CellSince | null {
  const [first] = [...after, ...before];
  if (first === undefined) return null;
  const sides = [before, after].map((rows) => (rows.length === 0 ? null : foldCell(rows)));
  const [was = null, is = null] = sides;
  if (JSON.stringify(was) === JSON.stringify(is)) return null;
  const { scenario, model } = first;
  return { scenario, model, before: was, after: is, example: after.find(({ status }) => status !== 'pass') ?? null };
}
