import { isObject } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { Problem } from '../../domain/score.ts';
import { describeMatcher, shownValue } from '../../match/describe.ts';
import { shorten } from '../../text/shorten.ts';
import { describeCall, describeName, listOf, LONGEST, nearMissNote } from './describe-call.ts';
import { HIDDEN, isAboutHidden } from './hidden-value.ts';
import { type ExplainContext, readPlace } from './problem-place.ts';

export type { ExplainContext };

/**
 * A problem as one sentence without a full stop: `call 2 get_weather: city is "Paris, FR", expected text matching /^Paris$/`.
 * The sentence names the tool where `context` holds the trial's calls. Values are shortened JSON; no other escaping is done.
 */
export function explainProblem(problem: Problem, context?: ExplainContext): string {
  const text = explained(problem, context);
  return isAboutHidden(problem) ? `${text}${HIDDEN}` : text;
}

function explained(problem: Problem, context: ExplainContext | undefined): string {
  const place = readPlace(problem.path, context);
  const { expected, actual, detail } = problem;
  switch (problem.code) {
    case 'truncated':
      return `${place.where}: ${truncated(expected, detail)}`;
    case 'empty-turn':
      return `${place.where}: the response is empty: no text and no call`;
    case 'malformed-call':
      return `${place.where}: ${malformed(detail)}: ${shownValue(actual)}`;
    case 'choice-ignored':
      return `${place.where}: ${choiceIgnored(expected, actual)}`;
    case 'called-tool':
      return `${place.where}: called ${describeCall(actual)}, expected no call`;
    case 'forbidden-call':
      return `${place.where}: called ${describeCall(actual)}, which is forbidden`;
    case 'wrong-tool':
      return `${place.where}: called ${describeCall(actual)}${nearMissNote(detail)}, expected ${expected === null ? 'a declared tool' : describeCall(expected)}`;
    case 'missing-call':
      return `expected ${expected === 'any' ? 'a call of any tool' : `the call ${describeCall(expected)}`}, but it was not made${detail === 'text-leak' ? '; markup of a call stands in the text' : ''}`;
    case 'extra-call':
      return `${place.where}: called ${describeCall(actual)}${nearMissNote(detail)}, which is one call more than expected`;
    case 'invalid-arguments':
      return `${place.where}: ${invalid(place.argument, problem)}`;
    case 'wrong-arguments':
      return `${place.where}: ${wrong(place.argument, problem)}`;
    case 'wrong-order':
      return `${place.where}: came in ${orderOf(expected, actual)}`;
    case 'not-parallel':
      return `expected ${listOf(expected, describeName)} in one step, but they came in steps ${listOf(actual, shownValue)}`;
    case 'too-many-steps':
      return `still calling tools after ${shownValue(expected)} steps`;
    case 'wrong-answer':
      return wrongAnswer(problem);
    case 'wrong-state':
      return wrongState(problem);
    case 'wire':
      return `${place.where}: ${detail ?? 'wire'}: ${typeof actual === 'string' ? actual : shownValue(actual)}`;
  }
}

const MALFORMED: { readonly [kind: string]: string } = {
  'bad-json': 'the arguments are not valid JSON',
  concatenated: 'the arguments are several JSON objects in a row',
  'double-encoded': 'the arguments are a JSON string that holds JSON',
  truncated: 'the arguments break off',
  empty: 'the arguments are empty',
  'not-an-object': 'the arguments are not a JSON object',
  'no-name': 'the call names no tool',
};

function truncated(limit: Json, by: string | null): string {
  if (by === 'context') return 'the response filled the context of the model; shorten the messages or the tools';
  if (by === 'provider') return 'the response hit a length limit of the provider; set max_tokens';
  const tokens = typeof limit === 'number' ? `max_tokens (${limit})` : 'max_tokens';
  return `the response hit the length limit; raise ${tokens}`;
}

function malformed(kind: string | null): string {
  return MALFORMED[kind ?? ''] ?? 'the call is malformed';
}

function choiceIgnored(expected: Json, actual: Json): string {
  const made = Array.isArray(actual) && actual.length > 0 ? `called ${listOf(actual, describeName)}` : 'called no tool';
  if (expected === 'none') return `${made}, though tool_choice was none`;
  if (expected === 'required') return `${made}, though tool_choice was required`;
  return `${made}, though tool_choice named ${isObject(expected) ? describeName(expected['name'] ?? null) : shownValue(expected)}`;
}

function invalid(argument: string, { expected, actual, detail }: Problem): string {
  const subject = argument === '' ? 'the arguments' : argument;
  const operand = isObject(expected) ? (expected[detail ?? ''] ?? null) : null;
  switch (detail) {
    case 'required':
      return `${subject} is missing, though the tool's schema requires it`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${subject} is ${shownValue(actual)}, but the tool's schema declares no such property`;
    case 'type':
      return `${subject} is ${shownValue(actual)}, but the tool's schema wants type ${listOf(operand, describeName, ' or ')}`;
    case 'enum':
      return `${subject} is ${shownValue(actual)}, but the tool's schema allows only ${listOf(operand, shownValue)}`;
    default:
      return `${subject} is ${shownValue(actual)}, which breaks the tool's schema: ${detail ?? 'schema'} ${shownValue(operand)}`;
  }
}

function wrong(argument: string, { expected, actual, detail }: Problem): string {
  const subject = argument === '' ? 'the arguments' : argument;
  const verb = argument === '' ? 'are' : 'is';
  if (detail === 'missing') return `${subject} ${verb} missing, expected ${describeMatcher(expected)}`;
  if (detail === 'unexpected' || detail === '$absent')
    return `${subject} ${verb} ${shownValue(actual)}, expected to be left out`;
  return `${subject} ${verb} ${shownValue(actual)}, expected ${describeMatcher(expected)}`;
}

function orderOf(expected: Json, actual: Json): string {
  const step = isObject(actual) ? shownValue(actual['step'] ?? null) : '?';
  const after = isObject(expected) ? expected : {};
  return `step ${step}, expected after ${describeName(after['after'] ?? null)} of step ${shownValue(after['afterStep'] ?? null)}`;
}

function wrongAnswer({ expected, actual, detail }: Problem): string {
  const said = actual === null ? 'there is no final answer' : `the final answer is ${shownValue(actual)}`;
  const text = typeof expected === 'string' ? expected : shownValue(expected);
  if (detail === 'matches') return `${said}, expected text matching /${shorten(text, LONGEST)}/`;
  if (detail === 'not') return `${said}, expected no text matching /${shorten(text, LONGEST)}/`;
  return `${said}, expected to contain ${shownValue(expected)}`;
}

function wrongState({ path, expected, actual, detail }: Problem): string {
  if (detail === 'more') return `the state differs in ${shownValue(actual)} more places`;
  if (detail === 'missing') return `${path} is missing, expected ${describeMatcher(expected)}`;
  if (detail === 'unexpected') return `${path} is ${shownValue(actual)}, expected not to be there`;
  return `${path} is ${shownValue(actual)}, expected ${describeMatcher(expected)}`;
}
