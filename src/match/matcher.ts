import { isObject } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Operator } from './operator.ts';
import { OPERATORS } from './operators.ts';

const BY_NAME: ReadonlyMap<string, Operator> = new Map(OPERATORS.map((operator) => [operator.name, operator]));

/** A parsed matcher: operator, operand and modifiers. */
export interface Matcher {
  readonly operator: Operator;
  readonly operand: Json;
  readonly matcher: JsonObject;
}

/** The operator that a key names; undefined for any other key. */
export function operatorNamed(key: string): Operator | undefined {
  return BY_NAME.get(key);
}

/** The operator of a matcher; null for a plain value, and `'invalid'` for an object with a `$` key but no operator. */
export function operatorOf(value: JsonObject): Operator | 'invalid' | null {
  let special = false;
  for (const key in value) {
    if (key.charCodeAt(0) !== 36) continue;
    const operator = BY_NAME.get(key);
    if (operator !== undefined) return operator;
    special = true;
  }
  return special ? 'invalid' : null;
}

/** The parsed matcher; null for a plain value and for an invalid matcher. */
export function readMatcher(value: Json | undefined): Matcher | null {
  if (!isObject(value)) return null;
  const operator = operatorOf(value);
  if (operator === null || operator === 'invalid') return null;
  return { operator, operand: value[operator.name] ?? null, matcher: value };
}

/** Matchers by key, for the values of an object. */
export interface MatcherFields {
  readonly fields: JsonObject;
  /** True when the object may have other keys. */
  readonly open: boolean;
  /** Operator key above the fields: `$subset`; null for a plain object. */
  readonly below: string | null;
}

/** The matchers by key of a plain object, or of an operator on objects such as `$subset`; null for everything else. */
export function fieldsOf(value: Json | undefined): MatcherFields | null {
  if (!isObject(value)) return null;
  const operator = operatorOf(value);
  if (operator === 'invalid') return null;
  if (operator === null) return { fields: value, open: false, below: null };
  const fields = operator.fields?.(value[operator.name] ?? null) ?? null;
  return fields === null ? null : { fields, open: true, below: operator.name };
}
