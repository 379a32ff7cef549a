import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { everCalledDifferent, fixedDesign, randomOf, runToVerdict } from '../../bench/simulate-sequential.ts';
import { replayBfcl, VERDICTS } from '../../bench/replay-bfcl-orders.ts';
import { sequentialTest } from '../../src/stats/sequential/sequential-test.ts';

const MARGIN = 0.05;

test.each([0.2, 0.5])(
  'models that do not differ are called different at any time in at most one of 20 runs, discordance %f',
  (discordant) => {
    const random = randomOf(101);
    const runs = 4000;
    let wrong = 0;
    for (let run = 0; run < runs; run++) if (everCalledDifferent(discordant, MARGIN, 2000, random)) wrong += 1;
    expect(wrong / runs).toBeLessThanOrEqual(0.05);
    // The bets are for the whole level: far fewer would be a test that cannot decide.
    expect(wrong / runs).toBeGreaterThan(0.02);
  },
);

test.each([0.2, 0.3, 0.5])('ten points take fewer pairs than the fixed designs, discordance %f', (discordant) => {
  const models = { discordant, difference: 0.1 };
  const random = randomOf(102);
  const runs = 4000;
  let pairs = 0;
  let squares = 0;
  let better = 0;
  for (let run = 0; run < runs; run++) {
    const stopped = runToVerdict(models, MARGIN, 20_000, random);
    pairs += stopped.pairs;
    squares += stopped.pairs ** 2;
    if (stopped.verdict === 'better') better += 1;
  }
  // `bench/sequential.ts` holds 100,000 runs against the bounds themselves; of these few the mean is known to a standard error.
  const mean = pairs / runs;
  const least = mean - (2 * Math.sqrt(squares / runs - mean ** 2)) / Math.sqrt(runs);
  expect(least / fixedDesign(models, 90)).toBeLessThanOrEqual(0.75);
  expect(least / fixedDesign(models, 80)).toBeLessThanOrEqual(1);
  expect(better / runs).toBeGreaterThan(0.99);
});

test('a difference as large as the margin is called no larger in at most 5% of runs', () => {
  const random = randomOf(103);
  const runs = 1000;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    if (runToVerdict({ discordant: 0.2, difference: MARGIN }, MARGIN, 3000, random).verdict === 'equal') wrong += 1;
  }
  expect(wrong / runs).toBeLessThanOrEqual(0.05);
});

test('equal models are called so, and a small margin takes more pairs', () => {
  const mean = (margin: number): number => {
    const random = randomOf(104);
    let pairs = 0;
    for (let run = 0; run < 100; run++) {
      const stopped = runToVerdict({ discordant: 0.1, difference: 0 }, margin, 50_000, random);
      pairs += stopped.pairs;
    }
    return pairs / 100;
  };
  const wide = mean(0.1);
  expect(wide).toBeLessThan(300);
  expect(mean(0.05)).toBeGreaterThan(2 * wide);
});

test('of several candidates that all equal the base, any is called different in at most 5% of runs', () => {
  const random = randomOf(105);
  const runs = 2000;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const sequential = sequentialTest(4, MARGIN, 100);
    for (let pair = 0; pair < 400 && !sequential.decided; pair++) {
      for (let candidate = 0; candidate < 4; candidate++) {
        const value = random();
        sequential.add(candidate, value < 0.15 ? 1 : value < 0.3 ? -1 : 0);
      }
    }
    const verdicts = [0, 1, 2, 3].map((candidate) => sequential.state(candidate).verdict);
    if (verdicts.some((verdict) => verdict === 'better' || verdict === 'worse')) wrong += 1;
  }
  expect(wrong / runs).toBeLessThanOrEqual(0.05);
});

