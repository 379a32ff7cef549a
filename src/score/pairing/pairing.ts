import { pairInOrder } from './partial-order.ts';
import { isWorthMore, NOTHING, sortProblem, solve, solveWithin } from './pairing-problem.ts';
import type { Pairing, PairingInput, PairingProblem, Solution, PairingValue } from './pairing-problem.ts';

export type { Level, Pairing, PairingInput } from './pairing-problem.ts';

/** Most combinations of steps that `searchSteps` tries. */
const MOST_COMBINATIONS = 256;

/**
 * Returns the best pairing of expected and made calls. A pairing is better by these criteria in turn: more full pairs, more
 * pairs by required arguments, more pairs by name, more preferred calls, the order of groups kept, more groups of two or more
 * in a single step, closer arguments.
 *
 * The result is exact and takes polynomial time where a best pairing keeps the order of groups: each group then takes an
 * interval of steps after the one before it, so dynamic programming over the last step of a group finds it, with the Hungarian
 * method inside an interval. Where none keeps the order, `searchSteps` tries at most 256 combinations. `before` asks for a
 * partial order, which `pairInOrder` searches.
 */
export function pairCalls(input: PairingInput): Pairing {
  const problem = sortProblem(input);
  const free = solve(problem, () => true);
  const best = input.before === null ? bestOfGroups(problem, free) : pairInOrder(problem, input.before, free);
  const columnOf = input.groups.map(() => -1);
  for (const [i, j] of best.pairs) columnOf[problem.rows[i] ?? 0] = problem.columns[j] ?? 0;
  return columnOf;
}

function bestOfGroups(problem: PairingProblem, free: Solution): Solution {
  if (problem.groups.length < 2 && problem.steps.length < 2) return free;
  const orderly = solveInOrder(problem);
  return orderly.value.weight === free.value.weight ? orderly : searchSteps(problem, free);
}

/** The pairs of the groups so far: those of the last group, and the chain of the groups before it. */
interface Chain {
  readonly value: PairingValue;
  readonly last: Solution;
  readonly before: Chain | null;
}

const START: Chain = { value: NOTHING.value, last: NOTHING, before: null };

/**
 * The best pairing that keeps the order of groups. `best[end]` is the best chain of the groups so far within the first `end`
 * steps. The next group either leaves the last of these steps alone, or takes an interval of steps that ends with it.
 */
function solveInOrder(problem: PairingProblem): Solution {
  const { steps, groups } = problem;
  const columns = columnsByStep(problem);
  let best: Chain[] = Array.from({ length: steps.length + 1 }, () => START);
  for (const members of groups) {
    const most = mostOf(problem, members);
    const next: Chain[] = [best[0] ?? START];
    for (let end = 1; end <= steps.length; end += 1) {
      let top = next[end - 1] ?? START;
      const consider = (start: number, last: Solution): void => {
        const before = best[start] ?? START;
        const value = add(before.value, last.value);
        if (isWorthMore(value, top.value)) top = { value, last, before };
      };
      consider(end, NOTHING);
      if (most !== null) considerIntervals(problem, members, most, columns, end, consider);
      next.push(top);
    }
    best = next;
  }
  return flatten(best[steps.length] ?? START);
}

/**
 * Hands to `consider` the intervals of steps that end before `end`, the shortest first. A longer interval leaves fewer steps to
 * the groups before, so it is considered only where it holds a better call for a member. Each of `n` members keeps its `n` best
 * calls, because the other members can take at most `n - 1` of them.
 */
function considerIntervals(
  problem: PairingProblem,
  members: readonly number[],
  most: PairingValue,
  columns: readonly (readonly number[])[],
  end: number,
  consider: (start: number, last: Solution) => void,
): void {
  const best: number[][] = members.map(() => []);
  // A single call stands in one step, so a longer interval is never better.
  const first = members.length === 1 ? end - 1 : 0;
  for (let start = end - 1; start >= first; start -= 1) {
    let isBetterFor = false;
    for (const j of columns[start] ?? []) {
      for (const [at, i] of members.entries())
        isBetterFor = insert(problem, i, j, best[at] ?? [], members.length) || isBetterFor;
    }
    if (!isBetterFor) continue;
    const inside = [...new Set(best.flat())].sort((a, b) => a - b);
    const found = solveWithin(problem, members, inside);
    consider(start, found);
    if (start === end - 1 && members.length > 1 && found.pairs.length === members.length) {
      consider(start, { value: { ...found.value, whole: 1 }, pairs: found.pairs });
    }
    if (!isWorthMore(most, found.value)) return;
  }
}

