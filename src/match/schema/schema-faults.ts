import type { OutputUnit } from '@cfworker/json-schema';
import { isObject, joinPath } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { decodeToken, resolvePointer } from './pointer.ts';

/** One way in which arguments break the tool's JSON Schema. */
export interface SchemaFault {
  /** Inside the arguments: `filters.unit`; for a missing property, where it should be; `''` for the whole. */
  readonly path: string;
  /** The keyword that does not hold: `type`, `enum`, `required`. */
  readonly keyword: string;
  /** What is wrong, to stand after the path: `expected string, found number`. */
  readonly message: string;
  /** The keyword with its operand, as JSON: `{ "enum": ["celsius"] }`; null where it cannot be shown. */
  readonly expected: Json;
  /** Null where nothing came. */
  readonly actual: Json;
}

/** Keywords whose fault is told by the faults of what stands below them. */
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
 * The validator's output for the arguments as faults. It lists every level of a fault: kept is the innermost one, and for
 * alternatives the outermost. `schema` is the one that the validator read.
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
  // A `false` schema is located by its instance, whatever its keyword.
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
      return `expected ${(Array.isArray(operand) ? operand : [operand]).map(plainText).join(' or ')}, found ${typeof actual === 'number' ? actual : typeName(actual)}`;
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

function plainText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
