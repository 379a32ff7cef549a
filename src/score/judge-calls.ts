import { joinPath } from '../json/json.ts';
import type { Plan, Scenario } from '../domain/scenario.ts';
import type { ParallelCounts, Problem } from '../domain/score.ts';
import type { CallFacts } from './call-facts.ts';
import { calledTool, forbiddenCall, wrongTool } from './call-problems.ts';
import { BFCL, levelOf, NATIVE } from './pairing/compare-call.ts';
import type { Comparison } from './pairing/compare-call.ts';
import { judgeArguments } from './judge-arguments.ts';
import { judgeGroups, judgeOrder, NO_GROUPS } from './judge-groups.ts';
import { judgeLeftovers } from './judge-leftovers.ts';
import { pairTurn } from './pairing/pair-turn.ts';
import type { TurnPairing } from './pairing/pair-turn.ts';
import type { Tally } from './plan-tally.ts';

/** What a plan says of the calls made in a turn. */
export interface CallJudgement {
  readonly problems: readonly Problem[];
  readonly names: Tally['names'];
  readonly pairs: Tally['pairs'];
  readonly parallel: ParallelCounts;
  /** Per call of the turn, the path of the expected call that it was paired with. */
  readonly paths: readonly (string | null)[];
  /** Nothing that was wanted is missing. */
  readonly complete: boolean;
  readonly abstained: boolean | null;
}

const NO_PAIRS = { name: 0, required: 0, full: 0 };
const NO_RETRIES: ReadonlyMap<CallFacts, CallFacts> = new Map();

/** Holds the calls of a turn against a plan. `leaked`: markup of calls stands in the text. */
export function judgeCalls(scenario: Scenario, plan: Plan, made: readonly CallFacts[], leaked: boolean): CallJudgement {
  const problems: Problem[] = [];
  if (plan.forbidden.length > 0) {
    for (const one of made) if (plan.forbidden.includes(one.call.name)) problems.push(forbiddenCall(one));
  }
  if (plan.groups === null || plan.groups === 'any') return judgeAny(scenario, plan, made, problems);
  const rules = scenario.rules === 'bfcl' ? BFCL : NATIVE;
  const pairing = pairTurn(plan.groups, made, rules, plan.allowRetry);
  const paths: (string | null)[] = made.map(() => null);
  let both = 0;
  for (let row = 0; row < pairing.madeFor.length; row++) {
    const column = pairing.madeFor[row] ?? -1;
    if (column === -1) continue;
    paths[column] = pairing.expected[row]?.path ?? null;
    both += 1;
  }
  const left = both === made.length ? [] : made.filter((_, i) => paths[i] === null);
  const retried = plan.allowRetry ? retriesOf(rules, left, made, pairing) : NO_RETRIES;
  const unwanted = left.filter((one) => !retried.has(one) && !isAllowed(scenario, plan, one));
  const levels = pairing.levels;
  const parallel = judgeGroups(plan.groups, plan.requireParallel, pairing, made, retried, problems);
  judgeOrder(pairing, made, problems);
  judgeArguments(rules, pairing, made, problems);
  if (pairing.expected.length === 0) problems.push(...unwanted.map(calledTool));
  else judgeLeftovers(scenario, pairing, unwanted, leaked, problems);
  return {
    problems,
    names: { both, expected: pairing.expected.length, made: both + unwanted.length },
    pairs: { name: both, required: count(levels, 2), full: count(levels, 3) },
    parallel,
    paths,
    complete: both === pairing.expected.length,
    abstained: pairing.expected.length === 0 ? unwanted.length === 0 : null,
  };
}

/** Any call, or none, will do; but it must name a tool that there is. */
function judgeAny(scenario: Scenario, plan: Plan, made: readonly CallFacts[], problems: Problem[]): CallJudgement {
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
  if (scenario.rules === 'native') {
    for (const one of made)
      if (one.call.malformed === null && one.tool === undefined) problems.push(wrongTool(scenario, null, one));
  }
  const paths = made.map(() => null);
  return { problems, names: null, pairs: NO_PAIRS, parallel: NO_GROUPS, paths, complete, abstained: null };
}

/** A call of a tool that there is and that may be called beside the expected ones. */
function isAllowed(scenario: Scenario, plan: Plan, one: CallFacts): boolean {
  if (plan.extra === 'forbid') return false;
  if (plan.extra !== 'allow') return plan.extra.includes(one.call.name);
  return one.tool !== undefined || scenario.rules === 'bfcl';
}

/**
 * Calls that failed beside a full pair of the same tool, with the call of that pair: it was made again later, or it failed,
 * too, and this one makes it again no less correctly.
 */
function retriesOf(
  rules: Comparison,
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
        one.call.name === failed.call.name &&
        (one.step > failed.step || (one.failed && one.step < failed.step && levelOf(rules, expected, failed) === 3)),
    );
    const same = pairs.find(({ one }) => JSON.stringify(one.args) === JSON.stringify(failed.args));
    const [first] = pairs;
    if (first !== undefined) found.set(failed, (same ?? first).one);
  }
  return found;
}

function count(levels: readonly number[], least: number): number {
  return levels.filter((level) => level >= least).length;
}
