import { pairGroups } from './orderly-groups.ts';
import { pairInOrder } from './partial-order.ts';
import { columnsByStep, isWorthMore, sortProblem, solve, wholeIn } from './pairing-problem.ts';
import type { Pairing, PairingInput, PairingProblem, Solution } from './pairing-problem.ts';

export type { Level, Pairing, PairingInput } from './pairing-problem.ts';

/** Most combinations of steps that `searchSteps` tries. */
const MOST_COMBINATIONS = 256;
/** Most work of these tries, in rows² × columns. */
const MOST_WORK = 2e7;

/**
 * Returns the best pairing of expected and made calls. A pairing is better by these criteria in turn: more full pairs, more
 * pairs by required arguments, more pairs by name, more preferred calls, the order of groups kept, more groups of two or more
 * in a single step, closer arguments.
 *
 * The result is exact and takes polynomial time where a best pairing keeps the order of groups: each group then takes an
 * interval of steps after the one before it, so dynamic programming over the last step of a group finds it (`pairGroups`).
 * Where none keeps the order, `searchSteps` tries some combinations of steps. `before` asks for a partial order, which
 * `pairInOrder` searches.
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
  return pairGroups(problem, free.value.weight) ?? searchSteps(problem, free);
}

/**
 * The pairing with most groups in a single step among those with as much weight as `free`. Tries all choices of a step for each
 * group, up to `MOST_COMBINATIONS` and `MOST_WORK`, which counts work so that every machine finds the same pairing.
 */
function searchSteps(problem: PairingProblem, free: Solution): Solution {
  const columns = columnsByStep(problem);
  const choices = problem.groups.map((members) => [
    null,
    ...problem.steps.filter((_, index) => wholeIn(problem, members, columns[index] ?? []) !== null),
  ]);
  let best: Solution = { ...free, value: { ...free.value, whole: countWhole(problem, free.pairs) } };
  const chosen: (number | null)[] = choices.map(() => null);
  const work = problem.rows.length ** 2 * problem.columns.length;
  const most = Math.min(MOST_COMBINATIONS, Math.ceil(MOST_WORK / work));
  for (let tried = 0; tried < most; tried += 1) {
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
