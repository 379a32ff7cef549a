/** What `tooltape/vitest` exports: vitest's own `test`, `expect` and `describe`, extended. */
import { expect as base, type ExpectStatic } from 'vitest';
import type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
import { matchers } from './matchers.ts';

base.extend(matchers);

// Here, since declaration files keep it for who imports this module.
declare module 'vitest' {
  // The type parameters have to be those of vitest's own declaration.
  // oxlint-disable-next-line no-unused-vars
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** A tool was called, with these arguments where they are given: values and argument matchers of tooltape. */
    toHaveCalled(name: string, args?: ArgumentPatterns): R;
    /** Just these calls were made: the `expect.calls` of a scenario. */
    toHaveCalledTools(calls: 'any' | readonly CallPattern[]): R;
    /** What the `expect` of a scenario says has happened. */
    toMeetExpectation(expectation: ExpectationPattern): R;
  }
}

/** vitest's `expect`, with matchers for what an agent called. */
export const expect: ExpectStatic = base;
export { describe } from 'vitest';
export { test, type TapeFixtures, type TestTapeOptions } from './fixture.ts';
export type { Attached } from '../cassette/record/attach.ts';
export type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
export type { Judged } from '../assert/subject.ts';
