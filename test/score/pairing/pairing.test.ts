import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { assign, matchRows } from '../../../src/match/assignment.ts';
import { GrowingAssignment } from '../../../src/match/growing-assignment.ts';
import { pairCalls } from '../../../src/score/pairing/pairing.ts';
import type { Level, Pairing, PairingInput } from '../../../src/score/pairing/pairing.ts';

interface Case {
  readonly groups: readonly number[];
  readonly steps: readonly number[];
  readonly levels: readonly (readonly Level[])[];
  readonly preferred: readonly boolean[];
  readonly close: readonly (readonly number[])[];
}

function inputOf(one: Case): PairingInput {
  return {
    groups: one.groups,
    before: null,
    steps: one.steps,
    level: (row, column) => one.levels[row]?.[column] ?? 0,
    preference: (column) => (one.preferred[column] === false ? 1 : 2),
    closeness: (row, column) => one.close[row]?.[column] ?? 0,
    rowKey: (row) => JSON.stringify([one.levels[row], one.close[row]]),
    columnKey: (column) =>
      JSON.stringify([one.levels.map((line) => line[column] ?? 0).toSorted(ascending), one.preferred[column]]),
  };
}

/** What decides between pairings, in order: full, required, name, preferred, orderly, whole groups, closeness. */
function worth(one: Case, pairing: Pairing): readonly number[] {
  const pairs = pairing.flatMap((column, row) =>
    column === -1 ? [] : [{ row, column, level: one.levels[row]?.[column] ?? 0 }],
  );
  const count = (least: number): number => pairs.filter(({ level }) => level >= least).length;
  const groupOf = (row: number): number => one.groups[row] ?? 0;
  const stepOf = (column: number): number => one.steps[column] ?? 0;
  const orderly = pairs.every((a) =>
    pairs.every((b) => groupOf(a.row) >= groupOf(b.row) || stepOf(a.column) < stepOf(b.column)),
  );
  const whole = [...new Set(one.groups)].filter((group) => {
    const members = one.groups.filter((other) => other === group).length;
    const made = pairs.filter(({ row }) => groupOf(row) === group);
    return members > 1 && made.length === members && new Set(made.map(({ column }) => stepOf(column))).size === 1;
  }).length;
  const close = pairs.reduce((sum, { row, column }) => sum + Math.round(100 * (one.close[row]?.[column] ?? 0)), 0);
  return [
    count(3),
    count(2),
    count(1),
    pairs.filter(({ column }) => one.preferred[column]).length,
    Number(orderly),
    whole,
    close,
  ];
}