/**
 * Inserts a column into the best columns of a row, at most `length` of them. Returns false where the column is not among them.
 */
function insert(problem: PairingProblem, i: number, j: number, best: number[], length: number): boolean {
  const pair = problem.pairs[i]?.[j];
  if (pair === undefined || pair.weight === 0) return false;
  const isWorse = (column: number): boolean => {
    const other = problem.pairs[i]?.[column];
    if (other === undefined || other.weight !== pair.weight) return (other?.weight ?? 0) < pair.weight;
    return other.closeness < pair.closeness;
  };
  const found = best.findIndex(isWorse);
  if (found === -1 && best.length >= length) return false;
  best.splice(found === -1 ? best.length : found, 0, j);
  if (best.length > length) best.pop();
  return true;
}

/** An upper bound of a group's value, without `whole`; null where none of its calls was made. */
function mostOf(problem: PairingProblem, members: readonly number[]): PairingValue | null {
  let weight = 0;
  let closeness = 0;
  for (const i of members) {
    weight += Math.max(0, ...(problem.pairs[i] ?? []).map((pair) => pair.weight));
    closeness += Math.max(0, ...(problem.pairs[i] ?? []).map((pair) => pair.closeness));
  }
  return weight === 0 ? null : { weight, whole: 0, closeness };
}

function columnsByStep(problem: PairingProblem): readonly (readonly number[])[] {
  const at = new Map(problem.steps.map((step, index) => [step, index]));
  const columns: number[][] = problem.steps.map(() => []);
  for (const [j, step] of problem.stepOf.entries()) columns[at.get(step) ?? 0]?.push(j);
  return columns;
}

function flatten(chain: Chain): Solution {
  const pairs: Solution['pairs'][number][] = [];
  for (let at: Chain | null = chain; at !== null; at = at.before) pairs.unshift(...at.last.pairs);
  return { value: chain.value, pairs };
}

/** The best pairing of a group inside one step; null for a group of one, and unless every member has a call in the step. */
function wholeIn(problem: PairingProblem, members: readonly number[], columns: readonly number[]): Solution | null {
  if (members.length < 2 || columns.length < members.length) return null;
  const inside = solveWithin(problem, members, columns);
  if (inside.pairs.length < members.length) return null;
  return { value: { ...inside.value, whole: 1 }, pairs: inside.pairs };
}

/**
 * The pairing with most groups in a single step among those with as much weight as `free`. Tries all choices of a step for each
 * group, up to `MOST_COMBINATIONS`.
 */
function searchSteps(problem: PairingProblem, free: Solution): Solution {
  const columns = columnsByStep(problem);
  const choices = problem.groups.map((members) => [
    null,
    ...problem.steps.filter((_, index) => wholeIn(problem, members, columns[index] ?? []) !== null),
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
    if (value.weight === free.value.weight && isWorthMore(value, best.value)) best = { value, pairs: found.pairs };
    if (!advance(chosen, choices)) break;
  }
  return best;
}

function countWhole(problem: PairingProblem, pairs: Solution['pairs']): number {
  const stepOfRow = new Map(pairs.map(([i, j]) => [i, problem.stepOf[j]]));
  return problem.groups.filter(
    (members) =>
      members.length > 1 &&
      stepOfRow.has(members[0] ?? -1) &&
      members.every((i) => stepOfRow.has(i)) &&
      new Set(members.map((i) => stepOfRow.get(i))).size === 1,
  ).length;
}

/** Replaces `chosen` by the next combination, like an odometer; false after the last one. */
function advance(chosen: (number | null)[], choices: readonly (readonly (number | null)[])[]): boolean {
  for (const [group, options] of choices.entries()) {
    const next = options.indexOf(chosen[group] ?? null) + 1;
    chosen[group] = options[next % options.length] ?? null;
    if (next < options.length) return true;
  }
  return false;
}

function add(a: PairingValue, b: PairingValue): PairingValue {
  return { weight: a.weight + b.weight, whole: a.whole + b.whole, closeness: a.closeness + b.closeness };
}
