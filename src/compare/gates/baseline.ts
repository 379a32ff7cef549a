import type { ScenarioRow } from '../../domain/run.ts';
import type { Bounded, CellChange, JudgedChange, Measured, MissingCell, Pair, RunComparison } from '../comparison.ts';

/** What a baseline allows: nothing, or what chance explains. */
export type Tolerance = 'none' | 'chance';

export interface BaselineResult {
  readonly gate: 'baseline';
  readonly tolerance: Tolerance;
  readonly met: boolean;
  /** Scenarios × models that were judged in both runs. */
  readonly compared: number;
  /** What passes a smaller share of its judged trials than in the baseline. Breaks the gate, unless chance is tolerated. */
  readonly regressions: Bounded<CellChange>;
  /** What was judged in the baseline and is not in the run. Breaks the gate. */
  readonly missing: Bounded<MissingCell>;
  /** What was judged in the baseline and could not be judged now, for an error or want of a recording. Breaks the gate. */
  readonly noLongerJudged: Bounded<JudgedChange>;
  /** Numbers of trials that differ between the runs. */
  readonly trials: Bounded<Measured>;
  /** Model by model. */
  readonly pairs: readonly Pair[];
  /** Pairs without a single trial judged in both runs: nothing shows that they hold. They break the gate. */
  readonly unjudged: readonly Pair[];
  /** Pairs that are worse beyond chance; they break the gate where chance is tolerated. */
  readonly worse: readonly Pair[];
  /** What only the run has: not compared. */
  readonly onlyInRun: RunComparison['onlyInCandidate'];
  /** The run asked models anew, several times each, so that chance may explain a difference. */
  readonly sampled: boolean;
  /** Scenarios of the baseline, by which reports say what was edited since. */
  readonly scenarios: readonly ScenarioRow[];
}

interface BaselineRules {
  readonly tolerance: Tolerance;
  /** The candidate asked models anew. */
  readonly live: boolean;
  /** Scenarios of the baseline; they go into the result as they are. */
  readonly scenarios?: readonly ScenarioRow[];
}

/**
 * Holds a run (the candidate) against its baseline. Not met when a scenario × model passes a smaller share of its judged trials
 * than in the baseline (with `chance`: when a model is worse beyond chance), when one that was judged there is missing or could
 * not be judged here, and where nothing of a model was judged in both.
 */
export function checkBaseline(
  comparison: RunComparison,
  { tolerance, live, scenarios = [] }: BaselineRules,
): BaselineResult {
  const { pairs, changes, missing, noLongerJudged, judgedCells, trials } = comparison;
  const items = [...changes['newly-failing'].items, ...changes.flakier.items].filter(({ regression }) => regression);
  const regressions = { total: comparison.regressions, items };
  const worse = pairs.filter(({ verdict }) => verdict === 'worse');
  const unjudged = pairs.filter(({ n }) => n === 0);
  const broken = tolerance === 'chance' ? worse.length : regressions.total;
  return {
    gate: 'baseline',
    tolerance,
    met: judgedCells > 0 && broken + missing.total + noLongerJudged.total + unjudged.length === 0,
    compared: judgedCells,
    regressions,
    missing,
    noLongerJudged,
    trials,
    pairs,
    unjudged,
    worse,
    onlyInRun: comparison.onlyInCandidate,
    scenarios,
    sampled: live && pairs.some(({ test }) => test === 'bootstrap'),
  };
}
