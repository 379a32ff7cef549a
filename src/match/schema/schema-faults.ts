import type { OutputUnit } from '@cfworker/json-schema';
import { isObject, joinPath, textOrJson } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { decodeToken, resolvePointer } from './pointer.ts';

/** One violation of the tool's JSON Schema in the arguments. */
export interface SchemaFault {
  /**
   * Path in the arguments: `filters.unit`. For a missing property the path that it should have; `''` for the whole arguments.
   */
  readonly path: string;
  /** The violated keyword: `type`, `enum`, `required`. */
  readonly keyword: string;
  /** The fault as a phrase after the path: `expected string, found number`. */
  readonly message: string;
  /** The keyword with its operand, as JSON: `{ "enum": ["celsius"] }`; null where it cannot be shown. */
  readonly expected: Json;
  /** The found value; null where there was none. */
  readonly actual: Json;
}

/** Keywords whose own violation is left out, because the violations below them tell more. */
const WRAPPERS = new Set([
  '$ref',
  '$recursiveRef',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'allOf',
  'if',
  'dependentSchemas',
  'dependencies',
]);

/**
 * Converts the validator's output to faults. The validator reports a fault at every level: the innermost level is kept, for
 * alternatives the outermost. `schema` is the one that the validator used.
 */
export function translateFaults(schema: JsonObject, args: JsonObject, units: readonly OutputUnit[]): SchemaFault[] {
  const found: SchemaFault[] = [];
  for (let i = 0; i < units.length; i += 1) {
    const unit = units[i];
    if (unit === undefined) break;
    const next = units[i + 1];
    if (unit.keyword === 'anyOf' || unit.keyword === 'oneOf' || unit.keyword === 'propertyNames') {
      found.push(faultOf(schema, args, unit));
      while (isBelow(units[i + 1], unit)) i += 1;
    } else if (next?.keyword === 'false' && WRAPPERS.has(unit.keyword)) {
      found.push(faultOf(schema, args, { ...next, keyword: unit.keyword, keywordLocation: unit.keywordLocation }));
      i += 1;
    } else if (!WRAPPERS.has(unit.keyword) || !isInside(next, unit)) {
      found.push(faultOf(schema, args, unit));
    }
  }
  return found;
}

function isBelow(unit: OutputUnit | undefined, parent: OutputUnit): boolean {
  if (unit === undefined) return false;
  // For a `false` schema the validator's location is the value, whatever the keyword.
  return (
    unit.keyword === 'false' ||
    unit.keywordLocation.startsWith(`${parent.keywordLocation}/`) ||
    (parent.keyword === 'propertyNames' &&
      unit.keywordLocation.startsWith(parent.keywordLocation) &&
      unit.keyword !== 'propertyNames')
  );
}

function isInside(unit: OutputUnit | undefined, parent: OutputUnit): boolean {
  return unit !== undefined && unit.instanceLocation.startsWith(parent.instanceLocation);
}

function faultOf(schema: JsonObject, args: JsonObject, unit: OutputUnit): SchemaFault {
  const place = locate(args, unit.instanceLocation);
  const missing =
    unit.keyword === 'required' ? /^Instance does not have required property "(.*)"\.$/su.exec(unit.error) : null;
  const path = missing === null ? place.path : joinPath(place.path, missing[1] ?? '');
  const actual = missing === null ? place.value : null;
  const operand = operandOf(schema, unit.keywordLocation);
  const expected = operand === undefined ? null : { [unit.keyword]: operand };
  return { path, keyword: unit.keyword, message: messageOf(unit, operand, actual), expected, actual };
}

function locate(args: JsonObject, location: string): { readonly path: string; readonly value: Json } {
  let path = '';
  let value: Json = args;
  for (const token of location.split('/').slice(1)) {
    const key = decodeToken(token);
    path = joinPath(path, Array.isArray(value) ? Number(key) : key);
    const next: Json | undefined = Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[key] : undefined;
    value = next ?? null;
  }
  return { path, value };
}

function operandOf(root: JsonObject, location: string): Json | undefined {
  let at: Json | undefined = root;
  for (const token of location.split('/').slice(1)) {
    const key = decodeToken(token);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
    if (key === '$ref' && typeof at === 'string') at = at.startsWith('#') ? resolvePointer(root, at) : undefined;
  }
  return at;
}

function messageOf(unit: OutputUnit, operand: Json | undefined, actual: Json): string {
  switch (unit.keyword) {
    case 'type':
      return `expected ${(Array.isArray(operand) ? operand : [operand]).map(textOrJson).join(' or ')}, found ${typeof actual === 'number' ? actual : typeName(actual)}`;
    case 'enum':
    case 'const': {
      const allowed = (Array.isArray(operand) && unit.keyword === 'enum' ? operand : [operand ?? null]).map((one) =>
        JSON.stringify(one),
      );
      return `expected ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}, found ${JSON.stringify(actual)}`;
    }
    case 'required':
      return 'required, but missing';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'not a declared property';
    default:
      return unit.error;
  }
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