function* allPairings(one: Case, row = 0, taken: readonly number[] = []): Generator<Pairing> {
  if (row === one.groups.length) {
    yield taken;
    return;
  }
  yield* allPairings(one, row + 1, [...taken, -1]);
  for (const column of one.steps.keys()) {
    if (taken.includes(column) || (one.levels[row]?.[column] ?? 0) === 0) continue;
    yield* allPairings(one, row + 1, [...taken, column]);
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const cases: fc.Arbitrary<Case> = fc
  .record({ rows: fc.integer({ min: 0, max: 5 }), columns: fc.integer({ min: 0, max: 5 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      groups: fc.array(fc.nat(2), { minLength: rows, maxLength: rows }).map(dense),
      steps: fc
        .array(fc.integer({ min: 1, max: 3 }), { minLength: columns, maxLength: columns })
        .map((all) => all.toSorted(ascending)),
      levels: matrix(rows, columns, fc.constantFrom<Level>(0, 1, 1, 2, 3)),
      preferred: fc.array(fc.boolean(), { minLength: columns, maxLength: columns }),
      close: matrix(rows, columns, fc.constantFrom(0, 0.25, 0.5)),
    }),
  );

/** Group numbers from 0 without a gap, never falling. */
function dense(groups: readonly number[]): number[] {
  const used = [...new Set(groups)].toSorted(ascending);
  return groups.map((group) => used.indexOf(group)).toSorted(ascending);
}

const ascending = (a: number, b: number): number => a - b;

function matrix<T>(rows: number, columns: number, cell: fc.Arbitrary<T>): fc.Arbitrary<T[][]> {
  return fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });
}

test('no pairing is better than the one found', () => {
  fc.assert(
    fc.property(cases, (one) => {
      const best = [...allPairings(one)]
        .map((pairing) => worth(one, pairing))
        .reduce((a, b) => (compare(a, b) >= 0 ? a : b));
      expect(worth(one, pairCalls(inputOf(one)))).toEqual(best);
    }),
    { numRuns: 3000 },
  );
});

test('permuting expected calls within a group and made calls within a step changes nothing', () => {
  fc.assert(
    fc.property(cases, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (one, seeds) => {
      const rows = permuted(one.groups, seeds);
      const columns = permuted(one.steps, seeds.toReversed());
      const other: Case = {
        groups: one.groups,
        steps: one.steps,
        levels: rows.map((row) => columns.map((column) => one.levels[row]?.[column] ?? 0)),
        preferred: columns.map((column) => one.preferred[column] ?? true),
        close: rows.map((row) => columns.map((column) => one.close[row]?.[column] ?? 0)),
      };
      expect(worth(other, pairCalls(inputOf(other)))).toEqual(worth(one, pairCalls(inputOf(one))));
    }),
    { numRuns: 2000 },
  );
});

/** The indices, shuffled inside each run of equal places. */
function permuted(places: readonly number[], seeds: readonly number[]): number[] {
  return [...places.keys()].toSorted(
    (a, b) => (places[a] ?? 0) - (places[b] ?? 0) || (seeds[a] ?? 0) - (seeds[b] ?? 0) || a - b,
  );
}

test('the assignment has the greatest total', () => {
  const weights = fc
    .record({ rows: fc.integer({ min: 1, max: 6 }), columns: fc.integer({ min: 1, max: 6 }) })
    .chain(({ rows, columns }) => matrix(rows, columns, fc.nat(20)));
  const best = (lines: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number => {
    if (row === lines.length) return 0;
    const options = (lines[row] ?? []).map((weight, column) =>
      taken.includes(column) ? 0 : weight + best(lines, row + 1, [...taken, column]),
    );
    return Math.max(best(lines, row + 1, taken), ...options);
  };
  fc.assert(
    fc.property(weights, (lines) => {
      const { total, columnOf } = assign(lines);
      expect(total).toBe(best(lines));
      const used = columnOf.filter((column) => column !== -1);
      expect(new Set(used).size).toBe(used.length);
      expect(columnOf.reduce((sum, column, row) => sum + (column === -1 ? 0 : (lines[row]?.[column] ?? 0)), 0)).toBe(
        total,
      );
    }),
    { numRuns: 1000 },
  );
});

test('a row may take the columns that some best assignment gives to it, whatever rows came first', () => {
  const weights = fc
    .record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 5 }) })
    .chain(({ rows, columns }) => matrix(rows, columns, fc.nat(4)));
  const totalOf = (lines: readonly (readonly number[])[]): number => assign(lines).total;
  fc.assert(
    fc.property(weights, (lines) => {
      const growing = new GrowingAssignment(lines[0]?.length ?? 0);
      for (const [last, line] of lines.entries()) {
        growing.add(line);
        const added = lines.slice(0, last + 1);
        const total = totalOf(added);
        for (const [row, own] of added.entries()) {
          const others = (column: number): number[][] =>
            added.filter((_, i) => i !== row).map((one) => one.map((weight, j) => (j === column ? 0 : weight)));
          const expected = [...own.keys()].filter(
            (column) => (own[column] ?? 0) > 0 && (own[column] ?? 0) + totalOf(others(column)) === total,
          );
          expect(growing.columnsFor(row)).toEqual(expected);
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test('the matching without weights has the greatest size', () => {
  fc.assert(
    fc.property(matrix(5, 5, fc.boolean()), (lines) => {
      const { size } = matchRows(5, 5, (row, column) => lines[row]?.[column] ?? false);
      expect(size).toBe(assign(lines.map((line) => line.map(Number))).total);
    }),
    { numRuns: 1000 },
  );
});

test('twelve expected calls and twelve made in several steps and groups are paired exactly', () => {
  const size = 12;
  const one: Case = {
    groups: Array.from({ length: size }, (_, row) => Math.floor(row / 4)),
    steps: Array.from({ length: size }, (_, column) => Math.floor(column / 4) + 1),
    levels: Array.from({ length: size }, (_, row) =>
      Array.from({ length: size }, (_, column): Level => (row <= column ? 3 : 1)),
    ),
    preferred: Array.from({ length: size }, () => true),
    close: [],
  };
  expect(worth(one, pairCalls(inputOf(one)))).toEqual([12, 12, 12, 12, 1, 3, 0]);
});

test('hundreds of calls are paired', () => {
  const made = 400;
  const one: Case = {
    groups: Array.from({ length: 40 }, () => 0),
    steps: Array.from({ length: made }, (_, column) => Math.floor(column / 50)),
    levels: Array.from({ length: 40 }, (_, row) =>
      Array.from({ length: made }, (_, column): Level => (column % 40 === row ? 3 : 1)),
    ),
    preferred: Array.from({ length: made }, () => true),
    close: [],
  };
  expect(worth(one, pairCalls(inputOf(one))).slice(0, 6)).toEqual([40, 40, 40, 40, 1, 1]);
});
