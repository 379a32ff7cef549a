import type { JsonObject } from '../json/json.ts';
import type { ExpectedCall, Scenario } from '../domain/scenario.ts';
import type { Problem } from '../domain/score.ts';
import { toolsOf } from './call-facts.ts';
import type { CallFacts } from './call-facts.ts';
import { nearMiss } from './pairing/near-miss.ts';

/** A call of a tool that may never be called. */
export function forbiddenCall(one: CallFacts): Problem {
  return { code: 'forbidden-call', path: callPath(one), expected: null, actual: callJson(one), detail: null };
}

/** A call where none was wanted. */
export function calledTool(one: CallFacts): Problem {
  return { code: 'called-tool', path: callPath(one), expected: null, actual: callJson(one), detail: null };
}

/** A call that stands where another was expected (null: any of a tool that there is). */
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

/** A call beside all that were expected. */
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
  return one.tool === undefined ? nearMiss(one.call.name, toolsOf(scenario).keys()) : null;
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

/** A made call as JSON: its arguments, or the text where they are not one JSON object. */
export function callJson(one: CallFacts): JsonObject {
  return { name: one.call.name, arguments: one.call.arguments ?? one.call.rawArguments };
}

/** An expected call as JSON: name and matchers, or accepted values. */
export function expectedJson(expected: ExpectedCall): JsonObject {
  const wanted = expected.accept === null ? expected.arguments : (expected.accept as JsonObject);
  return wanted === null ? { name: expected.name } : { name: expected.name, arguments: wanted };
}
