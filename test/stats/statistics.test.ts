import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { clusteredWilson } from '../../src/stats/clustered-interval.ts';
import { passAtK, passHatK, percentile, wilson } from '../../src/stats/statistics.ts';

const rounded = (interval: readonly [number, number] | null): readonly string[] | undefined =>
  interval?.map((end) => end.toFixed(3));

test.each([
  [10, 10, ['0.722', '1.000']],
  [48, 50, ['0.865', '0.989']],
  [0, 10, ['0.000', '0.278']],
  [1, 2, ['0.095', '0.905']],
  [5, 10, ['0.237', '0.763']],
])('the Wilson interval of %i of %i', (passes, n, interval) => {
  expect(rounded(wilson(passes, n))).toEqual(interval);
});

test('the ends are exact where all or none passed, and of nothing there is no interval', () => {
  expect(wilson(10, 10)?.[1]).toBe(1);
  expect(wilson(0, 7)?.[0]).toBe(0);
  expect(wilson(0, 0)).toBeNull();
});

test('an interval lies in 0..1 around the rate', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const passes = Math.round(n * share);
      const [low, high] = wilson(passes, n) ?? [Number.NaN, Number.NaN];
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(passes / n);
      expect(high).toBeGreaterThanOrEqual(passes / n);
    }),
    { numRuns: 1000 },
  );
});

test('with one trial a scenario clusters change nothing', () => {
  const clusters = Array.from({ length: 10 }, (_, i) => ({ judged: 1, passes: i < 7 ? 1 : 0 }));
  expect(clusteredWilson(clusters)).toEqual(wilson(7, 10));
  expect(clusteredWilson([])).toBeNull();
  expect(clusteredWilson([{ judged: 0, passes: 0 }])).toBeNull();
});

test('trials that always agree count as one each', () => {
  const clusters = Array.from({ length: 20 }, (_, i) => ({ judged: 5, passes: i < 10 ? 5 : 0 }));
  // Robust variance: 20/19 · 20 · 2.5² / 100² = 0.013158; binomial 0.0025; 100 trials tell as much as 19.
  expect(rounded(clusteredWilson(clusters))).toEqual(rounded(wilson(9.5, 19)));
});

test('trials that never agree count each, but not more', () => {
  const clusters = Array.from({ length: 20 }, () => ({ judged: 4, passes: 2 }));
  expect(rounded(clusteredWilson(clusters))).toEqual(rounded(wilson(40, 80)));
});

test('without any variance trials count each', () => {
  expect(clusteredWilson(Array.from({ length: 5 }, () => ({ judged: 4, passes: 4 })))).toEqual(wilson(20, 20));
});

test('the trials of a single scenario count each', () => {
  expect(rounded(clusteredWilson([{ judged: 10, passes: 10 }]))).toEqual(['0.722', '1.000']);
});

test('pass@k and pass^k', () => {
  expect(passHatK(10, 9, 10)).toBe(0);
  expect(passAtK(10, 9, 10)).toBe(1);
  expect(passHatK(5, 3, 3)).toBeCloseTo(0.1);
  expect(passHatK(10, 9, 1)).toBeCloseTo(0.9);
  expect(passAtK(10, 9, 1)).toBeCloseTo(0.9);
  expect(passAtK(5, 1, 2)).toBeCloseTo(0.4);
  expect(passAtK(3, 0, 3)).toBe(0);
  expect(passHatK(3, 3, 3)).toBe(1);
  expect(passAtK(2000, 1000, 1000)).toBe(1);
});

test.each([
  [[], 50, null],
  [[7], 95, 7],
  [[1, 2, 3, 4], 50, 2],
  [[1, 2, 3, 4, 5], 50, 3],
  [Array.from({ length: 20 }, (_, i) => i + 1), 95, 19],
  [Array.from({ length: 100 }, (_, i) => i + 1), 95, 95],
  [[1, 2], 0, 1],
  [[1, 2], 100, 2],
])('the nearest rank of %j at %i %%', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected);
});
