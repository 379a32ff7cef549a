import { addTo, emptySum, meanOf } from '../stats/sum.ts';
import type { TrialRow } from '../domain/run.ts';
import type { CellChangeKind, CellSide } from './comparison.ts';
import { judged } from './pair-tally.ts';

/** Sums up the trials of a scenario × model. The status is `fail` when one trial fails. */
export function foldCell(rows: readonly TrialRow[]): CellSide {
  const judgedRows = rows.filter(judged);
  const pass = judgedRows.filter((row) => row.status === 'pass').length;
  const shown =
    judgedRows.find((row) => row.status === 'fail') ??
    judgedRows[0] ??
    rows.find((row) => row.status === 'error') ??
    rows[0];
  return {
    judged: judgedRows.length,
    pass,
    status: shown?.status ?? 'unrecorded',
    reason: shown?.reason ?? null,
  };
}

/**
 * How a scenario × model changed that both runs judged; null when it passes as often as before, for the same reason.
 *
 * `newly-failing`: it passed before and never passes now. `newly-passing`: it did not always pass and always passes now. In
 * between, `steadier`: it passed sometimes and now passes more often; `flakier`: every other change to passing sometimes.
 */
export function changeOf(base: CellSide, candidate: CellSide): CellChangeKind | null {
  const before = base.pass / base.judged;
  const after = candidate.pass / candidate.judged;
  if (after === before) return after === 0 && base.reason !== candidate.reason ? 'fails-differently' : null;
  if (after === 0) return 'newly-failing';
  if (after === 1) return 'newly-passing';
  const wasMixed = before > 0 && before < 1;
  return wasMixed && after > before ? 'steadier' : 'flakier';
}

/** Mean of a measure over the trials that have it; null where none has. */
export function meanMeasure(rows: readonly TrialRow[], measure: (row: TrialRow) => number | null): number | null {
  const sum = emptySum();
  for (const row of rows) {
    const value = measure(row);
    if (value !== null) addTo(sum, value);
  }
  return meanOf(sum);
}
