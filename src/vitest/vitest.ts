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
    /**
     * Passes when at least one call of the tool `name` fits `args`. Its arguments are values and argument matchers of tooltape; any
     * arguments fit where `args` is left out.
     *
     * Returns nothing; a promise of nothing after `resolves` and `rejects`.
     * Errors: the failure of the test, whose text holds the expected and the made calls, and the misses of a tape; USAGE for arguments
     * that cannot be expected, and for a value that holds no calls.
     *
     * @example
     * expect(tape).toHaveCalled('get_weather', { city: { $contains: 'Paris' } });
     */
    toHaveCalled(name: string, args?: ArgumentPatterns): R;
    /**
     * Passes when exactly these calls were made, in any order, in the form of a scenario's `expect.calls`. `any` stands for at least
     * one call.
     *
     * Returns nothing; a promise of nothing after `resolves` and `rejects`.
     * Errors: the failure of the test, whose text holds the expected and the made calls, and the misses of a tape; USAGE for calls that
     * cannot be expected, and for a value that holds no calls.
     *
     * @example
     * expect(tape).toHaveCalledTools([{ name: 'get_weather', arguments: { city: 'Paris' } }]);
     */
    toHaveCalledTools(calls: 'any' | readonly CallPattern[]): R;
    /**
     * Passes when an expectation is met, in the form of a scenario's `expect`.
     *
     * Returns nothing; a promise of nothing after `resolves` and `rejects`.
     * Errors: the failure of the test, whose text holds each problem, and the misses of a tape; USAGE for an expectation that no traffic
     * can meet, and for a value that holds no calls.
     *
     * @example
     * expect(tape).toMeetExpectation({ calls: [{ name: 'get_weather' }], final: { contains: ['22'] } });
     */
    toMeetExpectation(expectation: ExpectationPattern): R;
  }
}

/**
 * vitest's `expect` with the matchers `toHaveCalled`, `toHaveCalledTools` and `toMeetExpectation`. They take a tape, a transcript, a
 * conversation, or the messages of any protocol or framework.
 *
 * @example
 * expect(tape).toHaveCalled('get_weather', { city: 'Paris' });
 */
export const expect: ExpectStatic = base;
export { describe } from 'vitest';
export { test, type TapeFixtures, type TestTapeOptions } from './fixture.ts';
export type { Attached } from '../cassette/record/attach.ts';
export type { ArgumentPatterns, CallPattern, ExpectationPattern } from '../assert/patterns.ts';
export type { Judged } from '../assert/subject.ts';
