import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import { alikeGroups } from '../../src/stats/alike-groups.ts';
import { mcnemarExact } from '../../src/stats/mcnemar.ts';
import { signFlip } from '../../src/stats/sign-flip.ts';

/** All sets of two and more of which no two are apart and that no further item fits. */
function byDefinition(count: number, apart: (a: number, b: number) => boolean): number[][] {
  const sets = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (__, item) => item).filter((item) => (bits >> item) % 2 === 1),
  );
  const fits = (set: readonly number[], item: number): boolean =>
    set.every((other) => other === item || !apart(item, other));
  const alike = sets.filter((set) => set.every((item) => fits(set, item)));
  return alike.filter(
    (set) =>
      set.length > 1 &&
      Array.from({ length: count }, (_, item) => item).every((item) => set.includes(item) || !fits(set, item)),
  );
}

const inOrder = (groups: readonly number[][]): string[] => groups.map((group) => group.join(' ')).sort();

test('groups are the largest sets of which no two are apart', () => {
  const graph = fc
    .integer({ min: 1, max: 9 })
    .chain((count) =>
      fc.record({ count: fc.constant(count), bits: fc.array(fc.boolean(), { minLength: 81, maxLength: 81 }) }),
    );
  fc.assert(
    fc.property(graph, ({ count, bits }) => {
      const apart = (a: number, b: number): boolean => a !== b && bits[Math.min(a, b) * 9 + Math.max(a, b)] === true;
      expect(inOrder(alikeGroups(count, apart))).toEqual(inOrder(byDefinition(count, apart)));
    }),
    { numRuns: 500 },
  );
});

test('groups come with the first items first, and one that is apart from all stands in none', () => {
  const apart = (a: number, b: number): boolean => Math.abs(a - b) > 1 || a === 4 || b === 4;
  expect(alikeGroups(5, apart)).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

/** The share of all sign patterns whose total is at least as far from 0. */
function byPatterns(differences: readonly number[]): number {
  const total = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  let extreme = 0;
  for (let bits = 0; bits < 2 ** differences.length; bits++) {
    const sum = differences.reduce((all, one, at) => all + ((bits >> at) % 2 === 1 ? one : -one), 0);
    if (Math.abs(sum) >= total) extreme += 1;
  }
  return extreme / 2 ** differences.length;
}

function differencesOf(differences: readonly number[]): Parameters<typeof signFlip>[0] {
  const sizes = new Map<number, number>();
  for (const one of differences) if (one !== 0) sizes.set(Math.abs(one), (sizes.get(Math.abs(one)) ?? 0) + 1);
  return { sizes, total: differences.reduce((sum, one) => sum + one, 0) };
}

test('the sign-flip test counts all sign patterns', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 12 }), (differences) => {
      const nonZero = differences.filter((one) => one !== 0);
      expect(signFlip(differencesOf(differences))).toBeCloseTo(byPatterns(nonZero), 12);
    }),
    { numRuns: 300 },
  );
});

test('with one trial a scenario the sign-flip test is the exact McNemar test', () => {
  for (const [b, c] of [
    [0, 6],
    [3, 11],
    [40, 70],
  ] as const) {
    const differences = [...Array<number>(b).fill(-1), ...Array<number>(c).fill(1)];
    expect(signFlip(differencesOf(differences))).toBe(mcnemarExact(b, c));
  }
});

test('among very many scenarios the sign-flip test is close to the exact one', () => {
  const exact = {
    sizes: new Map([
      [1, 2000],
      [2, 500],
    ]),
    total: 150,
  };
  const many = {
    sizes: new Map([
      [1, 8000],
      [2, 2000],
    ]),
    total: 300,
  };
  // Four times the scenarios and twice the total are as many standard deviations; sums go in steps of two.
  expect(signFlip(many)).toBeCloseTo(signFlip(exact), 2);
  expect(
    signFlip({
      sizes: new Map([
        [1, 8000],
        [2, 2000],
      ]),
      total: 0,
    }),
  ).toBeGreaterThan(0.99);
});
