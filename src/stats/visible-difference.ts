import { fewestDiffering } from './mcnemar.ts';
import { normalQuantile, Z_POWER } from './normal-quantile.ts';

/**
 * The smallest difference of two pass rates, 0..1, that McNemar's test of so many pairs shows with 80% power, where the share
 * `discordant` of the pairs differs: Connor's formula (1987), as in `scenariosToDecide`, solved for the difference. `level` is that
 * of the test, two-sided, after its correction. Null where even pairs that all differ the same way would not do.
 */
export function visibleDifference(pairs: number, discordant: number, level: number): number | null {
  if (pairs * discordant < fewestDiffering(level)) return null;
  const alpha = normalQuantile(1 - level / 2);
  const needed = (difference: number): number =>
    ((alpha * Math.sqrt(discordant) + Z_POWER * Math.sqrt(Math.max(0, discordant - difference * difference))) /
      difference) **
    2;
  let [low, high] = [0, discordant];
  if (needed(high) > pairs) return null;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (needed(middle) > pairs) low = middle;
    else high = middle;
  }
  return high;
}
