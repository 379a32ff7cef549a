import { isObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { readMatcher } from './matcher.ts';
import type { Describing } from './operator.ts';
import { joinShort, shorten, shortJson } from '../text/shorten.ts';

const LONGEST = 120;

/** A value as the JSON that messages show. */
export function shownValue(value: Json): string {
  return shortJson(value, LONGEST);
}

/** The demand of a matcher or plain value as a phrase after "expected": `one of "a", "b"`, `text matching /^Paris$/u`. */
export function describeMatcher(matcher: Json): string {
  const read = readMatcher(matcher);
  if (read !== null) return read.operator.describe(read.operand, DESCRIBING, read.matcher);
  return holdsMatcher(matcher) ? describeParts(matcher) : shownValue(matcher);
}

const DESCRIBING: Describing = {
  matcher: describeMatcher,
  list: describeList,
  value: shownValue,
  shorten: (text) => shorten(text, LONGEST),
};

function describeList(operand: Json, separator = ', '): string {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(describeMatcher);
  return joinShort(parts, separator, LONGEST);
}

/** A plain list or object with matchers inside. */
function describeParts(value: Json): string {
  if (Array.isArray(value)) return `[${joinShort(value.map(describeMatcher), ', ', LONGEST)}]`;
  if (!isObject(value)) return shownValue(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${describeMatcher(one)}`);
  return `{ ${joinShort(entries, ', ', LONGEST)} }`;
}

function holdsMatcher(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsMatcher);
  return isObject(value) && (readMatcher(value) !== null || Object.values(value).some(holdsMatcher));
}
