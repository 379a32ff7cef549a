import { deepEqual, isObject, joinPath } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { matchRows } from './assignment.ts';
import { readDay } from './operators/date.ts';
import { evenText } from './operators/text.ts';
import { operatorOf, regexOf } from './matcher.ts';
import type { Operator } from './matcher.ts';
import { fitsSchema } from './schema/schema.ts';
import { hasJsonType } from './schema/schema-quick.ts';

/** One place where a value is not what was wanted. */
export interface Mismatch {
  /** Below the path that was given: `city`, `items[2].price`. */
  readonly path: string;
  /** The matcher or plain value; null where nothing was wanted. */
  readonly expected: Json;
  /** Null where nothing came. */
  readonly actual: Json;
  /** The operator that did not fit, `missing`, `unexpected` or `length`; null for a plain value that differs. */
  readonly detail: string | null;
}

/** Where mismatches go; null when only the answer is wanted: it then comes at the first one, and no path is made. */
type Sink = Mismatch[] | null;

/**
 * All places where `actual` does not fit the matcher, `[]` when it does. `undefined` as actual is a value that is not there.
 * A matcher that `checkMatcher` refuses fits nothing.
 */
export function matchValue(matcher: Json | undefined, actual: Json | undefined, path: string): Mismatch[] {
  const found: Mismatch[] = [];
  walk(matcher, actual, path, found);
  return found;
}

/** True when `actual` fits the matcher: `matchValue` without the reasons. */
export function fits(matcher: Json | undefined, actual: Json | undefined): boolean {
  return walk(matcher, actual, '', null);
}

function walk(matcher: Json | undefined, actual: Json | undefined, path: string, out: Sink): boolean {
  if (typeof matcher !== 'object' || matcher === null) {
    return deepEqual(matcher, actual) || miss(out, path, matcher, actual, null);
  }
  if (Array.isArray(matcher)) return walkArray(matcher, actual, path, out);
  const operator = operatorOf(matcher);
  if (operator === null) return walkObject(matcher, actual, path, out, false);
  if (operator === 'invalid') return miss(out, path, matcher, actual, 'invalid matcher');
  const operand = matcher[operator] ?? null;
  switch (operator) {
    case '$optional':
      return actual === undefined || walk(operand, actual, path, out);
    case '$all':
      return walkAll(list(operand), actual, path, out);
    case '$subset':
      return isObject(operand) && isObject(actual)
        ? walkObject(operand, actual, path, out, true)
        : miss(out, path, matcher, actual, operator);
    case '$unordered':
      return walkUnordered(matcher, list(operand), actual, path, out);
    default:
      return accepts(operator, matcher, operand, actual) || miss(out, path, matcher, actual, operator);
  }
}

/** Operators that say yes or no to a value as a whole. */
function accepts(operator: Operator, matcher: JsonObject, operand: Json, actual: Json | undefined): boolean {
  switch (operator) {
    case '$absent':
      return actual === undefined;
    case '$oneOf':
      return list(operand).some((one) => walk(one, actual, '', null));
    default:
      return actual !== undefined && acceptsPresent(operator, matcher, operand, actual);
  }
}

function acceptsPresent(operator: Operator, matcher: JsonObject, operand: Json, actual: Json): boolean {
  switch (operator) {
    case '$any':
      return true;
    case '$literal':
      return deepEqual(operand, actual);
    case '$not':
      return !walk(operand, actual, '', null);
    case '$regex':
      return typeof actual === 'string' && regexOf(matcher)?.test(actual.normalize('NFC')) === true;
    case '$contains':
      return (Array.isArray(operand) ? operand : [operand]).every((one) => holds(actual, one));
    case '$text':
      return typeof operand === 'string' && typeof actual === 'string' && evenText(operand) === evenText(actual);
    case '$date':
      return typeof operand === 'string' && typeof actual === 'string' && readDay(actual) === operand;
    case '$approx':
      return isClose(operand, actual, matcher['$tolerance']);
    case '$range':
      return isWithin(operand, actual);
    case '$type':
      return (Array.isArray(operand) ? operand : [operand]).some(
        (type) => typeof type === 'string' && hasJsonType(actual, type),
      );
    case '$schema':
      return fitsSchema(operand, actual);
    default:
      return false;
  }
}

