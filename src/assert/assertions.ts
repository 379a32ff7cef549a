import { callsOf } from '../domain/plans.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { FailReason, Verdict } from '../domain/score.ts';
import { scoreTrial } from '../score/score.ts';
import { failureText, negatedText } from './failure-text.ts';
import type { ArgumentPatterns, CallPattern, ExpectationPattern } from './patterns.ts';
import { readPattern } from './read-pattern.ts';
import { subjectOf, type Subject } from './subject.ts';

/** The result of an assertion for a test runner. */
export interface Assertion {
  readonly pass: boolean;
  /** Why the assertion failed; where it passed, why its negation failed. */
  readonly text: () => string;
}

/** Passes when a tool was called, with these arguments if given. Errors: USAGE. */
export function wasCalled(judged: unknown, name: string, args?: ArgumentPatterns): Assertion {
  const subject = subjectOf(judged);
  const call: CallPattern = { name, ...(args !== undefined && { arguments: args }) };
  const scenario = patternFor(subject, { calls: [call], extra: 'allow' });
  const verdict = judge(scenario, subject);
  // Other calls do not matter.
  const problems = verdict.problems.filter(({ code }) => UNCALLED.has(code));
  const [plan] = scenario.turns[0]?.expect.plans ?? [];
  const wanted = plan === undefined ? null : (callsOf(plan)[0]?.arguments ?? null);
  const shown = { name, ...(wanted !== null && { arguments: wanted }) };
  const pass = problems.length === 0;
  return {
    pass,
    text: () =>
      pass
        ? negatedText('A tool was called that should not have been.', shown, subject)
        : failureText('A tool was not called as expected.', scenario, subject, problems),
  };
}

const UNCALLED: ReadonlySet<FailReason> = new Set(['missing-call', 'wrong-arguments', 'wrong-tool']);

/** Passes when exactly these calls were made. Errors: USAGE. */
export function calledTools(judged: unknown, calls: 'any' | readonly CallPattern[]): Assertion {
  return meets(judged, { calls }, 'The calls are not those that were expected.');
}

/** Passes when an expectation is met, in the form of a scenario's `expect`. Errors: USAGE. */
export function meetsExpectation(judged: unknown, expectation: ExpectationPattern): Assertion {
  return meets(judged, expectation, 'The expectation is not met.');
}

function meets(judged: unknown, expectation: ExpectationPattern, title: string): Assertion {
  const subject = subjectOf(judged);
  const scenario = patternFor(subject, expectation);
  const { pass, problems } = judge(scenario, subject);
  return {
    pass,
    text: () => failureText(pass ? 'The expectation is met, and should not be.' : title, scenario, subject, problems),
  };
}

function patternFor({ transcript, tools }: Subject, expectation: ExpectationPattern): Scenario {
  const called = transcript.turns.flatMap(({ steps }) =>
    steps.flatMap(({ reading }) => reading.calls.map((call) => call.name)),
  );
  return readPattern(expectation, called, tools);
}

function judge(scenario: Scenario, { transcript }: Subject): Verdict {
  return scoreTrial(scenario, transcript, { wire: 'fair' });
}
