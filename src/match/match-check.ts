import { closest } from '../text/closest.ts';
import { isObject, joinPath } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { readDay } from './operators/date.ts';
import { compileRegex, isOperator, JSON_TYPES, MODIFIERS, OPERATORS } from './matcher.ts';
import type { Modifier, Operator } from './matcher.ts';
import { schemaDefects } from './schema/schema.ts';

/** Something wrong in a matcher, found when a scenario is loaded. */
export interface MatcherIssue {
  readonly path: string;
  /** What was expected, what was found, and what to do. */
  readonly message: string;
  readonly code:
    | 'unknown-operator'
    | 'several-operators'
    | 'mixed-keys'
    | 'stray-modifier'
    | 'bad-operand'
    | 'bad-regex'
    | 'empty-range';
}

type Report = (path: string, code: MatcherIssue['code'], message: string) => void;

/** Every fault of a matcher or of matchers anywhere inside a plain value; `[]` when it is sound. */
export function checkMatcher(matcher: Json, path: string): MatcherIssue[] {
  const issues: MatcherIssue[] = [];
  check(matcher, path, (where, code, message) => issues.push({ path: where, code, message }));
  return issues;
}

function check(value: Json, path: string, report: Report): void {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) check(item, joinPath(path, i), report);
    return;
  }
  if (!isObject(value)) return;
  const special = Object.keys(value).filter((key) => key.startsWith('$'));
  if (special.length > 0) {
    checkOperator(value, special, path, report);
    return;
  }
  for (const [key, item] of Object.entries(value)) check(item, joinPath(path, key), report);
}

function checkOperator(matcher: JsonObject, special: readonly string[], path: string, report: Report): void {
  const modifiers: readonly string[] = MODIFIERS;
  const unknown = special.filter((key) => !isOperator(key) && !modifiers.includes(key));
  for (const key of unknown) report(joinPath(path, key), 'unknown-operator', unknownOperator(key));
  const operators = special.filter(isOperator);
  const [operator] = operators;
  if (operators.length > 1) {
    const message = `expected exactly one operator, found ${operators.join(' and ')}; join them with $all`;
    report(path, 'several-operators', message);
  } else if (operator === undefined && unknown.length === 0) {
    const message = `${special.join(', ')} needs an operator beside it; for a plain value with such a key write { $literal: … }`;
    report(path, 'stray-modifier', message);
  }
  const plain = Object.keys(matcher).filter((key) => !key.startsWith('$'));
  if (plain.length > 0) {
    const message = `${special[0]} makes this a matcher, so ${quoteAll(plain)} cannot stand beside it; for an object with extra keys use $subset, for a plain value $literal`;
    report(path, 'mixed-keys', message);
  }
  if (operator === undefined || operators.length > 1) return;
  checkModifiers(matcher, operator, path, report);
  checkOperand(operator, matcher[operator] ?? null, joinPath(path, operator), report);
}

function checkModifiers(matcher: JsonObject, operator: Operator, path: string, report: Report): void {
  const owner: { readonly [key in Modifier]?: Operator } = { $tolerance: '$approx', $flags: '$regex' };
  for (const key of ['$tolerance', '$flags'] as const) {
    if (!Object.hasOwn(matcher, key) || owner[key] === operator) continue;
    report(joinPath(path, key), 'stray-modifier', `${key} goes with ${owner[key]} only, found beside ${operator}`);
  }
  const tolerance = matcher['$tolerance'];
  if (tolerance !== undefined && !(typeof tolerance === 'number' && tolerance >= 0)) {
    report(
      joinPath(path, '$tolerance'),
      'bad-operand',
      `expected a number from 0 on, found ${JSON.stringify(tolerance)}`,
    );
  }
  const flags = matcher['$flags'];
  if (
    flags !== undefined &&
    !(typeof flags === 'string' && /^[imsu]*$/.test(flags) && new Set(flags).size === flags.length)
  ) {
    const message = `expected some of the flags i, m and s (u is always on), found ${JSON.stringify(flags)}`;
    report(joinPath(path, '$flags'), 'bad-regex', message);
  }
}

