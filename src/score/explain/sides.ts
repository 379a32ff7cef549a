import { isObject, type Json } from '../../json/json.ts';
import type { Problem } from '../../domain/score.ts';
import { describeMatcher, shownValue } from '../../match/describe.ts';
import { shorten } from '../../text/shorten.ts';
import { describeCall, describeName, listOf, LONGEST, nearMissNote } from './describe-call.ts';
import { HIDDEN, isAboutHidden } from './hidden-value.ts';
import { type ExplainContext, readPlace } from './problem-place.ts';

/** A problem as two lines, one below the other: expected and made. */
export interface Sides {
  /** `call 2 get_weather, city`; empty for the trial as a whole. */
  readonly where: string;
  readonly expected: string;
  readonly made: string;
}

/**
 * The expected and the made side of a problem. Null for problems without two sides: a cut response, a malformed call, a wire
 * finding; only `explainProblem` describes those. Values are shortened JSON; no other escaping is done.
 */
export function sidesOf(problem: Problem, context?: ExplainContext): Sides | null {
  const { where, argument } = readPlace(problem.path, context);
  const { expected, actual, detail } = problem;
  const hidden = isAboutHidden(problem) ? HIDDEN : '';
  const sides = (wanted: string, made: string, place = where): Sides => ({
    where: place,
    expected: wanted,
    made: `${made}${hidden}`,
  });
  switch (problem.code) {
    case 'called-tool':
      return sides('no call', describeCall(actual));
    case 'forbidden-call':
      return sides('no call of this tool', describeCall(actual));
    case 'wrong-tool':
      return sides(
        expected === null ? 'a declared tool' : describeCall(expected),
        `${describeCall(actual)}${nearMissNote(detail)}`,
      );
    case 'missing-call':
      return sides(
        expected === 'any' ? 'a call of any tool' : describeCall(expected),
        detail === 'text-leak' ? 'no call; markup of a call stands in the text' : 'no such call',
        '',
      );
    case 'extra-call':
      return sides('no further call', `${describeCall(actual)}${nearMissNote(detail)}`);
    case 'choice-ignored':
      return sides(choice(expected), made(actual));
    case 'invalid-arguments':
      return sides(
        schemaWants(expected, detail),
        detail === 'required' ? 'left out' : shownValue(actual),
        at(where, argument),
      );
    case 'wrong-arguments':
      return sides(
        detail === 'unexpected' || detail === '$absent' ? 'left out' : describeMatcher(expected),
        detail === 'missing' ? 'left out' : shownValue(actual),
        at(where, argument),
      );
    case 'wrong-order':
      return sides(`a step after ${after(expected)}`, `step ${field(actual, 'step')}`);
    case 'not-parallel':
      return sides(`${listOf(expected, describeName)} in one step`, `in steps ${listOf(actual, shownValue)}`, '');
    case 'too-many-steps':
      return sides(`an answer within ${shownValue(expected)} steps`, 'a further call');
    case 'wrong-answer':
      return sides(answer(expected, detail), actual === null ? 'no final answer' : shownValue(actual), 'final answer');
    case 'wrong-state':
      if (detail === 'more') return null;
      return sides(
        detail === 'unexpected' ? 'nothing' : describeMatcher(expected),
        detail === 'missing' ? 'nothing' : shownValue(actual),
        problem.path,
      );
    case 'empty-turn':
      return sides('a call or a text', 'neither');
    case 'truncated':
    case 'malformed-call':
    case 'wire':
      return null;
  }
}

function at(where: string, argument: string): string {
  return argument === '' ? where : `${where}, ${argument}`;
}

function choice(expected: Json): string {
  if (expected === 'none') return 'no call (tool_choice none)';
  if (expected === 'required') return 'a call of any tool (tool_choice required)';
  const name = isObject(expected) ? describeName(expected['name'] ?? null) : shownValue(expected);
  return `a call of ${name} (tool_choice)`;
}

function made(calls: Json): string {
  return Array.isArray(calls) && calls.length > 0 ? listOf(calls, describeName) : 'no call';
}

function schemaWants(expected: Json, keyword: string | null): string {
  const operand = isObject(expected) ? (expected[keyword ?? ''] ?? null) : null;
  switch (keyword) {
    case 'required':
      return "a value (the tool's schema requires it)";
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return "left out (the tool's schema declares no such property)";
    case 'type':
      return `type ${listOf(operand, describeName, ' or ')} (the tool's schema)`;
    case 'enum':
      return `one of ${listOf(operand, shownValue)} (the tool's schema)`;
    default:
      return `${keyword ?? 'schema'} ${shownValue(operand)} (the tool's schema)`;
  }
}

function after(expected: Json): string {
  const name = isObject(expected) ? describeName(expected['after'] ?? null) : '?';
  return `${name}, which came in step ${field(expected, 'afterStep')}`;
}

function field(value: Json, name: string): string {
  return isObject(value) ? shownValue(value[name] ?? null) : '?';
}

function answer(expected: Json, condition: string | null): string {
  const text = typeof expected === 'string' ? expected : shownValue(expected);
  if (condition === 'matches') return `text matching /${shorten(text, LONGEST)}/`;
  if (condition === 'not') return `no text matching /${shorten(text, LONGEST)}/`;
  return `text that contains ${shownValue(expected)}`;
}
