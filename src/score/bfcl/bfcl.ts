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
import type { Kind, Written } from './bfcl-values.ts';

/**
 * Argument comparison of the Berkeley Function Calling Leaderboard: what its v4 `ast_checker.py` accepts for one Python call.
 * It compares as Python does, so that the written form of a number counts: `5` is an int, `5.0` a float.
 * An accepted number whose form JSON does not keep is written `{ "$number": "5.0" }`.
 */
export interface BfclMismatch {
  /** Inside the arguments: `city`; `''` for the call as a whole. */
  readonly path: string;
  /** The accepted value, or `{ $oneOf: […] }`; null where nothing was wanted. */
  readonly expected: Json;
  readonly actual: Json;
  /** `name`, `malformed`, `missing`, `unexpected`, `type` or `value`. */
  readonly detail: string;
}

/** The first way in which BFCL's checker would reject the call; null when it accepts it. `parameters` is the tool's JSON Schema. */
export function acceptsBfcl(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
): BfclMismatch | null {
  return compare(expected, call, parameters, (mismatch) => mismatch);
}

/** As `acceptsBfcl`, but judges the required parameters alone: the others may be wrong, extra or missing. */
export function acceptsBfclRequired(
  expected: ExpectedCall,
  call: ToolCall,
  parameters: JsonObject | null,
): BfclMismatch | null {
  const required = new Set(requiredNames(parameters).map((name) => joinPath('', name)));
  return compare(expected, call, parameters, (mismatch) =>
    mismatch.path === '' || required.has(mismatch.path) ? mismatch : null,
  );
}

/** Every way in which BFCL's checker would reject the call, the first one first; at most one a parameter. */
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

/** Shows each mismatch to `take`, until it takes one; null when it takes none. */
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
    // BFCL decodes strictly: no text is no object, even where a tool needs no argument.
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

/** A value must have the declared type, or the one of the first real answer; it then counts as a variable and is compared plainly. */
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
  // Python's float() rounds the integer first: what it was written as is no longer seen.
  const seen = widened ? null : written;
  return accepted.some((one) => fits(value, one, seen, path)) ? null : 'value';
}

function comparison(declared: Kind, nested: Kind | null): typeof equal {
  if (declared === 'str') return looselyEqual;
  if (declared === 'dict') return dictFits;
  if (declared !== 'list') return equal;
  return nested === 'dict' ? dictsFit : listFits;
}

/** The Python type that BFCL wants for a JSON Schema type; its `any`, which imports without a type, wants a string. */
function declaredKind(schema: Json | undefined): Kind {
  const type = isObject(schema) ? schema['type'] : undefined;
  const first = Array.isArray(type) ? type.find((one) => one !== 'null') : type;
  if (first === 'integer') return 'int';
  if (first === 'number') return 'float';
  if (first === 'boolean') return 'bool';
  if (first === 'array') return 'list';
  return first === 'object' ? 'dict' : 'str';
}
