import { isObject, type JsonObject } from '../json/json.ts';
import { isAbstention } from '../domain/plans.ts';
import type { Plan, Scenario, Turn } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import type { Step, TurnTranscript } from '../domain/transcript.ts';
import type { CallFacts } from './call-facts.ts';
import { callPath } from './call-problems.ts';
import { judgeFinal } from './final.ts';
import { isForgiven, judgeCalls, type CallJudgement, type WholeWishes } from './judge-calls.ts';
import { judgeValidity } from './judge-arguments.ts';
import { resolveWith, type KnownResults } from './known-results.ts';
import { selectionScore } from './plan-tally.ts';
import type { PlanTally } from './plan-tally.ts';
import { rulesOf } from './rules/rules.ts';
import { judgeState } from './state/judge-state.ts';
import { wireProblems } from './wire-problems.ts';

/** The verdict on one turn. */
export interface TurnVerdict {
  readonly problems: readonly Problem[];
  readonly tally: PlanTally;
  /** Path of the expected call, by the number of the made call that it was paired with. */
  readonly taken: CallJudgement['taken'];
  /** See `CallJudgement`. */
  readonly free: CallJudgement['free'];
  readonly rest: CallJudgement['rest'];
  /** Results of calls of this turn and the turns before it, by id of the expected call. */
  readonly known: KnownResults;
  /** The plan that gave this verdict. */
  readonly plan: Plan;
}

/** One turn of a trial, ready to be judged. */
export interface TurnCase {
  readonly scenario: Scenario;
  readonly turn: Turn;
  readonly transcript: TurnTranscript;
  readonly made: readonly CallFacts[];
  readonly wire: 'fair' | 'raw';
  /** State of the scenario after the last turn. */
  readonly state: JsonObject;
  /** Results of calls of earlier turns, by id of the expected call. */
  readonly known: KnownResults;
  /**
   * What the conversation's plan says about leftover calls, with the numbers of the calls that this plan has taken; null where
   * only turns have expectations.
   */
  readonly whole: (WholeWishes & { readonly taken: ReadonlySet<number> }) | null;
}

/** Judges every turn in order, because references of a turn may name results of the turns before it. */
export function judgeTurns(cases: readonly TurnCase[]): readonly TurnVerdict[] {
  const verdicts: TurnVerdict[] = [];
  for (const one of cases) verdicts.push(judgeTurn({ ...one, known: verdicts.at(-1)?.known ?? one.known }));
  return verdicts;
}

/**
 * Judges a turn by the first plan without problems. Where every plan has some, the plan counts whose arguments fit best, then
 * whose tools fit best, then the first.
 */
function judgeTurn(subject: TurnCase): TurnVerdict {
  const always = judgeAlways(subject);
  let best: TurnVerdict | null = null;
  for (const plan of subject.turn.expect.plans) {
    const verdict = judgePlan(subject, plan, always);
    if (verdict.problems.length === 0) return verdict;
    if (best === null || isBetterTally(verdict.tally, best.tally)) best = verdict;
  }
  if (best === null) throw new Error(`scenario ${subject.scenario.id} has a turn without a plan`);
  return best;
}

/** True when `a` has more calls whose arguments fit; at equal arguments, when its tool names fit better. */
export function isBetterTally(a: PlanTally, b: PlanTally): boolean {
  const byArguments = argumentsOf(a) - argumentsOf(b);
  if (byArguments !== 0) return byArguments > 0;
  return (selectionScore(a.names) ?? 0) > (selectionScore(b.names) ?? 0);
}

function argumentsOf({ pairs }: PlanTally): number {
  return pairs.name === 0 ? 0 : pairs.full / pairs.name;
}

interface Always {
  readonly problems: readonly Problem[];
  readonly choiceObeyed: boolean | null;
}

/**
 * Problems that no plan changes: cut responses, malformed calls, ignored `tool_choice`, and wire findings under `--wire raw`.
 */
function judgeAlways({ scenario, transcript, made, wire }: TurnCase): Always {
  const problems: Problem[] = [];
  for (const step of transcript.steps) {
    if (step.reading.truncated) {
      const { finishReason: actual, truncatedBy } = step.reading;
      const { limit: detail = 'max_tokens', tokens: expected = null } = truncatedBy ?? {};
      problems.push({ code: 'truncated', path: stepPath(step), expected, actual, detail });
    }
    const { withheld: actual } = step.reading;
    if (actual !== undefined) {
      problems.push({ code: 'malformed-call', path: stepPath(step), expected: null, actual, detail: 'bad-json' });
    }
    if (wire === 'raw') problems.push(...wireProblems(step, stepPath(step)));
  }
  for (const one of made) {
    const kind = one.call.malformed;
    if (kind === null) continue;
    problems.push({
      code: 'malformed-call',
      path: callPath(one),
      expected: null,
      actual: one.call.rawArguments,
      detail: kind,
    });
  }
  return { problems, choiceObeyed: judgeChoice(scenario, transcript, problems) };
}

