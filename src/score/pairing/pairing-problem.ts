import { assign } from '../../match/assignment.ts';

/**
 * How well a made call fits an expected one: 0 another name, 1 the name, 2 the name and the required arguments, 3 the name and
 * all arguments.
 */
export type Level = 0 | 1 | 2 | 3;

const MOST_PREFERENCE = 3;

/** The input of the pairing: expected calls are rows, group after group; made calls are columns, in the order made. */
export interface PairingInput {
  /** Group of each row, from 0, in ascending order. */
  readonly groups: readonly number[];
  /** For each row all rows that must stand in earlier steps; null where only the groups have an order. */
  readonly before: readonly (readonly number[])[] | null;
  /** Step of each column, in ascending order. */
  readonly steps: readonly number[];
  readonly level: (row: number, column: number) => Level;
  /**
   * 0 to `MOST_PREFERENCE`. Of calls of equal fit those with the greatest sum are taken: two for a call that cannot be a failed
   * attempt, one for a failed call that fits its tool, and one for a call that the conversation's plan does not want.
   */
  readonly preference: (column: number) => number;
  /** Share of the arguments that fit, 0..1. It decides only between pairings that are equal in everything else. */
  readonly closeness: (row: number, column: number) => number;
  /** Texts by which rows and columns are sorted, so that the listing order decides nothing. */
  readonly rowKey: (row: number) => string;
  readonly columnKey: (column: number) => string;
}

/** The column of each row; -1 for a row without one. */
export type Pairing = readonly number[];

export interface PairingValue {
  readonly weight: number;
  readonly whole: number;
  readonly closeness: number;
}