test('a scenario that always tells the models apart weighs no more in many trials: unequal scenarios raise no alarm', () => {
  // Half of the scenarios go to one model in 9 of 10 trials, half to the other; rounds over all scenarios in random order.
  const random = randomOf(106);
  const runs = 1000;
  let wrong = 0;
  for (let run = 0; run < runs; run++) {
    const sequential = sequentialTest(1, MARGIN, 100);
    for (let round = 0; round < 50 && !sequential.decided; round++) {
      const order = Array.from({ length: 20 }, (_, scenario) => scenario)
        .map((scenario) => ({ scenario, key: random() }))
        .sort((a, b) => a.key - b.key);
      for (const { scenario } of order) {
        const towards = scenario < 10 ? 1 : -1;
        sequential.add(0, random() < 0.9 ? towards : (-towards as 1 | -1));
      }
    }
    const { verdict } = sequential.state(0);
    if (verdict === 'better' || verdict === 'worse') wrong += 1;
  }
  expect(wrong / runs).toBeLessThanOrEqual(0.05);
});

test('fewer than ten discordant pairs decide nothing, and a verdict stays', () => {
  const sequential = sequentialTest(1, MARGIN, 100);
  for (let pair = 0; pair < 9; pair++) sequential.add(0, 1);
  expect(sequential.state(0).verdict).toBeNull();
  for (let pair = 0; pair < 15; pair++) sequential.add(0, 1);
  const decided = sequential.state(0);
  expect(decided.verdict).toBe('better');
  expect(decided.pDifference).toBeLessThanOrEqual(0.05);
  for (let pair = 0; pair < 100; pair++) sequential.add(0, -1);
  expect(sequential.state(0)).toEqual(decided);
});

test('a large round aims at smaller differences: it finds three points more often, and equal models no more often different', () => {
  const called = (difference: number, round: number): number => {
    const random = randomOf(108);
    let different = 0;
    for (let run = 0; run < 1000; run++) {
      const { verdict } = runToVerdict({ discordant: 0.16, difference }, MARGIN, 1200, random, round);
      if (verdict === 'better' || verdict === 'worse') different += 1;
    }
    return different / 1000;
  };
  expect(called(0.03, 1200)).toBeGreaterThan(called(0.03, 100) + 0.1);
  expect(called(0, 1200)).toBeLessThanOrEqual(0.05);
});

test('mirrored pairs mirror the verdict', () => {
  const random = randomOf(107);
  const pairs = Array.from({ length: 600 }, () => (random() < 0.2 ? 1 : random() < 0.1 ? -1 : 0));
  const [one, other] = [sequentialTest(1, MARGIN, 100), sequentialTest(1, MARGIN, 100)];
  for (const pair of pairs) {
    one.add(0, pair);
    other.add(0, (-pair || 0) as -1 | 0 | 1);
  }
  const { basePassOnly, candidatePassOnly, ...rest } = one.state(0);
  expect(rest.verdict).toBe('better');
  expect(other.state(0)).toEqual({
    ...rest,
    verdict: 'worse',
    basePassOnly: candidatePassOnly,
    candidatePassOnly: basePassOnly,
  });
});

const there = existsSync(VERDICTS);
if (!there) process.stderr.write('skipped: the BFCL verdicts beside the checkout are absent\n');

test.skipIf(!there).each([2024, 110_000, 220_000])(
  'on real tables the verdicts are those of all trials, from a fraction of them, seed %i',
  (seed) => {
    const pairs = replayBfcl(seed);
    expect(pairs).toHaveLength(28);
    for (const { base, candidate, p, full, counts, orders } of pairs) {
      const what = `${candidate} against ${base}`;
      if (full !== 'inconclusive') expect([what, counts[full === 'better' ? 'worse' : 'better']]).toEqual([what, 0]);
      const same = full === 'inconclusive' ? counts.equal + counts.open : counts[full];
      if (p < 0.005 || p > 0.2) expect(same / orders, what).toBeGreaterThanOrEqual(0.95);
    }
    expect(pairs.reduce((sum, { share }) => sum + share, 0) / pairs.length).toBeLessThanOrEqual(0.4);
  },
);
