import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';

/** JSON Schema types by BFCL's names; null for any value. */
const TYPES: ReadonlyMap<string, string | null> = new Map([
  ...['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'].map((type) => [type, type] as const),
  ['dict', 'object'],
  ['float', 'number'],
  ['double', 'number'],
  ['tuple', 'array'],
  ['list', 'array'],
  ['bool', 'boolean'],
  ['any', null],
]);

/** Keywords with one schema, a list of schemas, or a schema for each name. Other keywords are copied. */
const SCHEMA = new Set(['items', 'additionalProperties', 'not']);
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions']);

/** A function's parameters as JSON Schema. Unknown types are left out and named in `unknown`. */
export function toJsonSchema(schema: Json, unknown: Set<string>): Json {
  if (!isObject(schema)) return schema;
  const converted: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'type' && typeof value === 'string') {
      const type = TYPES.get(value);
      if (type === undefined) unknown.add(value);
      else if (type !== null) converted['type'] = type;
    } else {
      converted[key] = convertKeyword(key, value, unknown);
    }
  }
  return converted;
}

function convertKeyword(key: string, value: Json, unknown: Set<string>): Json {
  if (SCHEMA.has(key)) return toJsonSchema(value, unknown);
  if (SCHEMA_LISTS.has(key) && Array.isArray(value)) return value.map((one) => toJsonSchema(one, unknown));
  if (SCHEMA_MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toJsonSchema(one, unknown)]));
  }
  return value;
}
