import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { resolvePointer } from './pointer.ts';

/**
 * The arguments without nulls that mean "left out": many models write null for a property that is declared, not required, and
 * does not allow null. Returns the same object when there is none.
 */
export function withoutOptionalNulls(parameters: JsonObject | null, args: JsonObject): JsonObject {
  if (parameters === null || !holdsNull(args)) return args;
  return strip(parameters, parameters, args) as JsonObject;
}

function holdsNull(value: Json): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(holdsNull);
  for (const key in value) if (holdsNull(value[key] ?? null)) return true;
  return false;
}

function strip(root: JsonObject, schema: Json | undefined, value: Json): Json {
  const target = resolve(root, schema);
  if (Array.isArray(value)) {
    const items = target?.['items'];
    return isObject(items) ? value.map((item) => strip(root, items, item)) : value;
  }
  const properties = target?.['properties'];
  if (!isObject(value) || !isObject(properties)) return value;
  const required = target?.['required'];
  const kept = Object.entries(value).filter(([key, item]) => {
    if (item !== null || !Object.hasOwn(properties, key)) return true;
    return (Array.isArray(required) && required.includes(key)) || allowsNull(root, properties[key], 0);
  });
  return Object.fromEntries(
    kept.map(([key, item]) => [key, Object.hasOwn(properties, key) ? strip(root, properties[key], item) : item]),
  );
}

/** The schema with references resolved; where exactly one of its alternatives is not null, that alternative. */
function resolve(root: JsonObject, schema: Json | undefined): JsonObject | null {
  let at = schema;
  for (let depth = 0; depth < 10 && isObject(at); depth += 1) {
    const reference = at['$ref'];
    const alternatives = at['anyOf'] ?? at['oneOf'];
    if (typeof reference === 'string' && reference.startsWith('#')) {
      at = resolvePointer(root, reference);
    } else if (Array.isArray(alternatives) && !isObject(at['properties'])) {
      const real = alternatives.filter((one) => !isObject(one) || one['type'] !== 'null');
      if (real.length !== 1) return at;
      at = real[0];
    } else return at;
  }
  return null;
}

function allowsNull(root: JsonObject, schema: Json | undefined, depth: number): boolean {
  if (!isObject(schema) || depth > 10) return schema !== false;
  if (schema['nullable'] === true) return true;
  const { type, enum: values, $ref: reference, anyOf, oneOf, allOf } = schema;
  if (typeof type === 'string' && type !== 'null') return false;
  if (Array.isArray(type) && !type.includes('null')) return false;
  if (Array.isArray(values) && !values.includes(null)) return false;
  if (Object.hasOwn(schema, 'const') && schema['const'] !== null) return false;
  const allows = (one: Json): boolean => allowsNull(root, one, depth + 1);
  if (typeof reference === 'string' && reference.startsWith('#')) {
    const target = resolvePointer(root, reference);
    if (target !== undefined && !allows(target)) return false;
  }
  if (Array.isArray(anyOf) && !anyOf.some(allows)) return false;
  if (Array.isArray(oneOf) && !oneOf.some(allows)) return false;
  return !Array.isArray(allOf) || allOf.every(allows);
}
