import type { JsonObject } from '../json/json.ts';
import type { ExpectedCall, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { toolsByName } from './call-facts.ts';
import type { CallFacts } from './call-facts.ts';
import { nearMiss } from './pairing/near-miss.ts';

/** The problem of a call whose tool the plan forbids. */
export function forbiddenCall(one: CallFacts): Problem {
  return { code: 'forbidden-call', path: callPath(one), expected: null, actual: callJson(one), detail: null };
}

/** The problem of a call where the plan wants none. */
export function calledTool(one: CallFacts): Problem {
  return { code: 'called-tool', path: callPath(one), expected: null, actual: callJson(one), detail: null };
}

/** The problem of a call in the place of an expected one. `expected` is null where the plan accepts any declared tool. */
export function wrongTool(scenario: Scenario, expected: ExpectedCall | null, one: CallFacts): Problem {
  const wanted = expected === null ? null : expectedJson(expected);
  return {
    code: 'wrong-tool',
    path: callPath(one),
    expected: wanted,
    actual: callJson(one),
    detail: missKind(scenario, one),
  };
}

/** The problem of a call that the plan does not list, where every listed call was made. */
export function extraCall(scenario: Scenario, one: CallFacts): Problem {
  return {
    code: 'extra-call',
    path: callPath(one),
    expected: null,
    actual: callJson(one),
    detail: missKind(scenario, one),
  };
}

function missKind(scenario: Scenario, one: CallFacts): string | null {
  return one.tool === undefined ? nearMiss(one.call.name, toolsByName(scenario).keys()) : null;
}

/** Path of a call in the run file. */
export function callPath(one: CallFacts): string {
  return `calls[${one.index}]`;
}

/** Path of an argument of a call in the run file. */
export function argumentPath(one: CallFacts, inside: string): string {
  const base = `${callPath(one)}.arguments`;
  return inside === '' || inside.startsWith('[') ? base + inside : `${base}.${inside}`;
}

/** A call of the model as JSON, with its arguments; with their text where they are not one JSON object. */
export function callJson(one: CallFacts): JsonObject {
  return { name: one.call.name, arguments: one.call.arguments ?? one.call.rawArguments };
}

/** An expected call as JSON, with its matchers, or with the values that BFCL accepts. */
export function expectedJson(expected: ExpectedCall): JsonObject {
  const wanted = expected.accept === null ? expected.arguments : (expected.accept as JsonObject);
  return wanted === null ? { name: expected.name } : { name: expected.name, arguments: wanted };
}
