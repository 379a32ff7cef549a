import type { Expectation, Plan, Scenario } from '../domain/scenario.ts';
import { callsOf, isAbstention } from '../domain/plans.ts';
import { isObject } from '../json/json.ts';
import type { CallFacts } from './call-facts.ts';
import { isAllowed } from './judge-calls.ts';
import { judgeShare, withPlan, type WholeVerdict } from './judge-share.ts';
import { isBetterTally, judgeTurns } from './judge-turn.ts';
import type { TurnCase } from './judge-turn.ts';
import { resolveWith, type KnownResults } from './known-results.ts';
import { otherShares, shareCalls, type Claimant } from './pairing/share-calls.ts';
import { rulesOf } from './rules/rules.ts';

/** Judgements that a failing trial may still take. The bound counts work, so that every machine comes to one verdict. */
interface Budget {
  left: number;
}

const MOST_JUDGEMENTS = 200;
/** The work of all judgements together, in calls³. */
const MOST_WORK = 2e6;

/** Most combinations of the turns' alternatives that are tried. */
const MOST_COMBINATIONS = 32;

/**
 * Judges the turns and the whole conversation. Calls that no turn takes are judged by the conversation's plan, and a call is
 * too many when neither takes or allows it. Of several plans for the conversation, the first under which nothing fails counts,
 * else the best. So it is with alternatives of turns, as a turn alone cannot tell whether the conversation takes the rest.
 *
 * Returns the verdicts of the turns, then the verdict of the conversation.
 */
export function judgeConversation(whole: Expectation, cases: readonly TurnCase[]): readonly WholeVerdict[] {
  const scenario = cases[0]?.scenario;
  if (scenario === undefined) return [];
  const calls = cases.reduce((sum, { made }) => sum + made.length, 1);
  const budget: Budget = { left: Math.min(MOST_JUDGEMENTS, Math.floor(MOST_WORK / calls ** 3)) };
  let best: readonly WholeVerdict[] | null = null;
  for (const plan of whole.plans) {
    const verdicts = judgePlan(plan, cases, scenario, budget);
    if (passes(verdicts)) return verdicts;
    for (const chosen of affordable(budget, combinations(cases))) {
      const others = judgePlan(plan, chosen, scenario, budget);
      if (passes(others)) return others;
    }
    const [own, other] = [verdicts.at(-1), best?.at(-1)];
    if (own !== undefined && (other === undefined || isBetterTally(own.tally, other.tally))) best = verdicts;
  }
  return best ?? judgeTurns(cases);
}

/** The ways to judge for which the budget suffices. */
function* affordable<T>(budget: Budget, ways: Iterable<T>): Generator<T> {
  for (const way of ways) {
    budget.left -= 1;
    if (budget.left < 0) return;
    yield way;
  }
}

function passes(verdicts: readonly WholeVerdict[]): boolean {
  return verdicts.every(({ problems }) => problems.length === 0);
}

/** The turns with one of their alternatives each; nothing where no turn has several. */
function* combinations(cases: readonly TurnCase[]): Generator<readonly TurnCase[]> {
  const counts = cases.map(({ turn }) => turn.expect.plans.length);
  const all = counts.reduce((product, count) => product * count, 1);
  const most = all === 1 ? 0 : Math.min(all, MOST_COMBINATIONS);
  for (let number = 0; number < most; number += 1) {
    let rest = number;
    yield cases.map((one, i) => {
      const count = counts[i] ?? 1;
      const plan = one.turn.expect.plans[rest % count];
      rest = Math.floor(rest / count);
      return withPlan(one, plan);
    });
  }
}

/**
 * Judges by one plan of the conversation. Where a turn and the conversation could take the same calls, and something fails, the
 * calls are shared in other ways: first the best by count, then every other way, because the order of calls can decide.
 */
function judgePlan(
  plan: Plan,
  cases: readonly TurnCase[],
  scenario: Scenario,
  budget: Budget,
): readonly WholeVerdict[] {
  const first = judgeShare(plan, cases, scenario, null);
  if (passes(first.verdicts) || !areContested(plan, cases)) return first.verdicts;
  const rules = rulesOf(scenario).comparison;
  const claimantsOf = (known: KnownResults): { turns: readonly Claimant[]; own: Claimant } => {
    const turns = cases.map(({ made }, i) => {
      const own = first.plans[i] ?? plan;
      // Where a turn wants no call, the conversation may take those that the turn allows.
      const open = isAbstention(own) ? made.filter((one) => isAllowed(scenario, own, one)) : made;
      return claimantOf(own, open, known);
    });
    const made = turns.flatMap((turn) => turn.made);
    return { turns, own: claimantOf(plan, made, known) };
  };
  const { turns, own } = claimantsOf(first.known);
  const shares = shareCalls(rules, turns, own);
  if (shares === null) return first.verdicts;
  const second = judgeShare(plan, cases, scenario, shares.claims).verdicts;
  if (passes(second)) return second;
  // Which results a reference finds depends on how the calls are shared, so here it could find any.
  const open = claimantsOf(new Map([...first.known.keys()].map((id) => [id, null])));
  if (shares.complete || shareCalls(rules, open.turns, open.own)?.complete === true) {
    for (const claims of affordable(budget, otherShares(rules, open.own))) {
      const { verdicts } = judgeShare(plan, cases, scenario, claims);
      if (passes(verdicts)) return verdicts;
    }
  }
  return fullPairs(second) > fullPairs(first.verdicts) ? second : first.verdicts;
}

function fullPairs(verdicts: readonly WholeVerdict[]): number {
  return verdicts.reduce((sum, { tally }) => sum + tally.pairs.full, 0);
}

/** Whether a turn and the conversation expect calls of one tool. */
function areContested(plan: Plan, cases: readonly TurnCase[]): boolean {
  const names = new Set(callsOf(plan).map(({ name }) => name));
  return cases.some(({ turn }) => turn.expect.plans.some((one) => callsOf(one).some(({ name }) => names.has(name))));
}

function claimantOf(plan: Plan, made: readonly CallFacts[], known: KnownResults): Claimant {
  const expected = callsOf(plan).map((call) => {
    const args = call.arguments === null ? null : resolveWith(known, call.arguments);
    return isObject(args) ? { ...call, arguments: args } : call;
  });
  return { expected, made, allowRetry: plan.allowRetry };
}
