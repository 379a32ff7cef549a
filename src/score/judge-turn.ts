import type { Plan, Scenario, Turn } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import type { Step, TurnTranscript } from '../domain/transcript.ts';
import type { CallFacts } from './call-facts.ts';
import { callPath } from './call-problems.ts';
import { judgeFinal } from './final.ts';
import { judgeCalls } from './judge-calls.ts';
import { judgeValidity } from './judge-arguments.ts';
import { selectionOf } from './plan-tally.ts';
import type { Tally } from './plan-tally.ts';

/** What scoring says of one turn. */
export interface TurnVerdict {
  readonly problems: readonly Problem[];
  readonly tally: Tally;
  readonly paths: readonly (string | null)[];
}

/** A turn of a trial with what is known of its calls. */
export interface TurnCase {
  readonly scenario: Scenario;
  readonly turn: Turn;
  readonly transcript: TurnTranscript;
  readonly made: readonly CallFacts[];
  readonly wire: 'fair' | 'raw';
}

/** Judges a turn by the first plan that passes, else by the best: arguments, then selection, then listing order. */
export function judgeTurn(subject: TurnCase): TurnVerdict {
  const always = judgeAlways(subject);
  let best: TurnVerdict | null = null;
  for (const plan of subject.turn.expect.plans) {
    const verdict = judgePlan(subject, plan, always);
    if (verdict.problems.length === 0) return verdict;
    if (best === null || isBetter(verdict.tally, best.tally)) best = verdict;
  }
  if (best === null) throw new Error(`scenario ${subject.scenario.id} has a turn without a plan`);
  return best;
}

function isBetter(a: Tally, b: Tally): boolean {
  const byArguments = argumentsOf(a) - argumentsOf(b);
  if (byArguments !== 0) return byArguments > 0;
  return (selectionOf(a.names) ?? 0) > (selectionOf(b.names) ?? 0);
}

function argumentsOf({ pairs }: Tally): number {
  return pairs.name === 0 ? 0 : pairs.full / pairs.name;
}

interface Always {
  readonly problems: readonly Problem[];
  readonly choiceObeyed: boolean | null;
}

/** What does not depend on the plan. */
function judgeAlways({ scenario, transcript, made, wire }: TurnCase): Always {
  const problems: Problem[] = [];
  for (const step of transcript.steps) {
    if (step.reading.truncated) {
      const actual = step.reading.finishReason;
      problems.push({ code: 'truncated', path: stepPath(step), expected: null, actual, detail: 'max_tokens' });
    }
    if (wire === 'raw' && step.reading.calls.length > 0) {
      for (const finding of step.reading.findings) {
        if (finding.severity !== 'breaking') continue;
        problems.push({
          code: 'wire',
          path: stepPath(step),
          expected: null,
          actual: finding.message,
          detail: finding.check,
        });
      }
    }
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
  if (scenario.rules === 'native') judgeValidity(made, problems);
  const last = transcript.steps.at(-1);
  if (transcript.end === 'max-steps' && scenario.maxSteps > 1 && last !== undefined) {
    const actual = transcript.steps.length;
    problems.push({ code: 'too-many-steps', path: stepPath(last), expected: scenario.maxSteps, actual, detail: null });
  }
  return { problems, choiceObeyed: judgeChoice(scenario, transcript, problems) };
}

/** Whether `tool_choice` was obeyed on the turn's first step; null where there was nothing to obey. */
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
  const { scenario, transcript, made } = subject;
  const { steps } = transcript;
  const leaked = steps.some((step) => step.reading.leaked);
  const calls = judgeCalls(scenario, plan, made, leaked);
  const problems = [...always.problems, ...calls.problems];
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
  if (answer !== null && isSilent(answer) && (final !== null || !calls.complete)) {
    problems.push({ code: 'empty-turn', path: stepPath(answer), expected: null, actual: null, detail: null });
  }
  const wanted = plan.groups === 'any' || plan.groups?.some((group) => group.length > 0) === true;
  const hadError = steps.some((step) => step.results.some((result) => result.isError));
  return {
    problems,
    paths: calls.paths,
    tally: {
      names: calls.names,
      pairs: calls.pairs,
      calls: { valid: made.filter((one) => one.valid).length, made: made.length },
      parallel: calls.parallel,
      abstained: scenario.toolChoice === 'none' || leaked ? null : calls.abstained,
      choiceObeyed: always.choiceObeyed,
      finalHeld,
      recovered: hadError ? problems.length === 0 : null,
      called: wanted ? made.some((one) => one.call.malformed === null) : null,
    },
  };
}

/** No text, no call, and not cut off either. */
function isSilent(step: Step): boolean {
  const { text, calls, truncated } = step.reading;
  return calls.length === 0 && !truncated && (text === null || text.trim() === '');
}

function stepPath(step: Step): string {
  return `steps[${step.index - 1}]`;
}
