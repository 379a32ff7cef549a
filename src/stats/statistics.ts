/** Normal quantile of a two-sided 95% interval. */
const Z = 1.959963984540054;

/** Interval of a proportion, both ends within 0..1. */
export type Interval = readonly [number, number];

/**
 * Wilson score interval of 95% (Wilson 1927; Brown, Cai, DasGupta 2001), for `passes` of `n`; null for n = 0.
 * `n` need not be whole: an effective sample size will do.
 */
export function wilson(passes: number, n: number): Interval | null {
  if (n <= 0) return null;
  const rate = passes / n;
  const spread = Z * Math.sqrt((rate * (1 - rate)) / n + (Z * Z) / (4 * n * n));
  const middle = rate + (Z * Z) / (2 * n);
  const scale = 1 + (Z * Z) / n;
  // For these values the ends are exactly 0 and 1, which rounding may miss.
  const low = passes <= 0 ? 0 : Math.max(0, (middle - spread) / scale);
  const high = passes >= n ? 1 : Math.min(1, (middle + spread) / scale);
  return [low, high];
}

/** Chance that at least one of k trials passes, estimated from c passes in n: 1 - C(n-c, k) / C(n, k) (Chen et al. 2021, arXiv:2107.03374). Needs k <= n. */
export function passAtK(n: number, c: number, k: number): number {
  return 1 - ratioOfChoices(n - c, n, k);
}

/** Chance that all of k trials pass, estimated from c passes in n: C(c, k) / C(n, k) (Yao et al. 2024, arXiv:2406.12045). Needs k <= n. */
export function passHatK(n: number, c: number, k: number): number {
  return ratioOfChoices(c, n, k);
}

/** C(a, k) / C(n, k) as a product, so that no factorial overflows. */
function ratioOfChoices(a: number, n: number, k: number): number {
  if (k > a) return 0;
  let ratio = 1;
  for (let i = 0; i < k; i += 1) ratio *= (a - i) / (n - i);
  return ratio;
}

/** The nearest-rank percentile of ascending values: the smallest that at least `percent` % do not exceed. Null for none. */
export function percentile(ascending: ArrayLike<number>, percent: number): number | null {
  if (ascending.length === 0) return null;
  const rank = Math.ceil((percent * ascending.length) / 100);
  return ascending[Math.min(ascending.length, Math.max(1, rank)) - 1] ?? null;
}
