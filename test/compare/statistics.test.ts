import { array, assert, double, nat, property } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { clusterBootstrap } from '../../src/stats/bootstrap.ts';
import { holm } from '../../src/stats/holm.ts';
import { mcnemarExact } from '../../src/stats/mcnemar.ts';
import { clustersToDecide, scenariosToDecide } from '../../src/stats/sample-size.ts';

function filled(length: number, value: number): number[] {
  return Array.from({ length }, () => value);
}

/** The definition in whole numbers, divided once at the end. */
function mcnemarByDefinition(b: number, c: number): number {
  const n = BigInt(b + c);
  let binomial = 1n;
  let sum = 0n;
  for (let i = 0n; i <= BigInt(Math.min(b, c)); i++) {
    sum += binomial;
    binomial = (binomial * (n - i)) / (i + 1n);
  }
  const scaled = (2n * sum * 10n ** 30n) / 2n ** n;
  return Math.min(1, Number(scaled) / 1e30);
}

test.each([
  [0, 0, 1],
  [1, 0, 1],
  [0, 5, 0.0625],
  [0, 6, 0.03125],
  [2, 9, 0.0654296875],
  [5, 5, 1],
  [10, 10, 1],
  [1, 9, 0.021484375],
])('McNemar of %i against %i discordant pairs is %f', (b, c, p) => {
  expect(mcnemarExact(b, c)).toBeCloseTo(p, 15);
  expect(mcnemarExact(c, b)).toBe(mcnemarExact(b, c));
});

test('McNemar equals its definition in whole numbers', () => {
  assert(
    property(nat(150), nat(150), (b, c) => {
      expect(mcnemarExact(b, c)).toBeCloseTo(mcnemarByDefinition(b, c), 12);
    }),
    { numRuns: 1000 },
  );
});

test('McNemar stays a probability where the binomials leave the range of a number', () => {
  expect(mcnemarExact(100_000, 100_000)).toBe(1);
  expect(mcnemarExact(100_000, 100_800)).toBeCloseTo(0.07457696425672707, 10);
  expect(mcnemarExact(0, 5000)).toBe(0);
  expect(mcnemarExact(400, 5000)).toBeGreaterThanOrEqual(0);
});

test("Holm's adjustment is step-down, monotone, in the order given, and skips what was not tested", () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  expect(holm([null, 0.02, null, 0.5])).toEqual([null, 0.04, null, 0.5]);
  expect(holm([0.7, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});

test("Holm's adjusted values never fall below the raw ones nor rise above Bonferroni's", () => {
  assert(
    property(array(double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (pValues) => {
      const adjusted = holm(pValues);
      pValues.forEach((p, at) => {
        expect(adjusted[at]).toBeGreaterThanOrEqual(p);
        expect(adjusted[at]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
      });
    }),
  );
});

test('the bootstrap gives the same answer every time', () => {
  const clusters = { sums: [1, 0, -1, 2, 0, 1, 1], sizes: [3, 3, 3, 3, 3, 3, 3] };
  expect(clusterBootstrap(clusters)).toEqual(clusterBootstrap(clusters));
});

test.each([1, 2, 3, 6, 20])('%i scenarios that all differ the same way leave room for doubt', (count) => {
  const [low, high] = clusterBootstrap({ sums: filled(count, 3), sizes: filled(count, 3) });
  expect([low < 1 - 1 / count / 2, high]).toEqual([true, 1]);
  expect(low > 0).toBe(count >= 6);
  const [below, above] = clusterBootstrap({ sums: filled(count, 0), sizes: filled(count, 3) });
  expect([below < 0, above > 0]).toEqual([true, true]);
});

test('the interval of the bootstrap agrees with the normal approximation on many scenarios', () => {
  const sums = Array.from({ length: 1000 }, (_, at): number => (at % 10 === 0 ? 1 : at % 25 === 1 ? -1 : 0));
  const mean = sums.reduce((total, value) => total + value, 0) / 1000;
  const deviation = Math.sqrt(sums.reduce((total, value) => total + (value - mean) ** 2, 0) / 999 / 1000);
  const interval = clusterBootstrap({ sums, sizes: filled(1000, 1) });
  expect(interval[0]).toBeCloseTo(mean - 1.96 * deviation, 2);
  expect(interval[1]).toBeCloseTo(mean + 1.96 * deviation, 2);
});

test('the scenarios needed to decide follow the formula of Connor', () => {
  expect(scenariosToDecide(10, 1, 0, 0.05)).toBe(77);
  expect(scenariosToDecide(100, 5, 10, 0.05)).toBe(469);
  expect(scenariosToDecide(100, 7, 7, 0.05)).toBeNull();
  expect(scenariosToDecide(0, 0, 0, 0.05)).toBeNull();
});

test.each([1, 3, 5])('%i scenarios that all differ are not said to be decided before there are six', (n) => {
  expect(mcnemarExact(0, 5)).toBeGreaterThan(0.05);
  expect(scenariosToDecide(n, 0, n, 0.05)).toBe(6);
  if (n > 1) expect(clustersToDecide(filled(n, -1), 0.05)).toBe(6);
});

test('with several trials the needed scenarios follow from the spread between scenarios', () => {
  expect(clustersToDecide([1, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.05)).toBe(79);
  expect(clustersToDecide([0.5, -0.5], 0.05)).toBeNull();
  expect(clustersToDecide([1], 0.05)).toBeNull();
});
