import type { ScenarioRow, UntilRow } from '../../domain/run.ts';

/** The verdicts of `--until decided` against a baseline, as the gate that `--baseline` sets. */
export interface UntilResult {
  readonly gate: 'until';
  readonly met: boolean;
  /** One check for each model, in the order of the table. */
  readonly checks: readonly UntilCheck[];
  /** What the verdicts rest on: the margin and the most trials. */
  readonly until: UntilRow;
  /** Scenarios of the baseline, by which reports say what was edited since. */
  readonly scenarios: readonly ScenarioRow[];
}

/** One model, compared with the baseline. */
export interface UntilCheck {
  readonly candidate: UntilRow['candidates'][number];
  readonly met: boolean;
}

/**
 * Checks the verdicts of a run that `--until decided` compared with its baseline. Not met for a model that is worse, and for a
 * model without a pair of trials that both runs judged, because nothing shows that the model still passes.
 */
export function checkUntil(until: UntilRow, scenarios: readonly ScenarioRow[]): UntilResult {
  const checks = until.candidates.map((candidate): UntilCheck => ({
    candidate,
    met: candidate.verdict !== 'worse' && candidate.pairs > 0,
  }));
  return { gate: 'until', met: checks.length > 0 && checks.every(({ met }) => met), checks, until, scenarios };
}
