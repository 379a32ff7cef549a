import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parsePath, type Segment } from '../../json/path.ts';
import { repairSchema } from '../../match/schema/schema-repair.ts';
import { toJsonSchema } from '../bfcl/bfcl-schema.ts';

/** JSON Schema for the types that only ACEBench has. */
const TYPES: ReadonlyMap<string, JsonObject> = new Map([
  ['list(string)', { type: 'array', items: { type: 'string' } }],
  ['list(enum)', { type: 'array' }],
  ['objectArray', { type: 'array', items: { type: 'object' } }],
  ['int', { type: 'integer' }],
  ['enum', {}],
]);

/** The parameters of a function as JSON Schema. Parts that JSON Schema cannot express are left out, with a line in `notes`. */
export function parametersOf(written: Json | undefined, notes: string[]): JsonObject {
  if (!isObject(written) || Object.keys(written).length === 0) return { type: 'object', properties: {} };
  const unknown = new Set<string>();
  const converted = toJsonSchema(knownTypes(written), unknown);
  if (unknown.size > 0) notes.push(`JSON Schema knows no type ${[...unknown].join(', ')}: it is left out`);
  const schema = isObject(converted) ? converted : {};
  const { defects } = repairSchema(schema);
  const sound = defects.reduce<Json>((at, { path, message }) => {
    notes.push(`${path}: ${message}: it is left out`);
    return without(at, parsePath(path) ?? []);
  }, schema);
  return isObject(sound) ? { ...sound, type: 'object' } : { type: 'object' };
}

function knownTypes(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(knownTypes);
  if (!isObject(schema)) return schema;
  const rest = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, knownTypes(value)]));
  const type = rest['type'];
  const known = typeof type === 'string' ? TYPES.get(type) : undefined;
  if (known === undefined) return rest;
  const { type: _, ...others } = rest;
  return { ...known, ...others };
}

function without(value: Json, [key, ...rest]: readonly Segment[]): Json {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return rest.length === 0
      ? value.filter((_, i) => i !== key)
      : value.map((one, i) => (i === key ? without(one, rest) : one));
  }
  const { [String(key)]: inner, ...others } = value;
  return rest.length === 0 || inner === undefined ? others : { ...value, [key]: without(inner, rest) };
}
