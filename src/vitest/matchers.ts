import type { MatchersObject } from 'vitest';
import { calledTools, meetsExpectation, wasCalled, type Assertion } from '../assert/assertions.ts';
import type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
import { withRemedy } from './with-remedy.ts';

interface Result {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Matchers for a tape, a transcript, a conversation, or messages of any protocol. */
export const matchers: MatchersObject = {
  toHaveCalled: (judged: unknown, name: string, args?: ArgumentPatterns): Result =>
    told(() => wasCalled(judged, name, args)),
  toHaveCalledTools: (judged: unknown, calls: 'any' | readonly CallPattern[]): Result =>
    told(() => calledTools(judged, calls)),
  toMeetExpectation: (judged: unknown, expectation: ExpectationPattern): Result =>
    told(() => meetsExpectation(judged, expectation)),
};

function told(assertion: () => Assertion): Result {
  const { pass, text } = withRemedy(assertion);
  return { pass, message: text };
}
