import { mcnemarExact } from './mcnemar.ts';

/** The differences of one pair of models, a whole number a scenario: trials that only the second passed minus those of the first alone. */
export interface Differences {
  /** How many scenarios differ by ±size, by size from 1. */
  readonly sizes: ReadonlyMap<number, number>;
  readonly total: number;
}

/** The differences by scenario, as `signFlip` takes them. */
export function differencesOf(sums: Iterable<number>): Differences {
  const sizes = new Map<number, number>();
  let total = 0;
  for (const sum of sums) {
    if (sum === 0) continue;
    total += sum;
    sizes.set(Math.abs(sum), (sizes.get(Math.abs(sum)) ?? 0) + 1);
  }
  return { sizes, total };
}

/** Above so many steps the distribution is close to normal, and would take seconds. */
const MOST_STEPS = 20_000_000;

/**
 * Two-sided p of the exact sign-flip test (Fisher 1935): the chance of a total at least as far from 0 when each scenario's difference
 * may as well have the other sign. With one trial a scenario it is the exact McNemar test. 1 where nothing differs. Among very many
 * scenarios with several trials the normal approximation stands in for the distribution.
 */
export function signFlip({ sizes, total }: Differences): number {
  const scenarios = sizes.get(1) ?? 0;
  if (sizes.size === 0) return 1;
  if (sizes.size === 1 && scenarios > 0) return mcnemarExact((scenarios - total) / 2, (scenarios + total) / 2);
  let reach = 0;
  let count = 0;
  let squares = 0;
  for (const [size, times] of sizes) {
    reach += size * times;
    count += times;
    squares += size * size * times;
  }
  if (count * reach > MOST_STEPS) return erfc((Math.abs(total) - 1) / Math.sqrt(2 * squares));
  return Math.min(1, tail(sizes, reach, Math.abs(total)));
}

/** P(|Σ ± size| ≥ least), by adding one scenario after the other; `at` is half the distance from the lowest sum. */
function tail(sizes: ReadonlyMap<number, number>, reach: number, least: number): number {
  let chances = new Float64Array(reach + 1);
  let next = new Float64Array(reach + 1);
  chances[0] = 1;
  let top = 0;
  for (const [size, times] of sizes) {
    for (let scenario = 0; scenario < times; scenario++) {
      next.fill(0, 0, top + size + 1);
      for (let at = 0; at <= top; at++) {
        const half = (chances[at] ?? 0) / 2;
        next[at] = (next[at] ?? 0) + half;
        next[at + size] = (next[at + size] ?? 0) + half;
      }
      top += size;
      [chances, next] = [next, chances];
    }
  }
  let sum = 0;
  for (let at = 0; at <= reach; at++) if (Math.abs(2 * at - reach) >= least) sum += chances[at] ?? 0;
  return sum;
}

/** Complementary error function, relative error below 1.2e-7 (Press et al., Numerical Recipes, 6.2). */
function erfc(x: number): number {
  const z = Math.abs(x);
  const t = 1 / (1 + z / 2);
  const terms = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
    -1.26551223,
  ];
  const series = terms.reduce((sum, term) => sum * t + term, 0);
  const value = t * Math.exp(-z * z + series);
  return x >= 0 ? value : 2 - value;
}