function checkOperand(operator: Operator, operand: Json, path: string, report: Report): void {
  const wrong = (expected: string): void =>
    report(path, 'bad-operand', `expected ${expected}, found ${JSON.stringify(operand)}`);
  switch (operator) {
    case '$any':
    case '$absent':
      return operand === true ? undefined : wrong('true');
    case '$literal':
      return undefined;
    case '$optional':
    case '$not':
      return check(operand, path, report);
    case '$oneOf':
    case '$all':
      if (!Array.isArray(operand) || operand.length === 0) return wrong('a list with at least one value or matcher');
      return check(operand, path, report);
    case '$unordered':
      return Array.isArray(operand) ? check(operand, path, report) : wrong('a list of values or matchers');
    case '$contains':
      if (Array.isArray(operand) && operand.length === 0)
        return wrong('a text, a value, or a list of them that is not empty');
      return check(operand, path, report);
    case '$subset':
      if (!isObject(operand)) return wrong('an object');
      for (const [key, item] of Object.entries(operand)) check(item, joinPath(path, key), report);
      if (Object.keys(operand).some(isOperator))
        report(path, 'bad-operand', 'expected keys of the object, found an operator');
      return undefined;
    case '$regex':
      return checkRegex(operand, path, report);
    case '$text':
      return typeof operand === 'string' ? undefined : wrong('a text');
    case '$approx':
      return typeof operand === 'number' ? undefined : wrong('a number');
    case '$range':
      return checkRange(operand, path, report);
    case '$type':
      return isType(operand) ? undefined : wrong(`one of ${JSON_TYPES.join(', ')}, or a list of them`);
    case '$date':
      return isDay(operand) ? undefined : wrong('a day written YYYY-MM-DD');
    case '$schema':
      return checkSchema(operand, path, report);
  }
}

function checkRegex(operand: Json, path: string, report: Report): void {
  if (typeof operand !== 'string') {
    report(path, 'bad-operand', `expected the source of a regular expression, found ${JSON.stringify(operand)}`);
    return;
  }
  if (compileRegex(operand, '') !== null) return;
  let reason = '';
  try {
    void new RegExp(operand, 'u');
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  report(path, 'bad-regex', `expected a regular expression that is valid with the flag u; ${reason}`);
}

function checkRange(operand: Json, path: string, report: Report): void {
  const [min, max] = Array.isArray(operand) ? operand : [];
  if (!Array.isArray(operand) || operand.length !== 2 || typeof min !== 'number' || typeof max !== 'number') {
    report(path, 'bad-operand', `expected [min, max], two numbers, found ${JSON.stringify(operand)}`);
  } else if (min > max) {
    report(path, 'empty-range', `no number is from ${min} to ${max}; write the smaller one first`);
  }
}

function checkSchema(operand: Json, path: string, report: Report): void {
  if (typeof operand === 'boolean') return;
  if (!isObject(operand)) {
    report(path, 'bad-operand', `expected a JSON Schema, found ${JSON.stringify(operand)}`);
    return;
  }
  for (const defect of schemaDefects(operand)) {
    report(defect.path === '' ? path : `${path}.${defect.path}`, 'bad-operand', defect.message);
  }
}

function isType(operand: Json): boolean {
  const types: readonly Json[] = JSON_TYPES;
  return Array.isArray(operand)
    ? operand.length > 0 && operand.every((one) => types.includes(one))
    : types.includes(operand);
}

function isDay(operand: Json): boolean {
  return typeof operand === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(operand) && readDay(operand) === operand;
}

function unknownOperator(key: string): string {
  const nearest = closest(key, [...OPERATORS, ...MODIFIERS]);
  const suggestion = nearest === null ? `the operators are ${OPERATORS.join(', ')}.` : `did you mean ${nearest}?`;
  return `${key} is no matcher: ${suggestion} For a plain value with this key write { $literal: … }`;
}

function quoteAll(keys: readonly string[]): string {
  return keys.map((key) => JSON.stringify(key)).join(', ');
}
