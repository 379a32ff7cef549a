import { deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { satisfies } from './satisfies.ts';
import { schemaExamples } from './schema-example.ts';
import { typesOf } from '../schema/resolve.ts';

const MAX_TRIES = 60;

/** Values that differ from the given one and satisfy the schema, the likeliest mistakes first. */
export function* otherValues(value: Json, schema: JsonObject | null): Generator<Json> {
  const given: Json[] = [value];
  let tries = 0;
  for (const other of mistakes(value, schema)) {
    tries += 1;
    if (tries > MAX_TRIES) return;
    if (given.some((one) => deepEqual(one, other)) || !satisfies(schema, other)) continue;
    given.push(other);
    yield other;
  }
}

function* mistakes(value: Json, schema: JsonObject | null): Generator<Json> {
  if (typeof value === 'boolean') yield !value;
  if (typeof value === 'number') yield* [value * 7 + 13, -value - 1, value + 1, value - 1, value + 0.25];
  if (typeof value === 'string') yield* ['something else entirely', 'zz', 'Q7'];
  if (Array.isArray(value)) {
    if (value.length > 1) yield value.slice(0, -1);
    const items = schema?.['items'];
    const other = otherValues(value[0] ?? 'item', isObject(items) ? items : null).next();
    if (other.done !== true) yield [...value.slice(1), other.value];
    if (value.length > 0) yield [...value, value[0] ?? null];
  }
  if (isObject(value)) yield* objectMistakes(value, schema);
  yield* schemaExamples(schema);
}

function* objectMistakes(value: JsonObject, schema: JsonObject | null): Generator<Json> {
  const properties = isObject(schema?.['properties']) ? schema['properties'] : {};
  for (const [key, part] of Object.entries(value)) {
    const own = properties[key];
    const other = otherValues(part, isObject(own) ? own : null).next();
    if (other.done !== true) yield { ...value, [key]: other.value };
  }
  for (const key of Object.keys(value)) {
    const { [key]: _, ...rest } = value;
    yield rest;
  }
}

/**
 * A value of another JSON type. Where the schema names types, the type is none of them. Undefined where every type is allowed.
 */
export function otherType(value: Json, schema: JsonObject | null): Json | undefined {
  const options: Json[] =
    typeof value === 'string'
      ? [Number.isFinite(Number(value)) && value.trim() !== '' ? Number(value) : 12_345, [value], true]
      : [typeof value === 'object' ? JSON.stringify(value) : String(value), ['x'], 0];
  const typed = schema !== null && typesOf(schema).length > 0;
  return options.find((option) => typeof option !== typeof value && (!typed || !satisfies(schema, option)));
}
