import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { randomOf } from '../../bench/simulate-sequential.ts';
import {
  clusteredWilson,
  passAtKInterval,
  passHatKInterval,
  type Cluster,
} from '../../src/stats/clustered-interval.ts';
import { passAtK, passHatK, wilson } from '../../src/stats/statistics.ts';

const equal = (judged: number, ...passes: readonly number[]): Cluster[] =>
  passes.map((count) => ({ judged, passes: count }));
const lower = (clusters: readonly Cluster[]): number => clusteredWilson(clusters)?.[0] ?? Number.NaN;

/** As many judged trials in each scenario. */
const EVEN_CLUSTERS = fc
  .integer({ min: 1, max: 30 })
  .chain((judged) =>
    fc.array(fc.record({ judged: fc.constant(judged), passes: fc.nat(judged) }), { minLength: 1, maxLength: 8 }),
  );
const CLUSTERS = fc.array(
  fc.integer({ min: 1, max: 30 }).chain((judged) => fc.record({ judged: fc.constant(judged), passes: fc.nat(judged) })),
  { minLength: 1, maxLength: 8 },
);

test.each([
  ['the pass rate', clusteredWilson],
  ['pass^2', (clusters: readonly Cluster[]) => passHatKInterval(clusters, 2)],
  ['pass^5', (clusters: readonly Cluster[]) => passHatKInterval(clusters, 5)],
  ['pass@2', (clusters: readonly Cluster[]) => passAtKInterval(clusters, 2)],
  ['pass@5', (clusters: readonly Cluster[]) => passAtKInterval(clusters, 5)],
])('one more pass never lowers an end of the interval of %s, and the interval lies in 0..1', (_, intervalOf) => {
  fc.assert(
    fc.property(EVEN_CLUSTERS, fc.nat(), (clusters, pick) => {
      const at = pick % clusters.length;
      const more = clusters.map((one, i) =>
        i === at && one.passes < one.judged ? { judged: one.judged, passes: one.passes + 1 } : one,
      );
      const [before, after] = [intervalOf(clusters), intervalOf(more)];
      if (before === null || after === null) return;
      expect(after[0]).toBeGreaterThanOrEqual(before[0] - 1e-9);
      expect(after[1]).toBeGreaterThanOrEqual(before[1] - 1e-9);
      expect(before[0]).toBeGreaterThanOrEqual(0);
      expect(before[1]).toBeLessThanOrEqual(1);
      expect(before[0]).toBeLessThanOrEqual(before[1]);
    }),
    { numRuns: 1000 },
  );
});

test('an interval of the pass rate holds the rate', () => {
  fc.assert(
    fc.property(CLUSTERS, (clusters) => {
      const judged = clusters.reduce((sum, one) => sum + one.judged, 0);
      const rate = clusters.reduce((sum, one) => sum + one.passes, 0) / judged;
      const [low, high] = clusteredWilson(clusters) ?? [Number.NaN, Number.NaN];
      expect(low).toBeLessThanOrEqual(rate + 1e-12);
      expect(high).toBeGreaterThanOrEqual(rate - 1e-12);
    }),
    { numRuns: 500 },
  );
});

test('60 of 60 is at least as sure as 59 of 60, and more scenarios are no wider than one', () => {
  expect(lower(equal(20, 20, 20, 20))).toBeGreaterThan(lower(equal(20, 20, 20, 19)));
  expect(lower(equal(10, 10, 10, 10, 10, 10))).toBeGreaterThan(lower(equal(20, 20)));
  expect(lower(equal(1, 1))).toBeCloseTo(0.2065, 4);
});

test('scenarios that pass always or never tell as much as one trial each', () => {
  const clusters = equal(10, ...Array.from({ length: 40 }, (_, i) => (i < 30 ? 10 : 0)));
  // 40 scenarios, of which one is spent on their mean.
  const [expectedLow = 0, expectedHigh = 0] = wilson(0.75 * 39, 39) ?? [];
  const [low, high] = clusteredWilson(clusters) ?? [0, 0];
  expect(low).toBeCloseTo(expectedLow, 10);
  expect(high).toBeCloseTo(expectedHigh, 10);
});

test('pass^k of all trials is the share of scenarios that always pass, with the interval of that share', () => {
  const clusters = equal(4, ...Array.from({ length: 50 }, (_, i) => (i < 20 ? 4 : i % 4)));
  const [low, high] = passHatKInterval(clusters, 4) ?? [0, 0];
  const [expectedLow = 0, expectedHigh = 0] = wilson((20 / 50) * 49, 49) ?? [];
  expect(low).toBeCloseTo(expectedLow, 10);
  expect(high).toBeCloseTo(expectedHigh, 10);
  expect(passHatKInterval(clusters, 5)).toBeNull();
});

/** C(a, k) / C(n, k) by drawing every subset of k of n trials. */
function byDrawing(n: number, c: number, k: number): { readonly at: number; readonly hat: number } {
  const counts = { subsets: 0, some: 0, all: 0 };
  const draw = (from: number, left: number, passed: number, failed: number): void => {
    if (left === 0) {
      counts.subsets += 1;
      if (passed > 0) counts.some += 1;
      if (failed === 0) counts.all += 1;
      return;
    }
    for (let trial = from; trial <= n - left; trial++)
      draw(trial + 1, left - 1, passed + (trial < c ? 1 : 0), failed + (trial < c ? 0 : 1));
  };
  draw(0, k, 0, 0);
  return { at: counts.some / counts.subsets, hat: counts.all / counts.subsets };
}

test('pass@k and pass^k are the shares of all draws of k trials', () => {
  for (let n = 1; n <= 8; n++) {
    for (let c = 0; c <= n; c++) {
      for (let k = 1; k <= n; k++) {
        const drawn = byDrawing(n, c, k);
        expect(passAtK(n, c, k)).toBeCloseTo(drawn.at, 12);
        expect(passHatK(n, c, k)).toBeCloseTo(drawn.hat, 12);
      }
    }
  }
});

test('an interval of pass^k covers the truth about as often as it says', () => {
  // 60 scenarios drawn from those whose chances to pass are uniform, 5 trials each: pass^3 is E p³ = 1/4.
  const random = randomOf(11);
  const runs = 400;
  let covered = 0;
  for (let run = 0; run < runs; run++) {
    const clusters = Array.from({ length: 60 }, () => {
      const chance = random();
      return { judged: 5, passes: [1, 2, 3, 4, 5].filter(() => random() < chance).length };
    });
    const [low, high] = passHatKInterval(clusters, 3) ?? [0, 0];
    if (low <= 0.25 && 0.25 <= high) covered += 1;
  }
  expect(covered / runs).toBeGreaterThan(0.93);
});
