import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Per scenario: the sum of the differences of its pairs of trials, and their number. */
export interface Clusters {
  readonly sums: readonly number[];
  readonly sizes: readonly number[];
}

const SEED = 20_240_811;
const RESAMPLES = 10_000;
const FEWEST_RESAMPLES = 1_000;
const DRAWS = 20_000_000;

/**
 * 95% percentile interval of the mean difference by the paired cluster bootstrap: whole scenarios are drawn with replacement, as
 * trials of one scenario are alike (Davison & Hinkley 1997, 2.4 and 3.8; Miller 2024, arXiv 2411.00640, for clustered
 * evaluations). Two scenarios are added first, of which each side wins one in all of its trials, as Bonett & Price (2012) add two
 * pairs: of few scenarios, or of some that all differ the same way, the ends would else be too close, or one point.
 * The seed is fixed. 10,000 resamples; fewer, at least 1,000, from 2,000 scenarios on.
 */
export function clusterBootstrap(clusters: Clusters): readonly [number, number] {
  const usual = clusters.sizes.reduce((total, size) => total + size, 0) / clusters.sizes.length;
  const sums = [...clusters.sums, usual, -usual];
  const sizes = [...clusters.sizes, usual, usual];
  const count = sums.length;
  const resamples = Math.max(FEWEST_RESAMPLES, Math.min(RESAMPLES, Math.floor(DRAWS / count)));
  const random = xoroshiro128plus(SEED);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    let size = 0;
    for (let draw = 0; draw < count; draw++) {
      const at = uniformInt(random, 0, count - 1);
      sum += sums[at] ?? 0;
      size += sizes[at] ?? 0;
    }
    means[round] = sum / size;
  }
  means.sort();
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** Quantile by nearest rank. */
function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
