import type { ExpectedCall } from '../domain/scenario.ts';
import type { ParallelCounts, Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { callPath } from './call-problems.ts';
import { longestChain, orderOf } from './pairing/call-order.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';

export const NO_GROUPS: ParallelCounts = { parallel: 0, serial: 0, incomplete: 0 };

/**
 * Counts the groups of two or more expected calls by how the model made them. `parallel`: in no more steps than the longest
 * chain of calls that wait for each other, which is one step without `after` and references. `retried` maps a failed call to
 * the paired call that made up for it. Adds `not-parallel` problems where the plan requires parallel calls.
 */
export function judgeGroups(
  groups: readonly (readonly ExpectedCall[])[],
  requireParallel: boolean,
  pairing: TurnPairing,
  made: readonly CallFacts[],
  retried: ReadonlyMap<CallFacts, CallFacts>,
  problems: Problem[],
): ParallelCounts {
  if (!groups.some((group) => group.length > 1)) return NO_GROUPS;
  const counts = { ...NO_GROUPS };
  const firstStep = new Map<CallFacts, number>();
  for (const [failed, again] of retried)
    firstStep.set(again, Math.min(firstStep.get(again) ?? again.step, failed.step));
  let row = 0;
  for (const group of groups) {
    const columns = pairing.madeFor.slice(row, row + group.length);
    row += group.length;
    if (group.length < 2) continue;
    // No model can make calls in one step when each waits for another, so such a group is not counted.
    if (longestChain(group) === group.length) continue;
    const pairs = columns.flatMap((column, i) => {
      const [one, expected] = [made[column], group[i]];
      return one === undefined || expected === undefined
        ? []
        : [{ expected, turn: one.turn, step: one.step, first: firstStep.get(one) ?? one.step }];
    });
    const kind = pairs.length < group.length ? 'incomplete' : kindOfAttempts(pairs);
    if (kind === null) continue;
    counts[kind] += 1;
    if (kind !== 'serial' || !requireParallel) continue;
    const path = (group[0]?.path ?? '').replace(/\[\d+\]$/, '');
    problems.push({
      code: 'not-parallel',
      path,
      expected: group.map((one) => one.name).sort(),
      actual: distinct(pairs.map(({ first }) => first)),
      detail: null,
    });
  }
  return counts;
}

interface Pair {
  readonly expected: ExpectedCall;
  readonly turn: number;
  readonly step: number;
}

/**
 * The kind of a group by its first attempts, because the model asked for the calls at once there, or by the calls themselves
 * where these came in parallel.
 */
function kindOfAttempts(pairs: readonly (Pair & { readonly first: number })[]): 'parallel' | 'serial' | null {
  const asAsked = kindOf(pairs.map((pair) => ({ ...pair, step: pair.first })));
  return asAsked === 'serial' ? kindOf(pairs) : asAsked;
}

/**
 * Whether calls of which some could come together came in parallel. Calls of different turns cannot come together, so each turn is
 * looked at by itself. Null where no turn has two calls that could come together.
 */
function kindOf(pairs: readonly Pair[]): 'parallel' | 'serial' | null {
  const [first] = pairs;
  if (pairs.every(({ turn, step }) => turn === first?.turn && step === first.step)) return 'parallel';
  const couldBe = [...Map.groupBy(pairs, ({ turn }) => turn).values()]
    .map((ones) => ({ ones, longest: longestChain(ones.map(({ expected }) => expected)) }))
    .filter(({ ones, longest }) => longest < ones.length);
  if (couldBe.length === 0) return null;
  const together = couldBe.every(({ ones, longest }) => distinct(ones.map(({ step }) => step)).length <= longest);
  return together ? 'parallel' : 'serial';
}

function distinct(steps: readonly number[]): number[] {
  return [...new Set(steps)].sort((a, b) => a - b);
}

/**
 * Adds a `wrong-order` problem for a call that does not stand in a later step than the calls before it: those of the earlier
 * group, or those that `after` names.
 */
export function judgeOrder(pairing: TurnPairing, made: readonly CallFacts[], problems: Problem[]): void {
  const order = orderOf(pairing.expected);
  if (order === null) return judgeGroupOrder(pairing, made, problems);
  for (const [row, before] of order.entries()) {
    const latest = latestOf(before.flatMap((one) => made[pairing.madeFor[one] ?? -1] ?? []));
    report(made[pairing.madeFor[row] ?? -1], latest, problems);
  }
}

function judgeGroupOrder(pairing: TurnPairing, made: readonly CallFacts[], problems: Problem[]): void {
  let before: CallFacts | null = null;
  let latest: CallFacts | null = null;
  for (const [row, column] of pairing.madeFor.entries()) {
    if (pairing.groups[row] !== pairing.groups[row - 1]) before = latest;
    const one = made[column];
    if (one === undefined) continue;
    report(one, before, problems);
    if (latest === null || isLater(one, latest)) latest = one;
  }
}

function report(one: CallFacts | undefined, before: CallFacts | null, problems: Problem[]): void {
  if (one === undefined || before === null || one.step > before.step) return;
  const expected = { afterStep: before.step, after: before.call.name };
  problems.push({ code: 'wrong-order', path: callPath(one), expected, actual: { step: one.step }, detail: null });
}

function latestOf(calls: readonly CallFacts[]): CallFacts | null {
  return calls.reduce<CallFacts | null>(
    (latest, one) => (latest === null || isLater(one, latest) ? one : latest),
    null,
  );
}

/**
 * True for the later call. Of two calls in one step the first by name counts as the later, so that the listing order does not
 * decide.
 */
function isLater(one: CallFacts, other: CallFacts): boolean {
  return one.step > other.step || (one.step === other.step && one.call.name < other.call.name);
}
