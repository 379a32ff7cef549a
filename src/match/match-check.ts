import { closest } from '../text/closest.ts';
import { isObject, joinPath } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { operatorNamed } from './matcher.ts';
import type { MatcherIssue, Operator } from './operator.ts';
import { MODIFIERS, OPERATORS } from './operators.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { schemaDefects } from './schema/schema.ts';

export type { MatcherIssue } from './operator.ts';

type Report = (path: string, code: MatcherIssue['code'], message: string) => void;

const NAMES = OPERATORS.map(({ name }) => name);
const MODIFIER_NAMES = MODIFIERS.map(({ name }) => name);

/** Every fault of a matcher, or of the matchers inside a plain value; `[]` without a fault. */
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
  const unknown = special.filter((key) => operatorNamed(key) === undefined && !MODIFIER_NAMES.includes(key));
  for (const key of unknown) report(joinPath(path, key), 'unknown-operator', unknownOperator(key));
  const operators = special.map(operatorNamed).filter((operator) => operator !== undefined);
  const [operator] = operators;
  if (operators.length > 1) {
    const names = operators.map(({ name }) => name).join(' and ');
    report(path, 'several-operators', `expected exactly one operator, found ${names}; join them with $all`);
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
  checkOperand(operator, matcher[operator.name] ?? null, joinPath(path, operator.name), report);
}

function checkModifiers(matcher: JsonObject, operator: Operator, path: string, report: Report): void {
  for (const { name, check } of MODIFIERS) {
    if (!Object.hasOwn(matcher, name)) continue;
    const at = joinPath(path, name);
    const owners = OPERATORS.filter(({ modifiers }) => modifiers?.some((one) => one.name === name) === true);
    if (owners.length > 0 && !owners.includes(operator)) {
      const message = `${name} goes with ${owners.map((owner) => owner.name).join(' and ')} only, found beside ${operator.name}`;
      report(at, 'stray-modifier', message);
    }
    const fault = check(matcher[name] ?? null);
    if (fault !== null) report(at, fault.code, fault.message);
  }
}

function checkOperand(operator: Operator, operand: Json, path: string, report: Report): void {
  operator.check(operand, {
    path,
    report: (code, message, at = path) => report(at, code, message),
    wrong: (expected) => report(path, 'bad-operand', `expected ${expected}, found ${JSON.stringify(operand)}`),
    patternFault,
    schemaDefects,
    isOperator: (key) => operatorNamed(key) !== undefined,
    nested: (matcher, at) => check(matcher, at, report),
  });
}

function patternFault(source: string): string | null {
  const compiled = compilePattern(source.normalize('NFC'));
  return compiled.ok ? null : compiled.reason;
}

function unknownOperator(key: string): string {
  const nearest = closest(key, [...NAMES, ...MODIFIER_NAMES]);
  const suggestion = nearest === null ? `the operators are ${NAMES.join(', ')}.` : `did you mean ${nearest}?`;
  return `${key} is no matcher: ${suggestion} For a plain value with this key write { $literal: … }`;
}

function quoteAll(keys: readonly string[]): string {
  return keys.map((key) => JSON.stringify(key)).join(', ');
}
