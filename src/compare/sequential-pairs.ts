import type { UntilRow } from '../domain/run.ts';
import { holm } from '../stats/holm.ts';
import type { Pair } from './comparison.ts';

/**
 * Gives the pairs of a run with `--until decided` the p-values of its sequential test. The usual tests assume a fixed number of
 * trials, so their p-values are too small where the results decide when to stop. The pairs have no interval, because the
 * sequential test gives none.
 */
export function sequentialPairs(pairs: readonly Pair[], { candidates }: UntilRow): Pair[] {
  const tested = pairs.map((pair) => candidates.find(({ model }) => model === pair.candidate) ?? null);
  const ps = tested.map((found) => (found === null || found.pairs === 0 ? null : found.pDifference));
  const adjusted = holm(ps);
  return pairs.map((pair, at) => {
    const verdict = tested[at]?.verdict ?? null;
    return {
      ...pair,
      interval: null,
      test: 'sequential',
      p: ps[at] ?? null,
      pAdjusted: adjusted[at] ?? null,
      verdict: verdict === null || verdict === 'equal' ? 'inconclusive' : verdict,
      moreScenarios: null,
    };
  });
}
