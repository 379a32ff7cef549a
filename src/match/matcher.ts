import { isObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';

/** Operators of argument matchers: an object with exactly one of them is a matcher. */
export const OPERATORS = [
  '$any',
  '$oneOf',
  '$optional',
  '$absent',
  '$regex',
  '$contains',
  '$text',
  '$approx',
  '$range',
  '$type',
  '$unordered',
  '$subset',
  '$date',
  '$schema',
  '$not',
  '$all',
  '$literal',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** Keys beside an operator; `$example` gives the check an answer and means nothing in matching. */
export const MODIFIERS = ['$tolerance', '$flags', '$example'] as const;
export type Modifier = (typeof MODIFIERS)[number];

export const JSON_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const;

const KNOWN: ReadonlySet<string> = new Set(OPERATORS);

/** True for `$any`, `$oneOf` and the others. */
export function isOperator(key: string): key is Operator {
  return KNOWN.has(key);
}

/** The operator of a matcher; null for a plain value, and `'invalid'` for an object with a `$` key but no operator. */
export function operatorOf(value: JsonObject): Operator | 'invalid' | null {
  let special = false;
  for (const key in value) {
    if (key.charCodeAt(0) !== 36) continue;
    if (isOperator(key)) return key;
    special = true;
  }
  return special ? 'invalid' : null;
}

/** The operator and operand of a matcher; null for a plain value and for what is no sound matcher. */
export function readMatcher(value: Json | undefined): { readonly operator: Operator; readonly operand: Json } | null {
  if (!isObject(value)) return null;
  const operator = operatorOf(value);
  if (operator === null || operator === 'invalid') return null;
  return { operator, operand: value[operator] ?? null };
}

const compiled = new WeakMap<JsonObject, RegExp | null>();

/** The regular expression of a `$regex` matcher, compiled once; null when it does not compile. */
export function regexOf(matcher: JsonObject): RegExp | null {
  let regex = compiled.get(matcher);
  if (regex === undefined) {
    regex = compileRegex(matcher['$regex'] ?? null, matcher['$flags'] ?? '');
    compiled.set(matcher, regex);
  }
  return regex;
}

/** Flags of `$regex`: `u` always, and `i`, `m`, `s`; the others would make a match depend on earlier ones. */
export function compileRegex(source: Json, flags: Json): RegExp | null {
  if (typeof source !== 'string' || typeof flags !== 'string' || !/^[imsu]*$/.test(flags)) return null;
  try {
    return new RegExp(source.normalize('NFC'), flags.includes('u') ? flags : `${flags}u`);
  } catch {
    return null;
  }
}
