import { passAtK, passHatK, wilson, type Interval } from './statistics.ts';

/** The judged trials of one scenario and the number that passed. */
export interface Cluster {
  readonly judged: number;
  readonly passes: number;
}

/** A measure of scenarios, as a weighted mean over them. */
interface ClusterMeasure {
  readonly weight: (judged: number) => number;
  /** Value of a scenario, from 0 to its weight, by its judged trials and passes. More passes never lower it. */
  readonly amount: (judged: number, passes: number) => number;
  /** Number of independent observations in the trials of a scenario, if the trials were independent. */
  readonly observations: (judged: number) => number;
}

/** The pass rate: every trial has the same weight. */
const PASS_RATE: ClusterMeasure = {
  weight: (judged) => judged,
  amount: (_, passes) => passes,
  observations: (judged) => judged,
};

/** 95% interval of the pass rate over all trials; null without a judged trial. */
export function clusteredWilson(clusters: readonly Cluster[]): Interval | null {
  const judged = clusters.filter((cluster) => cluster.judged > 0);
  const n = sum(judged, (cluster) => cluster.judged);
  if (judged.length < 2 || n === judged.length)
    return wilson(
      sum(judged, ({ passes }) => passes),
      n,
    );
  return clusteredInterval(judged, PASS_RATE);
}

/** 95% interval of pass^k, the mean over scenarios with at least k judged trials; null without such a scenario. */
export function passHatKInterval(clusters: readonly Cluster[], k: number): Interval | null {
  return intervalByK(clusters, k, passHatK);
}

/** 95% interval of pass@k, the mean over scenarios with at least k judged trials; null without such a scenario. */
export function passAtKInterval(clusters: readonly Cluster[], k: number): Interval | null {
  return intervalByK(clusters, k, passAtK);
}

function intervalByK(clusters: readonly Cluster[], k: number, measure: typeof passAtK): Interval | null {
  return clusteredInterval(
    clusters.filter(({ judged }) => judged >= k),
    {
      weight: () => 1,
      amount: (judged, passes) => measure(judged, passes, k),
      observations: (judged) => Math.floor(judged / k),
    },
  );
}

/**
 * 95% interval of the weighted mean of a measure over scenarios; null without one. Trials of a scenario resemble each other and tell
 * less than as many scenarios would: the number of observations is divided by the design effect, the ratio of the cluster-robust
 * variance C/(C−1) Σ w² (v − v̄)² / (Σ w)² (Miller 2024, arXiv:2411.00640) to the binomial one (Korn and Graubard 1998). Wilson's score
 * interval then uses the reduced number. A single scenario, or scenarios without any difference between them, show no such effect.
 * By itself that interval may fall when one more trial passes, because scenarios then differ more. The lower end is therefore the
 * lowest of all results with at least these passes in each scenario, and the upper end mirrors it: more passes never
 * lower either, of scenarios with as many judged trials each.
 */
function clusteredInterval(clusters: readonly Cluster[], measure: ClusterMeasure): Interval | null {
  if (clusters.length === 0) return null;
  const { weight, amount } = measure;
  const failures = clusters.map(({ judged, passes }) => ({ judged, passes: judged - passes }));
  const mirrored: ClusterMeasure = {
    ...measure,
    amount: (judged, failed) => weight(judged) - amount(judged, judged - failed),
  };
  return [lowestEnd(clusters, measure), 1 - lowestEnd(failures, mirrored)];
}

/** A smaller spread counts as none, because rounding can cause it. */
const NO_SPREAD = 1e-14;

/**
 * The lowest lower end of all results with more passes. Passes are added to the fullest scenarios first, until all trials pass.
 */
function lowestEnd(clusters: readonly Cluster[], { weight, amount, observations }: ClusterMeasure): number {
  const scenarios = clusters.length;
  const parts = clusters
    .map(({ judged, passes }) => ({ judged, passes, full: weight(judged), amount: amount(judged, passes) }))
    .sort((a, b) => b.amount / b.full - a.amount / a.full || b.full - a.full);
  const total = parts.reduce((all, { full }) => all + full, 0);
  const fullSquares = parts.reduce((all, { full }) => all + full * full, 0);
  const most = sum(clusters, ({ judged }) => observations(judged));
  let amounts = parts.reduce((all, part) => all + part.amount, 0);
  let squares = parts.reduce((all, part) => all + part.amount * part.amount, 0);
  let products = parts.reduce((all, part) => all + part.amount * part.full, 0);
  const lowerEnd = (): number => {
    const mean = Math.min(1, amounts / total);
    const spread = (squares - 2 * mean * products + mean * mean * fullSquares) / (total * total);
    const robust = (scenarios / (scenarios - 1)) * spread;
    const left = scenarios > 1 && spread > NO_SPREAD ? Math.min(most, (mean * (1 - mean)) / robust) : most;
    return wilson(mean * left, left)?.[0] ?? 0;
  };
  let lowest = lowerEnd();
  for (const part of parts) {
    let before = part.amount;
    for (let passes = part.passes + 1; passes <= part.judged; passes++) {
      const now = amount(part.judged, passes);
      amounts += now - before;
      squares += now * now - before * before;
      products += (now - before) * part.full;
      before = now;
      lowest = Math.min(lowest, lowerEnd());
    }
  }
  return lowest;
}

function sum(clusters: readonly Cluster[], value: (cluster: Cluster) => number): number {
  return clusters.reduce((total, cluster) => total + value(cluster), 0);
}
