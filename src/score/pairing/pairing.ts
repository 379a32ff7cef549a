import { assign } from '../../match/assignment.ts';

/** How well a made call answers an expected one: 0 another name, 1 the name, 2 the required arguments too, 3 all arguments. */
export type Level = 0 | 1 | 2 | 3;

/** Expected calls (rows, flattened group by group) and made calls (columns, in the order made). */
export interface PairingInput {
  /** Group of each expected call, from 0, never falling. */
  readonly groups: readonly number[];
  /** Step of each made call, never falling. */
  readonly steps: readonly number[];
  readonly level: (row: number, column: number) => Level;
  /** False for a call that should rather stay unpaired: it was answered with an error and may have been made again. */
  readonly preferred: (column: number) => boolean;
  /** Share of the arguments that fit, 0..1: decides only between pairings that are equal in all else. */
  readonly closeness: (row: number, column: number) => number;
  /** Texts that tell rows and columns apart by content, so that the listing order decides nothing. */
  readonly rowKey: (row: number) => string;
  readonly columnKey: (column: number) => string;
}

/** Column of each row, -1 where it has none. */
export type Pairing = readonly number[];

/** Combinations of groups kept in one step that are tried when no pairing is in order. */
const MOST_COMBINATIONS = 256;

/**
 * A maximum matching with, in this order: most full pairs, most pairs by required arguments, most by name, most preferred calls,
 * the order of groups kept, most groups of two or more whole in one step, and the closest arguments.
 * Exact and polynomial: in an orderly pairing the groups take consecutive intervals of steps, so the best one is found group by
 * group (dynamic programming over the step where a group ends), each interval by the Hungarian method. Only where no best
 * pairing is orderly is the choice of one-step groups a search, over at most 256 combinations.
 */
export function pairCalls(input: PairingInput): Pairing {
  const problem = prepare(input);
  const free = solve(problem, () => true);
  const best = problem.groups.length < 2 && problem.steps.length < 2 ? free : bestInSteps(problem, free);
  const columnOf = input.groups.map(() => -1);
  for (const [i, j] of best.pairs) columnOf[problem.rows[i] ?? 0] = problem.columns[j] ?? 0;
  return columnOf;
}

function bestInSteps(problem: Problem, free: Solution): Solution {
  const orderly = solveInOrder(problem);
  return orderly.value.weight === free.value.weight ? orderly : searchSteps(problem, free);
}

interface Value {
  readonly weight: number;
  readonly whole: number;
  readonly closeness: number;
}

interface Solution {
  readonly value: Value;
  /** Positions in the problem's own order. */
  readonly pairs: readonly (readonly [number, number])[];
}

interface Problem {
  /** Rows and columns of the input, ordered by group or step, then by content. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly groupOf: readonly number[];
  readonly stepOf: readonly number[];
  readonly groups: readonly (readonly number[])[];
  readonly steps: readonly number[];
  /** Comparing sums of weights compares full, required, name and preferred pairs, in this order. */
  readonly pairs: readonly (readonly { readonly weight: number; readonly closeness: number }[])[];
  /** More than any count of pairs, and than any sum of closeness. */
  readonly base: number;
  readonly scale: number;
}

const NOTHING: Solution = { value: { weight: 0, whole: 0, closeness: 0 }, pairs: [] };

