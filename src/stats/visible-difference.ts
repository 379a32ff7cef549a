/** Power 80%: the quantile of the standard normal. */
const Z_BETA = 0.841621;

/**
 * The smallest difference of two pass rates, 0..1, that McNemar's test of so many pairs shows with 80% power, where the share
 * `discordant` of the pairs differs: Connor's formula (1987), as in `scenariosToDecide`, solved for the difference. `level` is that
 * of the test, two-sided, after its correction. Null where even pairs that all differ the same way would not do.
 */
export function visibleDifference(pairs: number, discordant: number, level: number): number | null {
  // So many pairs must differ, all the same way, for p = 2 / 2^d below the level.
  const fewest = Math.floor(Math.log2(2 / level)) + 1;
  if (pairs * discordant < fewest) return null;
  const alpha = quantile(1 - level / 2);
  const needed = (difference: number): number =>
    ((alpha * Math.sqrt(discordant) + Z_BETA * Math.sqrt(Math.max(0, discordant - difference * difference))) /
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

/** Quantile of the standard normal for p in 0.5..1 (Abramowitz and Stegun 26.2.23, error below 4.5e-4). */
function quantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return (
    t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}