function walkObject(
  expected: JsonObject,
  actual: Json | undefined,
  path: string,
  out: Sink,
  extraAllowed: boolean,
): boolean {
  if (!isObject(actual)) return miss(out, path, expected, actual, null);
  let fit = true;
  let found = 0;
  for (const key of Object.keys(expected)) {
    const present = Object.hasOwn(actual, key);
    if (present) found += 1;
    fit = walk(expected[key], present ? actual[key] : undefined, out === null ? '' : joinPath(path, key), out) && fit;
    if (!fit && out === null) return false;
  }
  if (extraAllowed) return fit;
  const made = Object.keys(actual);
  if (found === made.length) return fit;
  if (out === null) return false;
  for (const key of made) {
    if (Object.hasOwn(expected, key)) continue;
    out.push({ path: joinPath(path, key), expected: null, actual: actual[key] ?? null, detail: 'unexpected' });
  }
  return false;
}

function walkArray(expected: Json[], actual: Json | undefined, path: string, out: Sink): boolean {
  if (!Array.isArray(actual)) return miss(out, path, expected, actual, null);
  if (actual.length !== expected.length) return miss(out, path, expected, actual, 'length');
  let fit = true;
  for (const [i, one] of expected.entries()) {
    fit = walk(one, actual[i], out === null ? '' : joinPath(path, i), out) && fit;
    if (!fit && out === null) return false;
  }
  return fit;
}

function walkAll(matchers: readonly Json[], actual: Json | undefined, path: string, out: Sink): boolean {
  let fit = true;
  for (const one of matchers) {
    fit = walk(one, actual, path, out) && fit;
    if (!fit && out === null) return false;
  }
  return fit;
}

/** The elements in any order: a maximum matching, so that no listing order is at a disadvantage. */
function walkUnordered(
  matcher: JsonObject,
  expected: readonly Json[],
  actual: Json | undefined,
  path: string,
  out: Sink,
): boolean {
  if (!Array.isArray(actual)) return miss(out, path, matcher, actual, '$unordered');
  if (actual.length !== expected.length) return miss(out, path, matcher, actual, 'length');
  const { size, columnOf } = matchRows(expected.length, actual.length, (row, column) =>
    walk(expected[row], actual[column], '', null),
  );
  if (size === expected.length) return true;
  if (out === null) return false;
  const taken = new Set(columnOf);
  const left = actual.keys().filter((column) => !taken.has(column));
  for (const [row, column] of columnOf.entries()) {
    if (column !== -1) continue;
    const at = left.next().value ?? 0;
    out.push({
      path: joinPath(path, at),
      expected: expected[row] ?? null,
      actual: actual[at] ?? null,
      detail: '$unordered',
    });
  }
  return false;
}

function miss(
  out: Sink,
  path: string,
  expected: Json | undefined,
  actual: Json | undefined,
  detail: string | null,
): false {
  const why = actual === undefined ? 'missing' : detail;
  out?.push({ path, expected: expected ?? null, actual: actual ?? null, detail: why });
  return false;
}

function holds(actual: Json, part: Json): boolean {
  if (Array.isArray(actual)) return actual.some((element) => walk(part, element, '', null));
  return (
    typeof actual === 'string' && typeof part === 'string' && actual.normalize('NFC').includes(part.normalize('NFC'))
  );
}

function isClose(expected: Json, actual: Json, tolerance: Json | undefined): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return false;
  const allowed = typeof tolerance === 'number' ? tolerance : 1e-9 * Math.max(1, Math.abs(expected));
  // The bound is inclusive: 0.4 is within 0.1 of 0.3, though their difference is written 0.10000000000000003.
  const rounding = Number.EPSILON * Math.max(Math.abs(expected), Math.abs(actual));
  return Math.abs(actual - expected) <= allowed + rounding;
}

function isWithin(range: Json, actual: Json): boolean {
  if (!Array.isArray(range) || typeof actual !== 'number') return false;
  const [min, max] = range;
  return typeof min === 'number' && typeof max === 'number' && actual >= min && actual <= max;
}

function list(operand: Json): readonly Json[] {
  return Array.isArray(operand) ? operand : [];
}
