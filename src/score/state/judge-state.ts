import type { Json, JsonObject } from '../../json/json.ts';
import type { Problem } from '../../domain/score.ts';
import { matchValue } from '../../match/match.ts';
import { operatorOf } from '../../match/matcher.ts';
import type { Mismatch } from '../../match/operator.ts';
import { differences } from './differences.ts';

/** Most places that are listed. One more problem counts the rest. */
const MOST_PROBLEMS = 100;

/**
 * The places where the state is not as wanted. `wanted` holds no references. Its keys match as `$subset`, unless `wanted` is a
 * matcher itself.
 */
export function judgeState(wanted: JsonObject, state: JsonObject): readonly Problem[] {
  const matcher: JsonObject = operatorOf(wanted) === null ? { $subset: wanted } : wanted;
  const found = matchValue(matcher, state, 'state').flatMap(inParts);
  const problems = found.slice(0, MOST_PROBLEMS).map(problemOf);
  const more = found.length - problems.length;
  if (more > 0) problems.push({ code: 'wrong-state', path: 'state', expected: null, actual: more, detail: 'more' });
  return problems;
}

/** Splits a mismatch of a value that had to be equal as a whole into the places inside it that differ. */
function inParts(mismatch: Mismatch): readonly Mismatch[] {
  const { expected, actual, path, detail } = mismatch;
  if (detail === 'missing' || detail === 'unexpected') return [mismatch];
  const literal = literalOf(expected);
  if (literal === undefined || typeof literal !== 'object' || typeof actual !== 'object') return [mismatch];
  return differences(literal, actual, path);
}

/** The value that `expected` wants, for a plain value and for `$literal`; undefined for every other matcher. */
function literalOf(expected: Json): Json | undefined {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected))
    return isPlain(expected) ? expected : undefined;
  const operator = operatorOf(expected);
  if (operator === null) return isPlain(expected) ? expected : undefined;
  return operator !== 'invalid' && operator.name === '$literal' ? (expected['$literal'] ?? null) : undefined;
}

/** True when the value holds no matcher. */
function isPlain(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return operatorOf(value) === null && Object.values(value).every(isPlain);
}

function problemOf({ path, expected, actual, detail }: Mismatch): Problem {
  return { code: 'wrong-state', path, expected, actual, detail };
}
