import type { Expectation, Plan, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { callsOf, isAbstention, wantsCalls } from '../domain/plans.ts';
import { isObject } from '../json/json.ts';
import type { CallFacts } from './call-facts.ts';
import { forbiddenCall } from './call-problems.ts';
import { levelOf } from './pairing/compare-call.ts';
import { isAllowed, judgeCalls, type CallJudgement, type WholeWishes } from './judge-calls.ts';
import { isBetterTally, judgeEnd, judgeTurns, stateProblems } from './judge-turn.ts';
import type { TurnCase, TurnVerdict } from './judge-turn.ts';
import { resolveWith, type KnownResults } from './known-results.ts';
import { otherShares, shareCalls, type Claimant } from './pairing/share-calls.ts';
import type { PlanTally } from './plan-tally.ts';
import { rulesOf } from './rules/rules.ts';

type WholeVerdict = Pick<TurnVerdict, 'problems' | 'tally' | 'taken'>;

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
    for (const chosen of combinations(cases)) {
      budget.left -= 1;
      if (budget.left < 0) break;
      const others = judgePlan(plan, chosen, scenario, budget);
      if (passes(others)) return others;
    }
    const [own, other] = [verdicts.at(-1), best?.at(-1)];
    if (own !== undefined && (other === undefined || isBetterTally(own.tally, other.tally))) best = verdicts;
  }
  return best ?? judgeTurns(cases);
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
  const first = judgeShared(plan, cases, scenario, null);
  if (passes(first.verdicts) || !areContested(plan, cases)) return first.verdicts;
  const rules = rulesOf(scenario).comparison;
  const claimantsOf = (known: KnownResults): { turns: readonly Claimant[]; own: Claimant } => {
    const turns = cases.map(({ made }, i) => claimantOf(first.plans[i] ?? plan, made, known));
    const made = turns.flatMap((turn) => turn.made);
    return { turns, own: claimantOf(plan, made, known) };
  };
  const { turns, own } = claimantsOf(first.known);
  const shares = shareCalls(rules, turns, own);
  if (shares === null) return first.verdicts;
  const second = judgeShared(plan, cases, scenario, shares.claims).verdicts;
  if (passes(second)) return second;
  // Which results a reference finds depends on how the calls are shared, so here it could find any.
  const open = claimantsOf(new Map([...first.known.keys()].map((id) => [id, null])));
  if (shares.complete || shareCalls(rules, open.turns, open.own)?.complete === true) {
    for (const claims of otherShares(rules, open.own)) {
      budget.left -= 1;
      if (budget.left < 0) break;
      const { verdicts } = judgeShared(plan, cases, scenario, claims);
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
  return { expected, made: isAbstention(plan) ? [] : made, allowRetry: plan.allowRetry };
}

interface SharedVerdicts {
  readonly verdicts: readonly WholeVerdict[];
  /** The plan of each turn that gave its verdict. */
  readonly plans: readonly Plan[];
  readonly known: KnownResults;
}

/** `claims` are calls that the turns leave to the conversation's plan; null where each turn takes what it can do with. */
function judgeShared(
  plan: Plan,
  cases: readonly TurnCase[],
  scenario: Scenario,
  claims: readonly CallFacts[] | null,
): SharedVerdicts {
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
  const claim = judgeCalls({ ...own, made: wishes.listsCalls ? free : [], whole: lenient });
  const claimed = new Set(free.filter(({ index }) => claim.taken.has(index)));
  const open = new Set(claim.free);
  const madeAgain = new Set(wishes.listsCalls ? free.filter((one) => !open.has(one) && !claimed.has(one)) : []);
  const settled = new Map([...known, ...claim.results]);
  const whole = {
    ...settledWishes,
    taken: new Set(claim.taken.keys()),
    forgives: (one: CallFacts) => claim.forgiven.has(one),
    allows: (one: CallFacts) => madeAgain.has(one) || wishes.allows(one),
  };
  const turns = judgeTurns(cases.map((one, i) => ({ ...withPlan(one, first[i]?.plan), known: settled, whole })));
  const wanted =
    plan.groups === 'any'
      ? turns.flatMap((turn) => turn.free.filter(({ tool }) => tool !== undefined))
      : [...claimed, ...madeAgain, ...turns.flatMap(({ rest }) => rest)];
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

const ALLOWS_ALL: WholeWishes = { listsCalls: true, couldTake: () => false, forgives: () => false, allows: () => true };

function wishesOf(scenario: Scenario, plan: Plan): WholeWishes {
  const rules = rulesOf(scenario).comparison;
  const listed = callsOf(plan);
  return {
    listsCalls: Array.isArray(plan.groups),
    couldTake: (one) => listed.some((expected) => levelOf(rules, expected, one) === 3),
    forgives: () => false,
    // `any` takes every call that no turn takes.
    allows: (one) => (plan.groups === 'any' ? one.tool !== undefined : isAllowed(scenario, plan, one)),
  };
}

function withoutPending(known: KnownResults = new Map()): KnownResults {
  return new Map([...known].filter(([, results]) => results !== null));
}

function withPlan(one: TurnCase, plan: Plan | undefined): TurnCase {
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
