import { assign } from '../../match/assignment.ts';

/**
 * How well a made call fits an expected one: 0 another name, 1 the name, 2 the name and the required arguments, 3 the name and
 * all arguments.
 */
export type Level = 0 | 1 | 2 | 3;

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
   * 0 to 2. Of calls of equal fit those with the greatest sum are taken: one for a call that cannot be a failed attempt, one for
   * a call that the conversation's plan does not want.
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
  const base = Math.min(rows.length, columns.length) + 1;
  // A double holds the exact sums of up to 120 pairs. With more pairs, arguments count as equally close.
  const finest = base > 120 ? 0 : 100;
  const pairs = rows.map((row) =>
    columns.map((column) => {
      const level = input.level(row, column);
      if (level === 0) return { weight: 0, closeness: 0 };
      const digits = (level > 2 ? base * base : 0) + (level > 1 ? base : 0) + 1;
      const weight = digits * base * 2 + input.preference(column);
      return { weight, closeness: Math.round(finest * input.closeness(row, column)) };
    }),
  );
  const stepOf = columns.map((column) => input.steps[column] ?? 0);
  return { rows, columns, groupOf, stepOf, groups, steps: [...new Set(stepOf)], pairs, base, scale: finest * base + 1 };
}

function ordered(places: readonly number[], key: (index: number) => string): number[] {
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

/** The best pairing of the given rows with the given columns. */
export function solveWithin(problem: PairingProblem, rows: readonly number[], columns: readonly number[]): Solution {
  return assignPairs(problem, rows, columns, () => 0);
}

/** The best assignment by weight, then `favour`, then closeness. `favour` returns null for a pair that is not allowed. */
function assignPairs(
  problem: PairingProblem,
  rows: readonly number[],
  columns: readonly number[],
  favour: (row: number, column: number) => number | null,
): Solution {
  if (rows.length === 0 || columns.length === 0) return NOTHING;
  const weightOf = (i: number, j: number): number => {
    const pair = problem.pairs[i]?.[j];
    if (pair === undefined || pair.weight === 0) return 0;
    const favoured = favour(i, j);
    return favoured === null ? 0 : (pair.weight * problem.base + favoured) * problem.scale + pair.closeness;
  };
  const { columnOf } = assign(rows.map((i) => columns.map((j) => weightOf(i, j))));
  const pairs: [number, number][] = [];
  let weight = 0;
  let closeness = 0;
  for (const [at, column] of columnOf.entries()) {
    if (column === -1) continue;
    const [i, j] = [rows[at] ?? 0, columns[column] ?? 0];
    pairs.push([i, j]);
    weight += problem.pairs[i]?.[j]?.weight ?? 0;
    closeness += problem.pairs[i]?.[j]?.closeness ?? 0;
  }
  return { value: { weight, whole: 0, closeness }, pairs };
}

/** True when `a` has more pairs, then more whole groups, then closer arguments. */
export function isWorthMore(a: PairingValue, b: PairingValue): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight;
  if (a.whole !== b.whole) return a.whole > b.whole;
  return a.closeness > b.closeness;
}
