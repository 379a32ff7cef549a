import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { regexExamples } from '../../pattern/regex-example.ts';
import { satisfies } from './satisfies.ts';
import { itemSchema, propertySchema, requiredOf, typesOf } from '../schema/resolve.ts';

const FORMATS: { readonly [format: string]: readonly string[] } = {
  date: ['2026-01-15', '2027-08-31'],
  'date-time': ['2026-01-15T09:30:00Z', '2027-08-31T18:00:00Z'],
  time: ['09:30:00Z', '18:00:00Z'],
  duration: ['PT30M', 'P2D'],
  email: ['someone@example.com', 'else@example.org'],
  uri: ['https://example.com/a', 'https://example.org/b'],
  url: ['https://example.com/a', 'https://example.org/b'],
  uuid: ['123e4567-e89b-42d3-a456-426614174000', '00000000-0000-4000-8000-000000000000'],
  ipv4: ['192.0.2.1', '198.51.100.7'],
  ipv6: ['2001:db8::1', '2001:db8::2'],
  hostname: ['example.com', 'example.org'],
};
const WORDS = ['example', 'something else', 'example 2', ''];
const MAX_DEPTH = 5;
const MAX_TRIES = 40;
/**
 * Longest text or list of an example. A schema that needs a longer one, or a number that JSON cannot express, has no example.
 */
const LONGEST_TEXT = 100_000;
const LONGEST_LIST = 200;

/** Values that probably satisfy a JSON Schema (from `resolveSchema`), the simplest first. The caller must validate them. */
export function* schemaExamples(schema: JsonObject | null, depth = 0): Generator<Json> {
  if (schema === null || depth > MAX_DEPTH) {
    yield* anything();
    return;
  }
  if ('const' in schema) yield schema['const'] ?? null;
  for (const key of ['enum', 'examples'] as const) {
    const values = schema[key];
    if (Array.isArray(values)) yield* values;
  }
  if ('default' in schema) yield schema['default'] ?? null;
  for (const key of ['anyOf', 'oneOf'] as const) {
    const branches = schema[key];
    if (Array.isArray(branches))
      for (const branch of branches.filter(isObject)) yield* branchExamples(schema, branch, depth);
  }
  const types = typesOf(schema);
  for (const type of types) yield* typeExamples(type, schema, depth);
  if (types.length === 0) yield* anything();
}

function* branchExamples(schema: JsonObject, branch: JsonObject, depth: number): Generator<Json> {
  const { anyOf: _, oneOf: __, ...base } = schema;
  const properties = isObject(base['properties']) ? base['properties'] : {};
  const own = isObject(branch['properties']) ? branch['properties'] : {};
  const required = [...requiredOf(base), ...requiredOf(branch)];
  const merged: JsonObject = { ...base, ...branch };
  if (Object.keys(properties).length + Object.keys(own).length > 0) merged['properties'] = { ...properties, ...own };
  if (required.length > 0) merged['required'] = required;
  yield* schemaExamples(merged, depth + 1);
}

function* anything(): Generator<Json> {
  yield* WORDS;
  yield* [1, 0, true, false, 1.5];
  yield ['example'];
  yield { example: true };
  yield null;
  yield [];
  yield {};
}

function* typeExamples(type: string, schema: JsonObject, depth: number): Generator<Json> {
  switch (type) {
    case 'string':
      yield* strings(schema);
      return;
    case 'integer':
    case 'number':
      yield* numbers(schema, type === 'integer');
      return;
    case 'boolean':
      yield* [true, false];
      return;
    case 'null':
      yield null;
      return;
    case 'array':
      yield* arrays(schema, depth);
      return;
    case 'object':
      yield* objects(schema, depth);
      return;
    default:
      return;
  }
}

function* strings(schema: JsonObject): Generator<string> {
  const { pattern, format } = schema;
  if (typeof pattern === 'string') yield* regexExamples(pattern);
  if (typeof format === 'string') yield* FORMATS[format] ?? [];
  const least = numberAt(schema, 'minLength') ?? 0;
  const most = numberAt(schema, 'maxLength') ?? Infinity;
  for (const word of WORDS) {
    if (least > LONGEST_TEXT) return;
    const long = word.length >= least ? word : (word + 'x'.repeat(least)).slice(0, Math.max(least, word.length));
    yield long.slice(0, Math.max(0, Math.min(most, long.length)));
  }
}

function* numbers(schema: JsonObject, whole: boolean): Generator<number> {
  const above = numberAt(schema, 'exclusiveMinimum');
  const below = numberAt(schema, 'exclusiveMaximum');
  const least = numberAt(schema, 'minimum') ?? (above === null ? null : above + (whole ? 1 : 0.5));
  const most = numberAt(schema, 'maximum') ?? (below === null ? null : below - (whole ? 1 : 0.5));
  const factor = numberAt(schema, 'multipleOf');
  const start = least ?? Math.min(1, most ?? 1);
  const middle = least !== null && most !== null ? (least + most) / 2 : start + 41;
  for (const value of [start, middle, most ?? start + 1, least ?? start - 1, start + 1, 7, 0, -1]) {
    const multiple = factor === null ? value : Math.ceil(value / factor) * factor;
    const number = whole ? Math.ceil(multiple) : multiple;
    if (Number.isFinite(number)) yield number;
  }
}

function* arrays(schema: JsonObject, depth: number): Generator<Json> {
  const prefix = schema['prefixItems'];
  const least = Math.max(numberAt(schema, 'minItems') ?? 0, Array.isArray(prefix) ? prefix.length : 0);
  const counts = new Set([Math.max(1, least), least, least + 1]);
  for (const count of counts) {
    if (count > LONGEST_LIST) return;
    const items: Json[] = [];
    for (let i = 0; i < count; i += 1) {
      const options = valid(itemSchema(schema, i), depth, schema['uniqueItems'] === true ? count + 1 : 1);
      const fresh = options.find((option) => !items.some((item) => JSON.stringify(item) === JSON.stringify(option)));
      items.push((schema['uniqueItems'] === true ? fresh : options[0]) ?? null);
    }
    yield items;
  }
}

function* objects(schema: JsonObject, depth: number): Generator<Json> {
  const required = new Set(requiredOf(schema));
  const properties = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  for (const names of [required, new Set([...required, ...properties])]) {
    const value: JsonObject = {};
    for (const name of names) {
      value[name] = valid(propertySchema(schema, name), depth, 1)[0] ?? null;
    }
    yield value;
  }
}

/** The first values that satisfy the schema of a part, so that one bad candidate does not make every whole value invalid. */
function valid(schema: JsonObject | null, depth: number, count: number): Json[] {
  const taken: Json[] = [];
  let tries = 0;
  for (const value of schemaExamples(schema, depth + 1)) {
    tries += 1;
    if (satisfies(schema, value)) taken.push(value);
    if (taken.length >= count || tries > MAX_TRIES) break;
  }
  return taken;
}

function numberAt(schema: JsonObject, key: string): number | null {
  const value = schema[key];
  return typeof value === 'number' ? value : null;
}
