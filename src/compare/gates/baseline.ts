import type { ScenarioRow } from '../../domain/run.ts';
import type { Bounded, CellChange, JudgedChange, Measured, MissingCell, Pair, RunComparison } from '../comparison.ts';

/** What `--baseline` tolerates: nothing, or differences that chance explains. */
export type Tolerance = 'none' | 'chance';

export interface BaselineResult {
  readonly gate: 'baseline';
  readonly tolerance: Tolerance;
  readonly met: boolean;
  /** Number of scenarios × models that both runs judged. */
  readonly compared: number;
  /**
   * Scenarios × models that pass a smaller share of their judged trials than in the baseline. They break the gate, unless
   * chance is tolerated.
   */
  readonly regressions: Bounded<CellChange>;
  /** Scenarios × models that the baseline judged and the run does not hold. They break the gate. */
  readonly missing: Bounded<MissingCell>;
  /**
   * Scenarios × models that the baseline judged and the run could not judge, because of an error or a missing recording. They
   * break the gate.
   */
  readonly noLongerJudged: Bounded<JudgedChange>;
  /** Scenarios × models whose number of trials differs between the runs. */
  readonly trials: Bounded<Measured>;
  /** One pair for each model. */
  readonly pairs: readonly Pair[];
  /**
   * Pairs without a trial that both runs judged. They are named; what the baseline judged of them is in `missing` or
   * `noLongerJudged`, and breaks the gate.
   */
  readonly unjudged: readonly Pair[];
  /** Pairs that are worse beyond chance. They break the gate where chance is tolerated. */
  readonly worse: readonly Pair[];
  /** What only the run holds. It is not compared. */
  readonly onlyInRun: RunComparison['onlyInCandidate'];
  /** True when the run asked models anew, several times each, so that chance may explain a difference. */
  readonly sampled: boolean;
  /** Scenarios of the baseline, by which reports say what was edited since. */
  readonly scenarios: readonly ScenarioRow[];
}

interface BaselineRules {
  readonly tolerance: Tolerance;
  /** True when the candidate run asked models anew. */
  readonly live: boolean;
  /** Scenarios of the baseline, for the result's field of the same name. */
  readonly scenarios?: readonly ScenarioRow[];
}

/**
 * Compares a run (the candidate) with its baseline. Each of these breaks the gate:
 *
 * - a scenario × model passes a smaller share of its judged trials than in the baseline
 * - instead of that, with `chance`: a model is worse beyond chance
 * - a scenario × model that the baseline judged is missing, or was not judged
 *
 * What the baseline could not judge is held by nobody, so a run meets itself as its baseline. Not met where nothing was judged in
 * both runs.
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
    met: judgedCells > 0 && broken + missing.total + noLongerJudged.total === 0,
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
    sampled: live && pairs.some(({ test }) => test === 'sign-flip'),
  };
}
