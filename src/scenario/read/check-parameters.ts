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

/** Type names of other languages, which edit distance cannot guess. */
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
 * Reports what makes the `parameters` of a tool no JSON Schema of an object. Such a schema would be refused
 * by a gateway, or constrain nothing, and the model would be judged by less than the author means.
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

/** True for a schema of the most usual kind, which is sound at a glance: thousands of tools are loaded at once. */
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
