import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { betOnDifference } from '../src/stats/sequential/bet-on-difference.ts';
import { DECIDING_WEALTH, sequentialTest, type SequentialVerdict } from '../src/stats/sequential/sequential-test.ts';

/** Numbers in 0..1, the same for a seed. */
export function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Two models: the share of pairs that only one of them passes, and the candidate's pass rate minus the base's. */
export interface Models {
  readonly discordant: number;
  readonly difference: number;
}

/** One pair of trials. */
export function drawPair({ discordant, difference }: Models, random: () => number): -1 | 0 | 1 {
  const value = random();
  if (value < (discordant + difference) / 2) return 1;
  return value < discordant ? -1 : 0;
}

/** Scenarios of a run, where nothing else is said. */
export const ROUND = 100;

export interface Stopped {
  readonly verdict: SequentialVerdict | null;
  readonly pairs: number;
}

/** Adds pairs until there is a verdict, at most so many. */
export function runToVerdict(
  models: Models,
  margin: number,
  most: number,
  random: () => number,
  round: number = ROUND,
): Stopped {
  const test = sequentialTest(1, margin, round);
  while (!test.decided && test.state(0).pairs < most) test.add(0, drawPair(models, random));
  const { verdict, pairs } = test.state(0);
  return { verdict, pairs };
}

/** Whether models that do not differ are called different at any time up to so many pairs, looking after each. */
export function everCalledDifferent(discordant: number, margin: number, most: number, random: () => number): boolean {
  const bet = betOnDifference(margin, ROUND);
  for (let pairs = 0; ;) {
    // The number of concordant pairs before the next discordant one is geometric.
    const concordant = Math.floor(Math.log(1 - random()) / Math.log(1 - discordant));
    pairs += concordant + 1;
    if (pairs > most) return false;
    bet.add(random() < 0.5 ? 1 : -1, DECIDING_WEALTH, concordant);
    if (bet.best >= DECIDING_WEALTH * (1 - 1e-12)) return true;
  }
}

/** Two-sided 5%: the quantile of the standard normal, and those of 80 and 90% power. */
const Z_ALPHA = 1.959_964;
const Z_BETA = { 80: 0.841_621, 90: 1.281_552 } as const;

/** Pairs of a fixed design with McNemar's test at 5% (Connor 1987). */
export function fixedDesign({ discordant, difference }: Models, power: 80 | 90): number {
  const spread = Math.sqrt(discordant - difference * difference);
  return Math.ceil((Z_ALPHA * Math.sqrt(discordant) + Z_BETA[power] * spread) ** 2 / difference ** 2);
}
