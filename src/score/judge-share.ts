import type { Plan, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { callsOf, wantsCalls } from '../domain/plans.ts';
import type { CallFacts } from './call-facts.ts';
import { forbiddenCall } from './call-problems.ts';
import { levelOf } from './pairing/compare-call.ts';
import { isAllowed, judgeCalls, type CallJudgement, type WholeWishes } from './judge-calls.ts';
import { judgeEnd, judgeTurns, stateProblems } from './judge-turn.ts';
import type { TurnCase, TurnVerdict } from './judge-turn.ts';
import type { KnownResults } from './known-results.ts';
import type { PlanTally } from './plan-tally.ts';
import { rulesOf } from './rules/rules.ts';

export type WholeVerdict = Pick<TurnVerdict, 'problems' | 'tally' | 'taken'>;

/** The verdicts under one share of the calls between the turns and the conversation. */
export interface ShareVerdicts {
  /** The verdicts of the turns, then the verdict of the conversation. */
  readonly verdicts: readonly WholeVerdict[];
  /** The plan of each turn that gave its verdict. */
  readonly plans: readonly Plan[];
  readonly known: KnownResults;
}

/**
 * Judges the turns, and the conversation by one plan. `claims` are the calls that the turns leave to this plan; null where each
 * turn takes what it can do with.
 */
export function judgeShare(
  plan: Plan,
  cases: readonly TurnCase[],
  scenario: Scenario,
  claims: readonly CallFacts[] | null,
): ShareVerdicts {
  const wishes = wishesOf(scenario, plan);
  const settledWishes = { ...wishes, couldTake: () => false };
  const pending: KnownResults = new Map(callsOf(plan).flatMap(({ id }) => (id === null ? [] : [[id, null]])));
  // A first pass learns which calls the turns pair. Which leftover calls are too many is judged below, after the conversation's
  // plan has taken its calls.
  const kept = new Set(claims?.map(({ index }) => index));
  const first = judgeTurns(
    cases.map((one) => ({
      ...one,
      known: pending,
      whole: { ...(claims === null ? wishes : settledWishes), taken: kept },
    })),
  );
  const known = withoutPending(first.at(-1)?.known);
  const leaked = cases.some(({ transcript }) => transcript.steps.some(({ reading }) => reading.leaked));
  const own = { scenario, plan: { ...plan, forbidden: [] }, leaked, known };
  const free = [...new Set([...(claims ?? []), ...first.flatMap((verdict) => verdict.free)])].sort(byIndex);
  // Of two equal calls the conversation takes the one that would be too many, not the one that a turn allows.
  const needed = new Set([...(claims ?? []), ...first.flatMap(({ rest }) => rest)]);
  const lenient = { ...ALLOWS_ALL, couldTake: (one: CallFacts) => !needed.has(one) };
  const offered = claims?.length === callsOf(plan).length ? claims : free;
  const claim = judgeCalls({ ...own, made: wishes.listsCalls ? offered : [], whole: lenient });
  const claimed = new Set(free.filter(({ index }) => claim.taken.has(index)));
  const isMadeAgain = (one: CallFacts): boolean => !claimed.has(one) && claim.canForgive(one);
  const settled = new Map([...known, ...claim.results]);
  const whole = {
    ...settledWishes,
    isDecided: true,
    taken: new Set(claim.taken.keys()),
    forgives: isMadeAgain,
    allows: (one: CallFacts) => isMadeAgain(one) || wishes.allows(one),
  };
  const turns = judgeTurns(cases.map((one, i) => ({ ...withPlan(one, first[i]?.plan), known: settled, whole })));
  const wanted =
    plan.groups === 'any'
      ? turns.flatMap((turn, i) => callsForAny(turn, cases[i]?.made ?? []))
      : [...claimed, ...turns.flatMap((turn) => [...turn.free.filter(isMadeAgain), ...turn.rest])];
  const left = new Set(wanted);
  const made = cases.flatMap((one) => one.made.filter((call) => left.has(call)));
  const calls = judgeCalls({ ...own, made, whole: null });
  const results = new Map([...settled, ...(turns.at(-1)?.known ?? [])]);
  return {
    verdicts: [...recoveredOnly(turns, cases, calls, left), judgeWhole(plan, cases, turns, calls, results)],
    plans: first.map((verdict) => verdict.plan),
    known: results,
  };
}

/** The calls of a turn that fulfil `calls: any` of the conversation. A failed attempt does where its arguments are no fault. */
function callsForAny({ taken, free }: TurnVerdict, made: readonly CallFacts[]): readonly CallFacts[] {
  const left = new Set(free);
  return made.filter((one) => one.tool !== undefined && !taken.has(one.index) && (left.has(one) || one.valid));
}

/** The verdicts of the turns; one did not recover from an error where the conversation's plan fails with one of its calls. */
function recoveredOnly(
  turns: readonly TurnVerdict[],
  cases: readonly TurnCase[],
  calls: CallJudgement,
  judged: ReadonlySet<CallFacts>,
): readonly TurnVerdict[] {
  if (calls.problems.length === 0) return turns;
  return turns.map((turn, i) => {
    const isTouched = turn.tally.recovered === true && cases[i]?.made.some((call) => judged.has(call)) === true;
    return isTouched ? { ...turn, tally: { ...turn.tally, recovered: false } } : turn;
  });
}

function byIndex(a: CallFacts, b: CallFacts): number {
  return a.index - b.index;
}

const ALLOWS_ALL: WholeWishes = {
  listsCalls: true,
  isDecided: true,
  couldTake: () => false,
  forgives: () => false,
  allows: () => true,
};

function wishesOf(scenario: Scenario, plan: Plan): WholeWishes {
  const rules = rulesOf(scenario).comparison;
  const listed = callsOf(plan);
  return {
    listsCalls: Array.isArray(plan.groups),
    isDecided: false,
    couldTake: (one) => listed.some((expected) => levelOf(rules, expected, one) === 3),
    forgives: () => false,
    // `any` takes every call that no turn takes.
    allows: (one) => (plan.groups === 'any' ? one.tool !== undefined : isAllowed(scenario, plan, one)),
  };
}

function withoutPending(known: KnownResults = new Map()): KnownResults {
  return new Map([...known].filter(([, results]) => results !== null));
}

/** The turn with one plan in place of its alternatives. */
export function withPlan(one: TurnCase, plan: Plan | undefined): TurnCase {
  return plan === undefined ? one : { ...one, turn: { ...one.turn, expect: { plans: [plan] } } };
}

function judgeWhole(
  plan: Plan,
  cases: readonly TurnCase[],
  turns: readonly TurnVerdict[],
  calls: CallJudgement,
  known: KnownResults,
): WholeVerdict {
  const last = cases.at(-1);
  const made = cases.flatMap((one) => one.made);
  const problems: Problem[] = [...forbidden(plan, made, turns), ...calls.problems];
  let finalHeld: boolean | null = null;
  if (last !== undefined) {
    const end = judgeEnd(last.scenario, plan, last.transcript, calls.complete);
    finalHeld = end.finalHeld;
    const told = turns.at(-1)?.problems.some(({ code }) => code === 'empty-turn') === true;
    problems.push(...end.problems.filter(({ code }) => !(told && code === 'empty-turn')));
    if (plan.state !== null) problems.push(...stateProblems(last.scenario, plan.state, last.state, known));
  }
  const tally: PlanTally = {
    names: calls.names,
    pairs: calls.pairs,
    // The turns count valid and made calls already.
    calls: { valid: 0, made: 0 },
    parallel: calls.parallel,
    abstained: last?.scenario.toolChoice === 'none' ? null : calls.abstained,
    choiceObeyed: null,
    finalHeld,
    recovered: null,
    called: wantsCalls(plan) ? made.some((one) => one.call.malformed === null) : null,
  };
  return { problems, tally, taken: calls.taken };
}

/** The problems of calls that the conversation's plan forbids and the turn's own plan does not. */
function forbidden(plan: Plan, made: readonly CallFacts[], turns: readonly TurnVerdict[]): readonly Problem[] {
  return made
    .filter(
      ({ call, turn }) =>
        plan.forbidden.includes(call.name) && turns[turn]?.plan.forbidden.includes(call.name) !== true,
    )
    .map(forbiddenCall);
}
