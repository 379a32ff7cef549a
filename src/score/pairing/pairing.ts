import { pairInOrder } from './partial-order.ts';
import { isBetter, NOTHING, prepare, solve } from './pairing-problem.ts';
import type { Pairing, PairingInput, Problem, Solution } from './pairing-problem.ts';

export type { Level, Pairing, PairingInput } from './pairing-problem.ts';

/** Combinations of groups kept in one step that are tried when no pairing is in order. */
const MOST_COMBINATIONS = 256;

/**
 * A maximum matching with, in this order: most full pairs, most pairs by required arguments, most by name, most preferred calls,
 * the order of groups kept, most groups of two or more whole in one step, and the closest arguments.
 * Exact and polynomial: in an orderly pairing the groups take consecutive intervals of steps, so the best one is found group by
 * group (dynamic programming over the step where a group ends), each interval by the Hungarian method. Only where no best
 * pairing is orderly is the choice of one-step groups a search, over at most 256 combinations. A partial order is a search of
 * its own.
 */
export function pairCalls(input: PairingInput): Pairing {
  const problem = prepare(input);
  const free = solve(problem, () => true);
  const best = input.before === null ? bestOfGroups(problem, free) : pairInOrder(problem, input.before, free);
  const columnOf = input.groups.map(() => -1);
  for (const [i, j] of best.pairs) columnOf[problem.rows[i] ?? 0] = problem.columns[j] ?? 0;
  return columnOf;
}

function bestOfGroups(problem: Problem, free: Solution): Solution {
  if (problem.groups.length < 2 && problem.steps.length < 2) return free;
  const orderly = solveInOrder(problem);
  return orderly.value.weight === free.value.weight ? orderly : searchSteps(problem, free);
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