/** True when the turn's first step obeyed `tool_choice`; null where `tool_choice` demands nothing. */
function judgeChoice(scenario: Scenario, transcript: TurnTranscript, problems: Problem[]): boolean | null {
  const choice = scenario.toolChoice;
  const first = transcript.steps[0];
  if (choice === null || choice === 'auto' || scenario.tools.length === 0 || first === undefined) return null;
  const names = first.reading.calls.map((call) => call.name);
  const named = typeof choice === 'string' ? null : choice.name;
  const obeyed =
    choice === 'none' ? names.length === 0 : names.length > 0 && names.every((name) => (named ?? name) === name);
  if (!obeyed) {
    const expected = named === null ? (choice as string) : { name: named };
    problems.push({ code: 'choice-ignored', path: stepPath(first), expected, actual: names, detail: null });
  }
  return obeyed;
}

function judgePlan(subject: TurnCase, plan: Plan, always: Always): TurnVerdict {
  const { scenario, transcript, made, whole } = subject;
  const { steps } = transcript;
  const leaked = steps.some((step) => step.reading.leaked);
  // Where a turn wants no call, a call is wrong even when the conversation's plan could take it. Any call fulfils `any`.
  const sharesAll = whole === null || plan.groups === 'any' || isAbstention(plan);
  const open = sharesAll ? made : made.filter((one) => !whole.taken.has(one.index));
  const calls = judgeCalls({ scenario, plan, made: open, all: made, leaked, known: subject.known, whole });
  const known = calls.results.size === 0 ? subject.known : new Map([...subject.known, ...calls.results]);
  const end = judgeEnd(scenario, plan, transcript, calls.complete);
  const problems = [...always.problems];
  if (rulesOf(scenario).invalidFails) {
    judgeValidity(
      made.filter((one) => !isForgiven(one, calls, whole)),
      problems,
    );
  }
  problems.push(...calls.problems, ...tooManySteps(subject, plan, calls), ...end.problems);
  if (plan.state !== null) problems.push(...stateProblems(scenario, plan.state, subject.state, known));
  const wanted = plan.groups === 'any' || plan.groups?.some((group) => group.length > 0) === true;
  const hadError = steps.some((step) => step.results.some((result) => result.isError));
  return {
    problems,
    taken: calls.taken,
    free: calls.free,
    rest: calls.rest,
    known,
    plan,
    tally: {
      names: calls.names,
      pairs: calls.pairs,
      calls: { valid: made.filter((one) => one.valid).length, made: made.length },
      parallel: calls.parallel,
      abstained: scenario.toolChoice === 'none' || leaked ? null : calls.abstained,
      choiceObeyed: always.choiceObeyed,
      finalHeld: end.finalHeld,
      recovered: hadError ? problems.length === 0 : null,
      called: wanted ? made.some((one) => one.call.malformed === null) : null,
    },
  };
}

/**
 * The problem of a conversation that `max_steps` ended while the model was still calling. None when the last step made the last
 * expected calls and the plan judges neither a final text nor the state.
 */
function tooManySteps({ scenario, transcript, made, whole }: TurnCase, plan: Plan, calls: CallJudgement): Problem[] {
  const last = transcript.steps.at(-1);
  if (transcript.end !== 'max-steps' || scenario.maxSteps === 1 || last === undefined) return [];
  const isExpected = ({ index }: CallFacts): boolean => calls.taken.has(index) || whole?.taken.has(index) === true;
  const ends = made.filter(({ step }) => step === last.index).every(isExpected);
  if (calls.complete && ends && plan.final === null && plan.state === null) return [];
  const actual = transcript.steps.length;
  return [{ code: 'too-many-steps', path: stepPath(last), expected: scenario.maxSteps, actual, detail: null }];
}

/** The places where the state is not as wanted; none for scenarios of one step, which run no tools. */
export function stateProblems(
  scenario: Scenario,
  wanted: JsonObject,
  state: JsonObject,
  known: KnownResults,
): readonly Problem[] {
  if (scenario.maxSteps === 1) return [];
  const resolved = resolveWith(known, wanted);
  return judgeState(isObject(resolved) ? resolved : wanted, state);
}

/**
 * Judges the end of a turn: its final text, and a response without text and calls where the plan wants something. `finalHeld`
 * is null where the plan has no `final`.
 */
export function judgeEnd(
  scenario: Scenario,
  plan: Plan,
  { steps }: TurnTranscript,
  complete: boolean,
): { readonly problems: readonly Problem[]; readonly finalHeld: boolean | null } {
  const problems: Problem[] = [];
  const last = steps.at(-1);
  const answer = last !== undefined && last.reading.calls.length === 0 ? last : null;
  const final = scenario.maxSteps === 1 ? null : plan.final;
  let finalHeld: boolean | null = null;
  if (final !== null) {
    const path = answer === null ? `${plan.path}.final` : stepPath(answer);
    const missed = judgeFinal(final, answer?.reading.text ?? null, path);
    finalHeld = missed.length === 0;
    problems.push(...missed);
  }
  if (answer !== null && isSilent(answer) && (final !== null || !complete)) {
    problems.push({ code: 'empty-turn', path: stepPath(answer), expected: null, actual: null, detail: null });
  }
  return { problems, finalHeld };
}

/** True for a complete response without text and without a call. */
function isSilent(step: Step): boolean {
  const { text, calls, truncated, reported } = step.reading;
  return calls.length === 0 && !truncated && reported !== true && (text === null || text.trim() === '');
}

function stepPath(step: Step): string {
  return `steps[${step.index - 1}]`;
}
