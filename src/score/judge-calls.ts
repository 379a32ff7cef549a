import { isAbstention } from '../domain/plans.ts';
import { deepEqual, joinPath } from '../json/json.ts';
import type { Plan, Scenario } from '../domain/scenario.ts';
import type { ParallelCounts, Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { calledTool, extraCall, forbiddenCall, wrongTool } from './call-problems.ts';
import { levelOf } from './pairing/compare-call.ts';
import type { CallComparison } from './pairing/compare-call.ts';
import { judgeArguments } from './judge-arguments.ts';
import { judgeGroups, judgeOrder, NO_GROUPS } from './judge-groups.ts';
import { NO_RESULTS, referredIn, type KnownResults } from './known-results.ts';
import { judgeLeftovers } from './judge-leftovers.ts';
import { nearMiss } from './pairing/near-miss.ts';
import { pairTurn } from './pairing/pair-turn.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';
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
const NO_RETRIES: ReadonlyMap<CallFacts, CallFacts> = new Map();
const NONE_FORGIVEN: ReadonlySet<CallFacts> = new Set();

/** Judges calls by a plan. */
export function judgeCalls(subject: CallCase): CallJudgement {
  const { scenario, plan, made, leaked, whole } = subject;
  const problems: Problem[] = [];
  if (plan.forbidden.length > 0) {
    for (const one of subject.all ?? made)
      if (plan.forbidden.includes(one.call.name)) problems.push(forbiddenCall(one));
  }
  if (plan.groups === null || plan.groups === 'any') return judgeAny(subject, problems);
  const rules = rulesOf(scenario).comparison;
  const { couldTake } = whole ?? {};
  const pairing = pairTurn(plan.groups, made, rules, {
    allowRetry: plan.allowRetry,
    known: subject.known,
    referred: referredIn(scenario),
    ...(couldTake !== undefined && { isWantedElsewhere: couldTake }),
  });
  const taken = new Map<number, string>();
  for (let row = 0; row < pairing.madeFor.length; row++) {
    const one = made[pairing.madeFor[row] ?? -1];
    if (one !== undefined) taken.set(one.index, pairing.expected[row]?.path ?? '');
  }
  const both = taken.size;
  const left = both === made.length ? [] : made.filter((one) => !taken.has(one.index));
  const retried = plan.allowRetry ? retriesOf(rules, left, made, pairing) : NO_RETRIES;
  const free = retried.size === 0 ? left : left.filter((one) => !retried.has(one));
  const abstains = isAbstention(plan);
  const unwanted = free.filter((one) => !isAllowed(scenario, plan, one) && (abstains || whole?.allows(one) !== true));
  const levels = pairing.levels;
  const parallel = judgeGroups(plan.groups, plan.requireParallel, pairing, made, retried, problems);
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
function judgeAny({ scenario, plan, made, whole }: CallCase, problems: Problem[]): CallJudgement {
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

/**
 * Maps a failed, unpaired call to a paired call of the same tool that makes up for it. The paired call fits in full. Either it
 * came later, or it failed as well and the unpaired call repeats it later and fits in full. A call of an undeclared name counts
 * as the same tool when its name is a near miss.
 */
function retriesOf(
  rules: CallComparison,
  left: readonly CallFacts[],
  made: readonly CallFacts[],
  pairing: TurnPairing,
): Map<CallFacts, CallFacts> {
  const full = pairing.expected.flatMap((expected, row) => {
    const one = pairing.levels[row] === 3 ? made[pairing.madeFor[row] ?? -1] : undefined;
    return one === undefined ? [] : [{ expected, one }];
  });
  const found = new Map<CallFacts, CallFacts>();
  for (const failed of left) {
    if (!failed.failed) continue;
    const pairs = full.filter(
      ({ expected, one }) =>
        isSameCall(failed, one) &&
        (one.step > failed.step || (one.failed && one.step < failed.step && levelOf(rules, expected, failed) === 3)),
    );
    const same = pairs.find(({ one }) => JSON.stringify(one.args) === JSON.stringify(failed.args));
    const [first] = pairs;
    if (first !== undefined) found.set(failed, (same ?? first).one);
  }
  return found;
}

function isSameCall(failed: CallFacts, again: CallFacts): boolean {
  if (failed.call.name === again.call.name) return true;
  if (failed.tool !== undefined) return false;
  return nearMiss(failed.call.name, [again.call.name]) !== 'unknown' || deepEqual(failed.args, again.args);
}

function count(levels: readonly number[], least: number): number {
  return levels.filter((level) => level >= least).length;
}
