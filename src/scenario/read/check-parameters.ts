import { closest } from '../../text/closest.ts';
import { isObject } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { describe } from '../../document/describe.ts';
import { report } from '../../document/place.ts';
import type { Place } from '../../document/place.ts';
import { JSON_TYPES } from '../../match/schema/json-type.ts';
import { repairSchema } from '../../match/schema/schema-repair.ts';
import { parsePath } from '../../json/path.ts';

const TYPES: ReadonlySet<Json> = new Set<Json>(JSON_TYPES);

/**
 * Type names of other languages with the type of JSON Schema that they mean. They differ too much for the search of the closest
 * name.
 */
const FOREIGN: { readonly [name: string]: string } = {
  int: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  str: 'string',
  text: 'string',
  bool: 'boolean',
  list: 'array',
  tuple: 'array',
  dict: 'object',
  map: 'object',
  none: 'null',
};

/**
 * Reports why the `parameters` of a tool are no JSON Schema of an object. A gateway would refuse such a schema, or it would
 * allow any arguments although the author meant to limit them.
 */
export function checkParameters(parameters: JsonObject, place: Place): void {
  const { type } = parameters;
  if (type !== undefined && type !== 'object') {
    report(
      place,
      'bad-schema',
      `Expected a schema of type object, found type ${describe(type)}.`,
      'parameters',
      'type',
    );
    return;
  }
  if (isPlain(parameters)) return;
  for (const { path, message } of repairSchema(parameters).defects) {
    const at = parsePath(path) ?? [];
    const sentence = `${message[0]?.toUpperCase()}${message.slice(1)}.`;
    report(place, 'bad-schema', `${sentence}${typeHint(parameters, at)}`, 'parameters', ...at);
  }
}

/**
 * True for a schema that holds only the most common keywords, which needs no further check. A file may hold thousands of tools,
 * so this check is quick.
 */
function isPlain(schema: Json): boolean {
  if (!isObject(schema)) return false;
  for (const keyword in schema) {
    const value = schema[keyword] ?? null;
    switch (keyword) {
      case 'type':
        if (!TYPES.has(value)) return false;
        break;
      case 'description':
      case 'title':
      case 'default':
      case 'format':
        break;
      case 'enum':
        if (!Array.isArray(value)) return false;
        break;
      case 'minimum':
      case 'maximum':
      case 'minLength':
      case 'maxLength':
      case 'minItems':
      case 'maxItems':
        if (typeof value !== 'number') return false;
        break;
      case 'additionalProperties':
        if (typeof value !== 'boolean') return false;
        break;
      case 'required':
        if (!Array.isArray(value) || value.some((name) => typeof name !== 'string')) return false;
        break;
      case 'items':
        if (!isPlain(value)) return false;
        break;
      case 'properties':
        if (!isObject(value)) return false;
        for (const name in value) if (!isPlain(value[name] ?? null)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

function typeHint(schema: JsonObject, path: readonly (string | number)[]): string {
  if (path.at(-1) !== 'type') return '';
  const name = path.reduce<Json | undefined>(
    (at, segment) => (Array.isArray(at) ? at[Number(segment)] : isObject(at) ? at[segment] : undefined),
    schema,
  );
  if (typeof name !== 'string') return '';
  const foreign = Object.hasOwn(FOREIGN, name.toLowerCase()) ? FOREIGN[name.toLowerCase()] : undefined;
  const meant = foreign ?? closest(name, JSON_TYPES);
  return meant === null ? '' : ` Did you mean "${meant}"?`;
}
