import { isObject } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { readMatcher } from './matcher.ts';
import type { Describing } from './operator.ts';

const LONGEST = 120;

/** A value as JSON, its middle cut out where it is longer than `longest` characters. */
export function shortJson(value: Json, longest: number = LONGEST): string {
  return shorten(JSON.stringify(value), longest);
}

/** A text with its middle cut out where it is longer than `longest` characters; never through a surrogate pair. */
export function shorten(text: string, longest: number = LONGEST): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const head = Math.ceil((longest - 1) * 0.7);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (longest - 1 - head)).join('')}`;
}

/** What a matcher or plain value wants, to stand after "expected": `one of "a", "b"`, `text matching /^Paris$/u`. */
export function describeMatcher(matcher: Json): string {
  const read = readMatcher(matcher);
  if (read !== null) return read.operator.describe(read.operand, DESCRIBING, read.matcher);
  return holdsMatcher(matcher) ? shorten(describeParts(matcher)) : shortJson(matcher);
}

const DESCRIBING: Describing = { matcher: describeMatcher, list: describeList, value: shortJson, shorten };

function describeList(operand: Json, separator = ', '): string {
  const parts = (Array.isArray(operand) ? operand : [operand]).map(describeMatcher);
  return shorten(parts.join(separator));
}

/** A plain list or object with matchers inside. */
function describeParts(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(describeMatcher).join(', ')}]`;
  if (!isObject(value)) return shortJson(value);
  return `{ ${Object.entries(value)
    .map(([key, one]) => `${key}: ${describeMatcher(one)}`)
    .join(', ')} }`;
}

function holdsMatcher(value: Json): boolean {
  if (Array.isArray(value)) return value.some(holdsMatcher);
  return isObject(value) && (readMatcher(value) !== null || Object.values(value).some(holdsMatcher));
}
