import type { UntilRow } from '../domain/run.ts';
import { holm } from '../stats/holm.ts';
import type { Pair } from './comparison.ts';

/**
 * The pairs of a run that added trials until it was decided, each with the sequential test in place of one that takes the number of
 * trials for fixed: such a p-value is too small where a run stops because of what it shows. There is no interval either.
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
