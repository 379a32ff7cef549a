import { isAbstention } from '../domain/plans.ts';
import { joinPath } from '../json/json.ts';
import type { ExpectedCall, Plan, Scenario } from '../domain/scenario.ts';
import type { ParallelCounts, Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { calledTool, extraCall, forbiddenCall, wrongTool } from './call-problems.ts';
import { judgeArguments } from './judge-arguments.ts';
import { judgeGroups, judgeOrder, NO_GROUPS } from './judge-groups.ts';
import { NO_RESULTS, referredIn, type KnownResults } from './known-results.ts';
import { judgeLeftovers } from './judge-leftovers.ts';
import { otherPairings, pairTurn } from './pairing/pair-turn.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';
import { retryFinder } from './pairing/retries.ts';
import type { PlanTally } from './plan-tally.ts';
import { rulesOf } from './rules/rules.ts';

/** Calls and the plan to judge them by. */
export interface CallCase {
  readonly scenario: Scenario;
  readonly plan: Plan;
  /** The calls that the plan may pair with its expected calls. */
  readonly made: readonly CallFacts[];
  /** The calls of which none may be forbidden. Default: `made`. */
  readonly all?: readonly CallFacts[];
  /** True when the text of a step holds the markup of a call that was never made. */
  readonly leaked: boolean;
  /** Results of calls of earlier turns, by the id of the expected call. */
  readonly known: KnownResults;
  /**
   * What the expectation of the whole conversation says about calls that the turn's own plan leaves over; null where only turns
   * have expectations.
   */
  readonly whole: WholeWishes | null;
}

/** What the expectation of the whole conversation says about calls that a turn's plan leaves over. */
export interface WholeWishes {
  /** True when the conversation's plan lists calls, so that this plan decides which leftover calls are too many. */
  readonly listsCalls: boolean;
  /** True when the conversation's plan has taken its calls, so that calls which the turn's plan leaves over are too many. */
  readonly isDecided: boolean;
  /** True for a call that one of the conversation's expected calls could be paired with. */
  readonly couldTake: (one: CallFacts) => boolean;
  /** True for a failed call that the model made again, where the conversation's plan allows retries. */
  readonly forgives: (one: CallFacts) => boolean;
  /** True for a call that the conversation's plan allows beside its list. */
  readonly allows: (one: CallFacts) => boolean;
}

/** The judgement of a plan about the calls of a turn. */
export interface CallJudgement {
  readonly problems: readonly Problem[];
  readonly names: PlanTally['names'];
  readonly pairs: PlanTally['pairs'];
  readonly parallel: ParallelCounts;
  /** Path of the expected call, by the number of the made call that it was paired with. */
  readonly taken: ReadonlyMap<number, string>;
  /** Calls that the plan neither paired nor took as a failed attempt of a paired call. */
  readonly free: readonly CallFacts[];
  /** Failed calls that the model made again. Their faults are no problems. */
  readonly forgiven: ReadonlySet<CallFacts>;
  /** True for a failed call that a paired call makes up for, also for a call that another plan left over. */
  readonly canForgive: (one: CallFacts) => boolean;
  /**
   * Calls of `free` that are too many unless the conversation's plan takes or allows them. Empty where that plan lists no
   * calls.
   */
  readonly rest: readonly CallFacts[];
  /** Results of the paired calls, by id of the expected call; only ids that a reference names. */
  readonly results: KnownResults;
  /** True when every expected call was paired. */
  readonly complete: boolean;
  readonly abstained: boolean | null;
}

const NO_PAIRS = { name: 0, required: 0, full: 0 };
const NO_RETRY = (): undefined => undefined;
const NONE_FORGIVEN: ReadonlySet<CallFacts> = new Set();

/**
 * Judges calls by a plan. Where the best pairing has a problem, the first one counts that has none, because which of several
 * fitting calls is paired decides which of them are failed attempts, and which come together.
 */
export function judgeCalls(subject: CallCase): CallJudgement {
  const { scenario, plan, made } = subject;
  const forbidden = (subject.all ?? made).filter(({ call }) => plan.forbidden.includes(call.name)).map(forbiddenCall);
  if (plan.groups === null || plan.groups === 'any') return judgeAny(subject, forbidden);
  const rules = rulesOf(scenario).comparison;
  const couldTake = subject.whole?.couldTake;
  const options = {
    allowRetry: plan.allowRetry,
    known: subject.known,
    referred: referredIn(scenario),
    ...(couldTake !== undefined && { isWantedElsewhere: couldTake }),
  };
  const pairing = pairTurn(plan.groups, made, rules, options);
  const best = judgePairing(subject, plan.groups, pairing, forbidden);
  if (isRight(subject, best) || !couldBeRight(subject, pairing, forbidden)) return best;
  for (const other of otherPairings(pairing, made, rules, options)) {
    const judgement = judgePairing(subject, plan.groups, other, forbidden);
    if (isRight(subject, judgement)) return judgement;
  }
  return best;
}

/** True when nothing about the calls fails. */
function isRight({ scenario, made, whole }: CallCase, judgement: CallJudgement): boolean {
  if (judgement.problems.length > 0 || judgement.rest.length > 0) return false;
  if (!rulesOf(scenario).invalidFails) return true;
  return made.every((one) => one.faults.length === 0 || isForgiven(one, judgement, whole));
}

/** True for a failed call that the model made again, whose faults are no problems. */
export function isForgiven(one: CallFacts, { forgiven, taken }: CallJudgement, whole: WholeWishes | null): boolean {
  return forgiven.has(one) || (!taken.has(one.index) && whole?.forgives(one) === true);
}

/**
 * False where each pairing leaves a problem: an expected call fits no call in full, or more calls are too many than there are
 * failed attempts.
 */
function couldBeRight(subject: CallCase, pairing: TurnPairing, forbidden: readonly Problem[]): boolean {
  const { plan, made, whole } = subject;
  if (whole?.isDecided === false || forbidden.length > 0 || pairing.levels.some((level) => level < 3)) return false;
  const open = new Map<string, number>();
  for (const { name } of pairing.expected) open.set(name, (open.get(name) ?? 0) + 1);
  for (const one of made) {
    if ((plan.allowRetry && one.failed) || isWanted(subject, one)) continue;
    const left = (open.get(one.call.name) ?? 0) - 1;
    if (left < 0) return false;
    open.set(one.call.name, left);
  }
  return made.every(({ call }) => call.malformed === null);
}

/** True for a call that may be made beside the expected ones. */
function isWanted({ scenario, plan, whole }: CallCase, one: CallFacts): boolean {
  return isAllowed(scenario, plan, one) || (!isAbstention(plan) && whole?.allows(one) === true);
}

function judgePairing(
  subject: CallCase,
  groups: readonly (readonly ExpectedCall[])[],
  pairing: TurnPairing,
  forbidden: readonly Problem[],
): CallJudgement {
  const { scenario, plan, made, leaked, whole } = subject;
  const problems = [...forbidden];
  const rules = rulesOf(scenario).comparison;
  const taken = new Map<number, string>();
  for (let row = 0; row < pairing.madeFor.length; row++) {
    const one = made[pairing.madeFor[row] ?? -1];
    if (one !== undefined) taken.set(one.index, pairing.expected[row]?.path ?? '');
  }
  const both = taken.size;
  const left = both === made.length ? [] : made.filter((one) => !taken.has(one.index));
  const retryOf = plan.allowRetry ? retryFinder(rules, made, pairing) : NO_RETRY;
  const retried = new Map(
    left.flatMap((one) => {
      const again = retryOf(one);
      return again === undefined ? [] : [[one, again] as const];
    }),
  );
  const free = retried.size === 0 ? left : left.filter((one) => !retried.has(one));
  const abstains = isAbstention(plan);
  const unwanted = free.filter((one) => !isWanted(subject, one));
  const levels = pairing.levels;
  const parallel = judgeGroups(groups, plan.requireParallel, pairing, made, retried, problems);
  judgeOrder(pairing, made, problems);
  judgeArguments(rules, pairing, made, problems);
  if (abstains) problems.push(...unwanted.map(calledTool));
  const rest = abstains ? [] : judgeLeftovers(scenario, pairing, unwanted, leaked, problems);
  if (whole?.listsCalls !== true) problems.push(...rest.map((one) => extraCall(scenario, one)));
  const returned = whole?.listsCalls === true ? rest : [];
  return {
    problems,
    names: { both, expected: pairing.expected.length, made: both + unwanted.length - returned.length },
    pairs: { name: both, required: count(levels, 2), full: count(levels, 3) },
    parallel,
    taken,
    free,
    forgiven: retried.size === 0 ? NONE_FORGIVEN : new Set(retried.keys()),
    canForgive: (one) => retryOf(one) !== undefined,
    rest: returned,
    results: pairing.results,
    complete: both === pairing.expected.length,
    abstained: abstains ? unwanted.length === 0 : null,
  };
}

/**
 * Judges by a plan that wants any call (`any`) or says nothing of calls. A call must still name a declared tool where the rules
 * say so.
 */
function judgeAny({ scenario, plan, made, whole }: CallCase, forbidden: readonly Problem[]): CallJudgement {
  const problems = [...forbidden];
  const complete = plan.groups === null || made.some((one) => one.call.malformed === null);
  if (made.length === 0 && !complete) {
    problems.push({
      code: 'missing-call',
      path: joinPath(plan.path, 'calls'),
      expected: 'any',
      actual: null,
      detail: null,
    });
  }
  // A turn that says nothing of calls leaves them to the list of the conversation.
  const judgedElsewhere = plan.groups === null && whole?.listsCalls === true;
  const isUnknown = (one: CallFacts): boolean =>
    rulesOf(scenario).toolsMustExist && one.call.malformed === null && one.tool === undefined;
  if (!judgedElsewhere) {
    const unknown = made.filter((one) => isUnknown(one) && whole?.forgives(one) !== true);
    problems.push(...unknown.map((one) => wrongTool(scenario, null, one)));
  }
  return {
    problems,
    names: null,
    pairs: NO_PAIRS,
    parallel: NO_GROUPS,
    taken: new Map(),
    free: made,
    forgiven: NONE_FORGIVEN,
    canForgive: () => false,
    rest: judgedElsewhere ? made.filter((one) => !whole.allows(one)) : [],
    results: NO_RESULTS,
    complete,
    abstained: null,
  };
}

/** True when the plan's `extra` allows this call beside the expected ones. */
export function isAllowed(scenario: Scenario, plan: Plan, one: CallFacts): boolean {
  if (plan.extra === 'forbid') return false;
  if (plan.extra !== 'allow') return plan.extra.includes(one.call.name);
  return one.tool !== undefined || !rulesOf(scenario).toolsMustExist;
}

function count(levels: readonly number[], least: number): number {
  return levels.filter((level) => level >= least).length;
}
