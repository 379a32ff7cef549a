/**
 * Two-sided p of the exact McNemar test (McNemar 1947; exact form: sign test on the discordant pairs):
 * min(1, 2 · Σ_{i ≤ min(b, c)} C(b+c, i) / 2^(b+c)). `b` and `c` count the pairs that only one side passed.
 * 1 without a discordant pair.
 */
export function mcnemarExact(b: number, c: number): number {
  const n = b + c;
  const smaller = Math.min(b, c);
  let halvings = n;
  let term = 1;
  for (let i = 1; i <= smaller; i++) {
    term *= (n - i + 1) / i;
    // Dividing during the loop is exact and keeps the binomial coefficient within the range of a number.
    for (; term > 1 && halvings > 0; halvings--) term /= 2;
  }
  term *= 2 ** -halvings;
  let sum = 0;
  for (let i = smaller; i >= 0 && term > sum * Number.EPSILON; i--) {
    sum += term;
    term *= i / (n - i + 1);
  }
  return Math.min(1, 2 * sum);
}

/** The fewest pairs that differ, all in one direction, with a p below the level: 2 / 2^d < level, so 6 at 0.05. */
export function fewestDiffering(level: number): number {
  return Math.floor(Math.log2(2 / level)) + 1;
}
