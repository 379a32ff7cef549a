import { isObject, joinPath } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { ExpectedCall } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import {
  answerKind,
  dictFits,
  dictsFit,
  equal,
  itemsHaveKind,
  listFits,
  looselyEqual,
  madeKind,
} from './bfcl-values.ts';
import type { CallComparison } from '../pairing/compare-call.ts';
import type { Kind, Written } from './bfcl-values.ts';

/**
 * One way in which the checker of the Berkeley Function Calling Leaderboard (BFCL) rejects a call. The functions below accept
 * what its v4 `ast_checker.py` accepts for one Python call. They compare as Python does, so the text of a number counts: `5` is
 * an int, `5.0` a float. JSON does not keep the text of a number, so an accepted float is written `{ "$number": "5.0" }`.
 */
export interface BfclMismatch {
  /** Path inside the arguments: `city`; `''` for the call as a whole. */
  readonly path: string;
  /** The accepted value, or `{ $oneOf: […] }`; null for an argument that no answer has. */
  readonly expected: Json;
  readonly actual: Json;
  /** `name`, `malformed`, `missing`, `unexpected`, `type` or `value`. */
  readonly detail: string;
}

/** Comparison by BFCL's own checker; matchers do not count. */
export const BFCL: CallComparison = {
  full: (expected, { call, tool }) => bfclMismatch(expected, call, tool?.parameters ?? null) === null,
  required: (expected, { call, tool }) => requiredBfclMismatch(expected, call, tool?.parameters ?? null) === null,
  mismatches: (expected, { call, tool }) => bfclMismatches(expected, call, tool?.parameters ?? null),
};

/**
 * The first mismatch for which BFCL's checker rejects the call; null when it accepts the call. `parameters` is the tool's JSON
 * Schema.
 */
export function bfclMismatch(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
): BfclMismatch | null {
  return compare(expected, call, parameters, (mismatch) => mismatch);
}

/** Like `bfclMismatch`, for the required parameters alone: the other arguments may be wrong, missing or too many. */
export function requiredBfclMismatch(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
): BfclMismatch | null {
  const required = new Set(requiredNames(parameters).map((name) => joinPath('', name)));
  return compare(expected, call, parameters, (mismatch) =>
    mismatch.path === '' || required.has(mismatch.path) ? mismatch : null,
  );
}

/**
 * All mismatches for which BFCL's checker rejects the call, at most one for each parameter, in the order in which the checker
 * finds them.
 */
export function bfclMismatches(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
): readonly BfclMismatch[] {
  const found: BfclMismatch[] = [];
  compare(expected, call, parameters, (mismatch) => {
    found.push(mismatch);
    return null;
  });
  return found;
}

/** Hands each mismatch to `take` until `take` returns one, and returns that mismatch; null when `take` returns none. */
function compare(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
  take: (mismatch: BfclMismatch) => BfclMismatch | null,
): BfclMismatch | null {
  const { accept } = expected;
  if (call.name !== expected.name) {
    return take({ path: '', expected: expected.name, actual: call.name, detail: 'name' });
  }
  if (call.arguments === null || call.rawArguments.trim() === '') {
    // BFCL decodes arguments strictly, so empty text is malformed even for a tool without parameters.
    return take({ path: '', expected: null, actual: call.rawArguments, detail: 'malformed' });
  }
  if (accept === null) return null;
  const made = call.arguments;
  const required = requiredNames(parameters);
  for (const name of required) {
    if (Object.hasOwn(made, name)) continue;
    const taken = take(mismatch(name, accept, null, 'missing'));
    if (taken !== null) return taken;
  }
  for (const name of Object.keys(made)) {
    const wrong = wrongArgument(name, accept, call, parameters);
    const taken = wrong === null ? null : take(wrong);
    if (taken !== null) return taken;
  }
  for (const name of Object.keys(accept)) {
    if (Object.hasOwn(made, name) || mayBeLeftOut(accept[name]) || required.includes(name)) continue;
    const taken = take(mismatch(name, accept, null, 'missing'));
    if (taken !== null) return taken;
  }
  return null;
}

function requiredNames(parameters: JsonObject | null): readonly string[] {
  const required = parameters?.['required'];
  return Array.isArray(required) ? (required as string[]) : [];
}

function wrongArgument(
  name: string,
  accept: NonNullable<ExpectedCall['accept']>,
  call: ToolCall,
  parameters: JsonObject | null,
): BfclMismatch | null {
  const value = call.arguments?.[name] ?? null;
  const properties = parameters?.['properties'];
  const accepted = Object.hasOwn(accept, name) ? accept[name] : undefined;
  const declared = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (accepted === undefined || (declared === undefined && parameters !== null)) {
    return mismatch(name, {}, value, 'unexpected');
  }
  const detail = judge(value, accepted, declared, call.written, name);
  return detail === null ? null : mismatch(name, accept, value, detail);
}

function mismatch(
  name: string,
  accept: NonNullable<ExpectedCall['accept']>,
  actual: Json,
  detail: string,
): BfclMismatch {
  const values = Object.hasOwn(accept, name) ? (accept[name]?.filter((value) => value !== '') ?? []) : [];
  const expected = values.length < 2 ? (values[0] ?? null) : { $oneOf: values };
  return { path: joinPath('', name), expected, actual, detail };
}

function mayBeLeftOut(accepted: readonly Json[] | undefined): boolean {
  return accepted !== undefined && accepted.includes('');
}

/**
 * Why BFCL rejects one argument; null when it fits. The value must have the declared type or the type of the first accepted
 * value that is not `""`. In the second case BFCL calls it a variable and compares it with Python's `==`.
 */
function judge(
  value: Json,
  accepted: readonly Json[],
  schema: Json | undefined,
  written: Written,
  name: string,
): 'type' | 'value' | null {
  const path = written === null ? '' : joinPath('', name);
  const declared = declaredKind(schema);
  const items = declared === 'list' && isObject(schema) ? schema['items'] : undefined;
  const nested = items === undefined ? null : declaredKind(items);
  const answer = answerKind(accepted);
  const found = madeKind(value, written, path);
  const widened = found === 'int' && declared === 'float';
  const kind = widened ? 'float' : found;
  if (kind === declared) {
    if (nested !== null && !accepted.some((one) => itemsHaveKind(value as Json[], one, nested, written, path))) {
      return 'type';
    }
  } else if (kind !== answer) {
    return 'type';
  }
  const plain = kind !== declared || (answer !== null && answer !== declared);
  const fits = plain ? equal : comparison(declared, nested);
  // BFCL calls Python's `float()` on an integer, which rounds it, so the text that the model wrote no longer counts.
  const seen = widened ? null : written;
  return accepted.some((one) => fits(value, one, seen, path)) ? null : 'value';
}

function comparison(declared: Kind, nested: Kind | null): typeof equal {
  if (declared === 'str') return looselyEqual;
  if (declared === 'dict') return dictFits;
  if (declared !== 'list') return equal;
  return nested === 'dict' ? dictsFit : listFits;
}

/**
 * The Python type that BFCL wants for a JSON Schema type. BFCL's `any` is imported as a schema without a type, and BFCL wants a
 * string there.
 */
function declaredKind(schema: Json | undefined): Kind {
  const type = isObject(schema) ? schema['type'] : undefined;
  const first = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (first === 'integer') return 'int';
  if (first === 'number') return 'float';
  if (first === 'boolean') return 'bool';
  if (first === 'array') return 'list';
  return first === 'object' ? 'dict' : 'str';
}