/** A pairing and its value. */
export interface Solution {
  readonly value: PairingValue;
  /** Row and column of each pair, as positions in `Problem.rows` and `Problem.columns`. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** A pairing problem whose rows and columns are sorted, so that the listing order decides nothing. */
export interface PairingProblem {
  /** Rows and columns of the input, sorted by group or step, then by content. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly groupOf: readonly number[];
  readonly stepOf: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly steps: readonly number[];
  /**
   * The worth of each pair. A larger sum of weights means more full pairs; at equal full pairs more required pairs, then more
   * pairs by name, then more preferred calls.
   */
  readonly pairs: readonly (readonly { readonly weight: number; readonly closeness: number }[])[];
  /** `base` is larger than any number of pairs, `scale` larger than any sum of closeness. */
  readonly base: number;
  readonly scale: number;
}

/** The solution without pairs. */
export const NOTHING: Solution = { value: { weight: 0, whole: 0, closeness: 0 }, pairs: [] };

/** Sorts the input: rows by group, columns by step, then both by content. */
export function sortProblem(input: PairingInput): PairingProblem {
  const rows = ordered(input.groups, input.rowKey);
  const columns = ordered(input.steps, input.columnKey);
  const groupOf = rows.map((row) => input.groups[row] ?? 0);
  const groups: number[][] = [];
  for (const [i, group] of groupOf.entries()) (groups[group] ??= []).push(i);
  const base = baseOf(rows.length, columns.length);
  // A double holds the exact sums of up to 120 pairs. With more pairs, arguments count as equally close.
  const finest = base > 120 ? 0 : 100;
  const preferences = columns.map((column) => input.preference(column));
  const pairs = rows.map((row) =>
    columns.map((column, j) => {
      const level = input.level(row, column);
      if (level === 0) return { weight: 0, closeness: 0 };
      const weight = weightOf(level, preferences[j] ?? 0, base);
      return { weight, closeness: Math.round(finest * input.closeness(row, column)) };
    }),
  );
  const stepOf = columns.map((column) => input.steps[column] ?? 0);
  return { rows, columns, groupOf, stepOf, groups, steps: [...new Set(stepOf)], pairs, base, scale: finest * base + 1 };
}

/** A number larger than any number of pairs. */
export function baseOf(rows: number, columns: number): number {
  return Math.min(rows, columns) + 1;
}

/** The weight of a pair; see `PairingProblem.pairs`. */
export function weightOf(level: Level, preference: number, base: number): number {
  if (level === 0) return 0;
  const digits = (level > 2 ? base * base : 0) + (level > 1 ? base : 0) + 1;
  return digits * base * (MOST_PREFERENCE + 1) + preference;
}

/** The indices, sorted by place, then by key. */
export function ordered(places: readonly number[], key: (index: number) => string): number[] {
  const keys = places.map((_, index) => key(index));
  const indices = [...places.keys()];
  return indices.sort((a, b) => {
    const byPlace = (places[a] ?? 0) - (places[b] ?? 0);
    if (byPlace !== 0) return byPlace;
    const [left = '', right = ''] = [keys[a], keys[b]];
    if (left !== right) return left < right ? -1 : 1;
    return a - b;
  });
}

/**
 * The best pairing among the allowed pairs, without regard to the order of groups. Of pairings with equal weight it returns one
 * with most favoured rows.
 */
export function solve(
  problem: PairingProblem,
  allowed: (row: number, column: number) => boolean,
  favoured: (row: number) => boolean = () => false,
): Solution {
  const rows = [...problem.rows.keys()].filter((i) => problem.columns.some((_, j) => allowed(i, j)));
  const columns = [...problem.columns.keys()].filter((j) => rows.some((i) => allowed(i, j)));
  return assignPairs(problem, rows, columns, (i, j) => (allowed(i, j) ? (favoured(i) ? 1 : 0) : null));
}

/** The best pairing of a group inside one step; null for a group of one, and unless every member has a call in the step. */
export function wholeIn(
  problem: PairingProblem,
  members: readonly number[],
  columns: readonly number[],
): Solution | null {
  if (members.length < 2 || columns.length < members.length) return null;
  const inside = assignPairs(problem, members, columns, () => 0);
  if (inside.pairs.length < members.length) return null;
  return { value: { ...inside.value, whole: 1 }, pairs: inside.pairs };
}

/** The columns of each step. */
export function columnsByStep(problem: PairingProblem): readonly (readonly number[])[] {
  const at = new Map(problem.steps.map((step, index) => [step, index]));
  const columns: number[][] = problem.steps.map(() => []);
  for (const [j, step] of problem.stepOf.entries()) columns[at.get(step) ?? 0]?.push(j);
  return columns;
}

/**
 * What a pair adds to an assignment: its weight, then `favour`, then its closeness; 0 where the two cannot be paired.
 */
export function worthOf(problem: PairingProblem, i: number, j: number, favour = 0): number {
  const pair = problem.pairs[i]?.[j];
  if (pair === undefined || pair.weight === 0) return 0;
  return (pair.weight * problem.base + favour) * problem.scale + pair.closeness;
}

/** The value of pairs, without `whole`. */
export function valueOf(problem: PairingProblem, pairs: Solution['pairs']): PairingValue {
  let weight = 0;
  let closeness = 0;
  for (const [i, j] of pairs) {
    weight += problem.pairs[i]?.[j]?.weight ?? 0;
    closeness += problem.pairs[i]?.[j]?.closeness ?? 0;
  }
  return { weight, whole: 0, closeness };
}

/** The best assignment by weight, then `favour`, then closeness. `favour` returns null for a pair that is not allowed. */
function assignPairs(
  problem: PairingProblem,
  rows: readonly number[],
  columns: readonly number[],
  favour: (row: number, column: number) => number | null,
): Solution {
  if (rows.length === 0 || columns.length === 0) return NOTHING;
  const { columnOf } = assign(
    rows.map((i) =>
      columns.map((j) => {
        const favoured = favour(i, j);
        return favoured === null ? 0 : worthOf(problem, i, j, favoured);
      }),
    ),
  );
  const pairs = columnOf.flatMap((column, at): [number, number][] =>
    column === -1 ? [] : [[rows[at] ?? 0, columns[column] ?? 0]],
  );
  return { value: valueOf(problem, pairs), pairs };
}

export function addValues(a: PairingValue, b: PairingValue): PairingValue {
  return { weight: a.weight + b.weight, whole: a.whole + b.whole, closeness: a.closeness + b.closeness };
}

/** True when `a` has more pairs, then more whole groups, then closer arguments. */
export function isWorthMore(a: PairingValue, b: PairingValue): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight;
  if (a.whole !== b.whole) return a.whole > b.whole;
  return a.closeness > b.closeness;
}