function prepare(input: PairingInput): Problem {
  const rows = ordered(input.groups, input.rowKey);
  const columns = ordered(input.steps, input.columnKey);
  const groupOf = rows.map((row) => input.groups[row] ?? 0);
  const groups: number[][] = [];
  for (const [i, group] of groupOf.entries()) (groups[group] ??= []).push(i);
  const base = Math.min(rows.length, columns.length) + 1;
  // Past 120 pairs the exact sums would not fit into a double: arguments then count as equally close.
  const finest = base > 120 ? 0 : 100;
  const pairs = rows.map((row) =>
    columns.map((column) => {
      const level = input.level(row, column);
      if (level === 0) return { weight: 0, closeness: 0 };
      const digits = (level > 2 ? base * base : 0) + (level > 1 ? base : 0) + 1;
      const weight = digits * base + (input.preferred(column) ? 1 : 0);
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

/** The best pairing of those pairs that are allowed, whatever the order of groups; at no cost in weight it pairs most favoured rows. */
function solve(
  problem: Problem,
  allowed: (row: number, column: number) => boolean,
  favoured: (row: number) => boolean = () => false,
): Solution {
  const rows = [...problem.rows.keys()].filter((i) => problem.columns.some((_, j) => allowed(i, j)));
  const columns = [...problem.columns.keys()].filter((j) => rows.some((i) => allowed(i, j)));
  if (rows.length === 0 || columns.length === 0) return NOTHING;
  const weightOf = (i: number, j: number): number => {
    const pair = problem.pairs[i]?.[j];
    if (pair === undefined || pair.weight === 0 || !allowed(i, j)) return 0;
    return (pair.weight * problem.base + (favoured(i) ? 1 : 0)) * problem.scale + pair.closeness;
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

/** The best pairing that keeps the order of groups. */
function solveInOrder(problem: Problem): Solution {
  const { steps, groups } = problem;
  let best: Solution[] = Array.from({ length: steps.length + 1 }, () => NOTHING);
  for (const [group, members] of groups.entries()) {
    const whole = steps.map((step) => wholeIn(problem, group, members, step));
    // best[end]: the groups so far, within the first `end` steps.
    best = best.map((_, end) => {
      let top = best[0] ?? NOTHING;
      for (let start = 0; start <= end; start += 1) {
        const before = best[start] ?? NOTHING;
        const last = steps[end - 1] ?? 0;
        const first = steps[start] ?? 0;
        const inside = solve(
          problem,
          (i, j) => start < end && problem.groupOf[i] === group && within(problem.stepOf[j] ?? 0, first, last),
        );
        for (const candidate of [inside, ...whole.slice(start, end)]) {
          if (candidate === null) continue;
          const joined = join(before, candidate);
          if (isBetter(joined.value, top.value)) top = joined;
        }
      }
      return top;
    });
  }
  return best[steps.length] ?? NOTHING;
}

function within(step: number, first: number, last: number): boolean {
  return step >= first && step <= last;
}

/** The best pairing of a group of two or more inside one step; null unless every member has a call there. */
function wholeIn(problem: Problem, group: number, members: readonly number[], step: number): Solution | null {
  if (members.length < 2) return null;
  const inside = solve(problem, (i, j) => problem.groupOf[i] === group && problem.stepOf[j] === step);
  if (inside.pairs.length < members.length) return null;
  return { value: { ...inside.value, whole: 1 }, pairs: inside.pairs };
}

/** Most groups whole in one step, at no cost in pairs: where the order cannot be kept, all ways to choose their steps. */
function searchSteps(problem: Problem, free: Solution): Solution {
  const choices = problem.groups.map((members, group) => [
    null,
    ...problem.steps.filter((step) => wholeIn(problem, group, members, step) !== null),
  ]);
  let best: Solution = { ...free, value: { ...free.value, whole: countWhole(problem, free.pairs) } };
  const chosen: (number | null)[] = choices.map(() => null);
  for (let tried = 0; tried < MOST_COMBINATIONS; tried += 1) {
    const stepFor = (i: number): number | null => chosen[problem.groupOf[i] ?? 0] ?? null;
    const found = solve(
      problem,
      (i, j) => stepFor(i) === null || stepFor(i) === problem.stepOf[j],
      (i) => stepFor(i) !== null,
    );
    const value = { ...found.value, whole: countWhole(problem, found.pairs) };
    if (value.weight === free.value.weight && isBetter(value, best.value)) best = { value, pairs: found.pairs };
    if (!advance(chosen, choices)) break;
  }
  return best;
}

function countWhole(problem: Problem, pairs: Solution['pairs']): number {
  const stepOfRow = new Map(pairs.map(([i, j]) => [i, problem.stepOf[j]]));
  return problem.groups.filter(
    (members) =>
      members.length > 1 &&
      stepOfRow.has(members[0] ?? -1) &&
      members.every((i) => stepOfRow.has(i)) &&
      new Set(members.map((i) => stepOfRow.get(i))).size === 1,
  ).length;
}

/** The next combination, like an odometer; false after the last. */
function advance(chosen: (number | null)[], choices: readonly (readonly (number | null)[])[]): boolean {
  for (const [group, options] of choices.entries()) {
    const next = options.indexOf(chosen[group] ?? null) + 1;
    chosen[group] = options[next % options.length] ?? null;
    if (next < options.length) return true;
  }
  return false;
}

function join(a: Solution, b: Solution): Solution {
  return {
    value: {
      weight: a.value.weight + b.value.weight,
      whole: a.value.whole + b.value.whole,
      closeness: a.value.closeness + b.value.closeness,
    },
    pairs: [...a.pairs, ...b.pairs],
  };
}

function isBetter(a: Value, b: Value): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight;
  if (a.whole !== b.whole) return a.whole > b.whole;
  return a.closeness > b.closeness;
}
