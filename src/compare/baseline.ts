import type { Bounded, CellChange, JudgedChange, Pair, RunComparison } from './comparison.ts';

export interface BaselineResult {
  readonly gate: 'baseline';
  readonly strict: boolean;
  readonly met: boolean;
  /** Pairs that break the gate: worse beyond chance; under `strict`, any pair of a model with a regression. */
  readonly broken: readonly Pair[];
  /** Pairs without a single trial judged in both runs: nothing shows that they hold. */
  readonly unjudged: readonly Pair[];
  /** All pairs, as compared. */
  readonly compared: readonly Pair[];
  /** What passes less often than in the baseline, whether or not it breaks the gate; the rest is counted. */
  readonly regressions: Bounded<CellChange>;
  /** What was judged in the baseline and could not be judged now: it breaks no gate, and must not go unseen. */
  readonly noLongerJudged: Bounded<JudgedChange>;
  /** What the baseline holds and the run does not. */
  readonly onlyInBaseline: RunComparison['onlyInBase'];
}

/**
 * Holds a run (the candidate) against its baseline: not met when a model is worse beyond chance, under `strict` when
 * any scenario passes less often, and where nothing was judged in both.
 */
export function checkBaseline(comparison: RunComparison, strict: boolean): BaselineResult {
  const { pairs, changes, regressions, noLongerJudged, onlyInBase } = comparison;
  const items = [...changes['newly-failing'].items, ...changes.flakier.items].filter(({ regression }) => regression);
  const regressed = new Set(items.map(({ model }) => model));
  const broken = pairs.filter((pair) => pair.verdict === 'worse' || (strict && regressed.has(pair.candidate)));
  const unjudged = pairs.filter(({ n }) => n === 0);
  const met = pairs.length > 0 && broken.length === 0 && unjudged.length === 0 && !(strict && regressions > 0);
  return {
    gate: 'baseline',
    strict,
    met,
    broken,
    unjudged,
    compared: pairs,
    regressions: { total: regressions, items },
    noLongerJudged,
    onlyInBaseline: onlyInBase,
  };
}
