import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Per scenario: the sum of the differences of its pairs of trials, and their number. */
export interface Clusters {
  readonly sums: readonly number[];
  readonly sizes: readonly number[];
}

export interface BootstrapResult {
  /** Two-sided p-value. */
  readonly p: number;
  /** 95% percentile interval of the mean difference. */
  readonly interval: readonly [number, number];
}

const SEED = 20_240_811;
const RESAMPLES = 10_000;
const FEWEST_RESAMPLES = 1_000;
const DRAWS = 20_000_000;

/**
 * Paired cluster bootstrap of the mean difference: whole scenarios are drawn with replacement, as trials of one
 * scenario are alike (Davison & Hinkley 1997, 2.4 and 3.8; Miller 2024, arXiv 2411.00640, for clustered evaluations).
 * p = 2 · min(share of means ≤ 0, share ≥ 0), each share as (count + 1) / (resamples + 1), and never below
 * 2 / 2^k with k scenarios that differ: what a sign test on them could show at best.
 * The seed is fixed. 10,000 resamples; fewer, at least 1,000, from 2,000 scenarios on.
 */
export function clusterBootstrap({ sums, sizes }: Clusters): BootstrapResult {
  const count = sums.length;
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, Math.floor(DRAWS / Math.max(1, count))));
  const random = xoroshiro128plus(SEED);
  const means = new Float64Array(resamples);
  let below = 0;
  let above = 0;
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    let size = 0;
    for (let draw = 0; draw < count; draw++) {
      const at = uniformInt(random, 0, count - 1);
      sum += sums[at] ?? 0;
      size += sizes[at] ?? 0;
    }
    means[round] = sum / size;
    if (sum <= 0) below += 1;
    if (sum >= 0) above += 1;
  }
  means.sort();
  const differing = sums.reduce((total, sum) => total + (sum === 0 ? 0 : 1), 0);
  const share = (Math.min(below, above) + 1) / (resamples + 1);
  return {
    p: Math.min(1, Math.max(2 * share, 2 ** (1 - differing))),
    interval: [quantile(means, 0.025), quantile(means, 0.975)],
  };
}

/** Quantile by nearest rank. */
function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
