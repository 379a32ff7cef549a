import type { Json, JsonObject } from '../src/json/json.ts';
import { isObject } from '../src/json/json.ts';
import { code, table } from './markdown.ts';

/** A table of the keys of an object in a JSON Schema: their names, types and descriptions. */
export function keysTable(schema: JsonObject, of: JsonObject): string {
  const required = new Set(Array.isArray(of['required']) ? of['required'] : []);
  const rows = Object.entries(objectAt(of, 'properties')).map(([name, property]) => {
    const { description = '' } = property as { readonly description?: string };
    return [code(name), `${typeOf(property, schema)}${required.has(name) ? ', required' : ''}`, description];
  });
  return table(['key', 'type', 'meaning'], rows);
}

/** The object at a key of a schema. Errors: when there is none. */
export function objectAt(schema: JsonObject, key: string): JsonObject {
  const found = schema[key];
  if (!isObject(found)) throw new Error(`the schema has no object ${key}`);
  return found;
}

/** The type of a value as a reader says it: `text`, `list of text`, `chat, responses or null`. */
function typeOf(value: Json | undefined, schema: JsonObject): string {
  if (!isObject(value)) return 'anything';
  const { $ref: ref, anyOf, allOf, enum: values, type, items } = value;
  if (typeof ref === 'string') return ref.replace('#/definitions/', '');
  if (Array.isArray(allOf)) return typeOf(allOf[0], schema);
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map((each) => typeOf(each, schema)))].join(' or ');
  if (Array.isArray(values)) return values.map((each) => code(JSON.stringify(each))).join(', ');
  if (type === 'array') return `list of ${typeOf(items, schema)}`;
  if (type === 'object' && isObject(value['additionalProperties'])) {
    return `${typeOf(value['additionalProperties'], schema)} by name`;
  }
  return typeof type === 'string' ? (TYPES[type] ?? type) : 'anything';
}

/** Types of JSON Schema in words. */
const TYPES: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', boolean: 'true or false' };
