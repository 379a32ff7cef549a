import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';
import { resolvePointer } from './pointer.ts';

/** Depth to which recursive schemas are resolved. Below it any value is allowed. */
const MAX_DEPTH = 6;

/**
 * The schema with its local `$ref`s replaced and its `allOf` merged, so that each part can be used alone. Cached for each
 * schema.
 */
export const resolveSchema: (schema: JsonObject) => JsonObject = rememberFor((schema) => resolve(schema, schema, 0));

/** The resolved schema of a property; null when the schema has none for it. */
export function propertySchema(schema: JsonObject | null, key: string): JsonObject | null {
  const properties = schema?.['properties'];
  const own = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (isObject(own)) return own;
  const rest = schema?.['additionalProperties'];
  return isObject(rest) ? rest : null;
}

/** The resolved schema of an item; null when the schema has none for it. */
export function itemSchema(schema: JsonObject | null, index: number): JsonObject | null {
  const prefix = schema?.['prefixItems'];
  const items = Array.isArray(prefix) && index < prefix.length ? prefix[index] : schema?.['items'];
  return isObject(items) ? items : null;
}

/** Names in `required`; empty without any. */
export function requiredOf(schema: JsonObject | null): readonly string[] {
  const required = schema?.['required'];
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

/** The types that a schema names, or that its keywords imply; empty when it has neither. */
export function typesOf(schema: JsonObject): readonly string[] {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type.filter((one) => typeof one === 'string');
  if ('properties' in schema || 'required' in schema) return ['object'];
  if ('items' in schema || 'prefixItems' in schema) return ['array'];
  if ('pattern' in schema || 'minLength' in schema || 'format' in schema) return ['string'];
  if ('minimum' in schema || 'maximum' in schema || 'multipleOf' in schema) return ['number'];
  return [];
}

function resolve(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    const target = depth >= MAX_DEPTH || !ref.startsWith('#') ? undefined : resolvePointer(root, ref);
    const { $ref: _, ...beside } = schema;
    return { ...(isObject(target) ? resolve(target, root, depth + 1) : {}), ...resolveParts(beside, root, depth) };
  }
  return resolveParts(schema, root, depth);
}

function resolveParts(schema: JsonObject, root: JsonObject, depth: number): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$defs' || key === 'definitions') continue;
    result[key] = LITERAL.has(key) ? value : part(key, value, root, depth);
  }
  const all = result['allOf'];
  if (!Array.isArray(all)) return result;
  delete result['allOf'];
  return all.filter(isObject).reduce(merge, result);
}

const LITERAL = new Set(['enum', 'const', 'default', 'examples', 'required', 'example']);
const MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);

function part(key: string, value: Json, root: JsonObject, depth: number): Json {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? resolve(item, root, depth) : item));
  if (!isObject(value)) return value;
  if (!MAPS.has(key)) return resolve(value, root, depth);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isObject(item) ? resolve(item, root, depth) : item]),
  );
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
  const result: JsonObject = { ...a, ...b };
  if (isObject(a['properties']) && isObject(b['properties'])) {
    result['properties'] = { ...a['properties'], ...b['properties'] };
  }
  const required = [...requiredOf(a), ...requiredOf(b)];
  if (required.length > 0) result['required'] = [...new Set(required)];
  return result;
}
