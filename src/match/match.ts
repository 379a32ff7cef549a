import { deepEqual, isObject, joinPath } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { operatorOf } from './matcher.ts';
import { compilePattern } from '../pattern/pattern.ts';
import type { Matching, Mismatch, Sink } from './operator.ts';
import { fitsSchema } from './schema/schema.ts';

export type { Mismatch } from './operator.ts';

/**
 * Every place where `actual` does not fit the matcher; `[]` when it fits. `undefined` as `actual` means that there is no value.
 * No value fits a matcher that `checkMatcher` refuses.
 */
export function matchValue(matcher: Json | undefined, actual: Json | undefined, path: string): Mismatch[] {
  const found: Mismatch[] = [];
  walk(matcher, actual, path, found);
  return found;
}

/** True when `actual` fits the matcher. Faster than `matchValue`, because it makes no mismatches. */
export function fits(matcher: Json | undefined, actual: Json | undefined): boolean {
  return walk(matcher, actual, '', null);
}

const MATCHING: Matching = { fits, fitsSchema, finds, walk, walkFields };

function finds(source: string, flags: string, text: string): boolean {
  const compiled = compilePattern(source.normalize('NFC'), flags);
  return compiled.ok && compiled.pattern.test(text.normalize('NFC'));
}

function walk(matcher: Json | undefined, actual: Json | undefined, path: string, out: Sink): boolean {
  if (typeof matcher !== 'object' || matcher === null) {
    return deepEqual(matcher, actual) || miss(out, path, matcher, actual, null);
  }
  if (Array.isArray(matcher)) return walkArray(matcher, actual, path, out);
  const operator = operatorOf(matcher);
  if (operator === null) return walkFields(matcher, actual, path, out, false);
  if (operator === 'invalid') return miss(out, path, matcher, actual, 'invalid matcher');
  const operand = matcher[operator.name] ?? null;
  if (operator.walk !== undefined) return operator.walk(operand, actual, path, out, MATCHING, matcher);
  return operator.accepts(operand, actual, MATCHING, matcher) || miss(out, path, matcher, actual, operator.name);
}

function walkFields(fields: JsonObject, actual: Json | undefined, path: string, out: Sink, open: boolean): boolean {
  if (!isObject(actual)) return miss(out, path, fields, actual, null);
  let fit = true;
  let found = 0;
  for (const key of Object.keys(fields)) {
    const present = Object.hasOwn(actual, key);
    if (present) found += 1;
    fit = walk(fields[key], present ? actual[key] : undefined, out === null ? '' : joinPath(path, key), out) && fit;
    if (!fit && out === null) return false;
  }
  if (open) return fit;
  const made = Object.keys(actual);
  if (found === made.length) return fit;
  if (out === null) return false;
  for (const key of made) {
    if (Object.hasOwn(fields, key)) continue;
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
