import { AssertionError } from 'node:assert';
import { calledTools, meetsExpectation, type Assertion } from '../../assert/assertions.ts';
import type { CallPattern, ExpectationPattern } from '../../assert/patterns.ts';
import type { Judged } from '../../assert/subject.ts';

/**
 * Asserts that just these calls were made, as the `expect.calls` of a scenario: for test runners without matchers of their own.
 *
 * Returns nothing where they were.
 * Errors: AssertionError, whose text shows what was expected and what was made; USAGE for calls that cannot be expected, and for
 * what holds none.
 *
 * @example
 * assertCalls(tape, [{ name: 'get_weather', arguments: { city: { $contains: 'Paris' } } }]);
 */
export function assertCalls(judged: Judged, calls: 'any' | readonly CallPattern[]): void {
  assertPass(calledTools(judged, calls), assertCalls);
}

/**
 * Asserts that an expectation is met, the `expect` of a scenario.
 *
 * Returns nothing where it is.
 * Errors: AssertionError; USAGE for an expectation that cannot be, and for what holds no calls.
 *
 * @example
 * assertExpectation(tape, { calls: [{ name: 'get_weather' }], final: { contains: ['22'] } });
 */
export function assertExpectation(judged: Judged, expectation: ExpectationPattern): void {
  assertPass(meetsExpectation(judged, expectation), assertExpectation);
}

function assertPass({ pass, text }: Assertion, caller: (...args: never[]) => void): void {
  if (pass) return;
  throw new AssertionError({ message: text(), operator: caller.name, stackStartFn: caller });
}
