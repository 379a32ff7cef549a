/** The exports of `tooltape/vitest`: vitest's `test`, `expect` and `describe` with tapes and matchers. */
import '../public/require-node.ts';
import { expect as base, type ExpectStatic } from 'vitest';
import type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
import { matchers } from './matchers.ts';

base.extend(matchers);

// Declared in this file, because the declaration file of the entry point keeps it.
declare module 'vitest' {
  // The type parameters have to be those of vitest's own declaration.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Passes when a tool was called, with these arguments if given. Arguments are values and argument matchers of tooltape. */
    toHaveCalled(name: string, args?: ArgumentPatterns): R;
    /** Passes when exactly these calls were made, in the form of a scenario's `expect.calls`. */
    toHaveCalledTools(calls: 'any' | readonly CallPattern[]): R;
    /** Passes when an expectation is met, in the form of a scenario's `expect`. */
    toMeetExpectation(expectation: ExpectationPattern): R;
  }
}

/** vitest's `expect`, with matchers for the calls of an agent. */
export const expect: ExpectStatic = base;
export { describe } from 'vitest';
export { test, type TapeFixtures, type TestTapeOptions } from './fixture.ts';
export type { Attached } from '../cassette/record/attach.ts';
export type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
export type { Judged } from '../assert/subject.ts';
