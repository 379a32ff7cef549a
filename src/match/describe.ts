import { isObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { readMatcher } from './matcher.ts';
import type { Operator } from './matcher.ts';

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
  if (read !== null && isObject(matcher)) return describeOperator(read.operator, read.operand, matcher);
  return holdsMatcher(matcher) ? shorten(describeParts(matcher)) : shortJson(matcher);
}

function describeOperator(operator: Operator, operand: Json, matcher: JsonObject): string {
  switch (operator) {
    case '$any':
      return 'anything';
    case '$absent':
      return 'nothing';
    case '$oneOf':
      return `one of ${describeList(operand)}`;
    case '$optional':
      return `${describeMatcher(operand)} or nothing`;
    case '$regex':
      return `text matching /${shorten(plainText(operand))}/${flagsOf(matcher)}`;
    case '$contains':
      return `something containing ${describeList(operand, ' and ')}`;
    case '$text':
      return `text like ${shortJson(operand)}`;
    case '$approx':
      return `about ${shortJson(operand)}${matcher['$tolerance'] === undefined ? '' : ` (±${shortJson(matcher['$tolerance'])})`}`;
    case '$range':
      return Array.isArray(operand)
        ? `a number from ${operand.map((one) => shortJson(one)).join(' to ')}`
        : shortJson(operand);
    case '$type':
      return `a value of type ${(Array.isArray(operand) ? operand : [operand]).map(plainText).join(' or ')}`;
    case '$unordered':
      return `in any order [${describeList(operand)}]`;
    case '$subset':
      return `at least ${describeMatcher(operand)}`;
    case '$date':
      return `the day ${plainText(operand)}`;
    case '$schema':
      return `a value valid against ${shortJson(operand)}`;
    case '$not':
      return `anything but ${describeMatcher(operand)}`;
    case '$all':
      return describeList(operand, ' and ');
    case '$literal':
      return shortJson(operand);
  }
}

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

function flagsOf(matcher: JsonObject): string {
  const flags = matcher['$flags'];
  return typeof flags === 'string' ? flags.replace('u', '') : '';
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : shortJson(value);
}
