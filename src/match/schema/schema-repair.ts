import { isObject, joinPath } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { JSON_TYPES } from './json-type.ts';

/** A keyword of a schema that cannot be read; it then constrains nothing. */
export interface SchemaDefect {
  /** Inside the schema: `properties.city.pattern`. */
  readonly path: string;
  readonly message: string;
}

const SCHEMAS = new Set([
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'not',
  'if',
  'then',
  'else',
]);
const SCHEMA_LISTS = new Set(['prefixItems', 'allOf', 'anyOf', 'oneOf']);
const SCHEMA_MAPS = new Set(['$defs', 'definitions', 'properties', 'dependentSchemas']);
const NUMBERS = new Set([
  'maximum',
  'minimum',
  'multipleOf',
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
  'minContains',
  'maxContains',
]);
const KEPT = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$recursiveRef',
  '$recursiveAnchor',
  'const',
  'format',
  'uniqueItems',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'dependentRequired',
]);
const TYPES: ReadonlySet<Json> = new Set<Json>(JSON_TYPES);

/**
 * A copy that the validator can read: known keywords only, malformed ones left out and named in `defects`.
 * OpenAPI's `nullable` is understood, and escapes that only other dialects allow (`\-`, `\_`) are rewritten.
 */
export function repairSchema(schema: JsonObject): { readonly schema: JsonObject; readonly defects: SchemaDefect[] } {
  const defects: SchemaDefect[] = [];
  const repair = repairer(schema, defects);
  return { schema: repair(schema, '') as JsonObject, defects };
}

function repairer(root: JsonObject, defects: SchemaDefect[]): (node: Json, path: string) => Json {
  let text: string | null = null;
  /** Schemas may stand under any key, as `#/components/schemas/Order` does. */
  const isReferredTo = (keyword: string): boolean => {
    text ??= JSON.stringify(root);
    return text.includes(`"#/${keyword}/`);
  };
  const refer = (path: string, message: string): undefined => void defects.push({ path, message });

  const repair = (node: Json, path: string): Json => {
    if (typeof node === 'boolean') return node;
    if (!isObject(node)) {
      refer(path, `expected a schema, found ${JSON.stringify(node)}`);
      return true;
    }
    const copy: JsonObject = {};
    for (const [keyword, operand] of Object.entries(node)) {
      const kept = keep(keyword, operand, joinPath(path, keyword));
      if (kept !== undefined) copy[keyword] = kept;
    }
    return node['nullable'] === true ? withNull(copy) : copy;
  };

  const keep = (keyword: string, operand: Json, path: string): Json | undefined => {
    const wrong = (expected: string): undefined =>
      refer(path, `expected ${expected}, found ${JSON.stringify(operand)}`);
    if (SCHEMAS.has(keyword)) return repair(operand, path);
    if (keyword === 'items' && !Array.isArray(operand)) return repair(operand, path);
    if (SCHEMA_LISTS.has(keyword) || keyword === 'items') {
      return Array.isArray(operand)
        ? operand.map((one, i) => repair(one, joinPath(path, i)))
        : wrong('a list of schemas');
    }
    if (SCHEMA_MAPS.has(keyword)) return isObject(operand) ? repairMap(operand, path) : wrong('an object of schemas');
    if (NUMBERS.has(keyword)) return typeof operand === 'number' ? operand : wrong('a number');
    if (KEPT.has(keyword)) return operand;
    switch (keyword) {
      case 'type':
        return isType(operand) ? operand : wrong(`one of ${JSON_TYPES.join(', ')}`);
      case 'enum':
        return Array.isArray(operand) ? operand : wrong('a list of values');
      case 'required':
        return isNames(operand) ? operand : wrong('a list of property names');
      case 'dependencies':
        return isObject(operand) ? repairMap(operand, path) : wrong('an object');
      case 'pattern':
        return readPattern(operand) ?? wrong('a regular expression that is valid with the flag u');
      case 'patternProperties':
        return isObject(operand) ? repairPatterns(operand, path) : wrong('an object of schemas');
      case '$ref':
        if (typeof operand !== 'string') return wrong('a reference');
        return isBroken(root, operand) ? refer(path, `${operand} points at nothing`) : operand;
      default:
        return isReferredTo(keyword) ? structuredClone(operand) : undefined;
    }
  };

  const repairMap = (map: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(map).map(([key, one]) => [key, isNames(one) ? one : repair(one, joinPath(path, key))]),
    );

  const repairPatterns = (map: JsonObject, path: string): JsonObject => {
    const copy: JsonObject = {};
    for (const [pattern, one] of Object.entries(map)) {
      const read = readPattern(pattern);
      if (read === null) refer(joinPath(path, pattern), 'expected a regular expression that is valid with the flag u');
      else copy[read] = repair(one, joinPath(path, pattern));
    }
    return copy;
  };
  return repair;
}

function isType(operand: Json): boolean {
  return Array.isArray(operand) ? operand.every((one) => TYPES.has(one)) : TYPES.has(operand);
}

function isNames(operand: Json): boolean {
  return Array.isArray(operand) && operand.every((one) => typeof one === 'string');
}

function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  const wider = { ...schema };
  if (type !== undefined) wider['type'] = [...(Array.isArray(type) ? type : [type]), 'null'];
  if (Array.isArray(values)) wider['enum'] = [...values, null];
  return wider;
}

function readPattern(pattern: Json): string | null {
  if (typeof pattern !== 'string') return null;
  if (compiles(pattern)) return pattern;
  const rewritten = pattern.replace(/\\(.)/gsu, (escape, sign: string) => {
    if (sign === '-') return '\\x2d';
    return /[ !"#%&',:;<=>@_`~]/.test(sign) ? sign : escape;
  });
  return compiles(rewritten) ? rewritten : null;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Only references into the document itself are followed here; anchors and ids are the validator's. */
function isBroken(root: JsonObject, reference: string): boolean {
  return reference.startsWith('#/') && resolvePointer(root, reference) === undefined;
}

/** The place that `#/$defs/a` names in a document; undefined when there is none. */
export function resolvePointer(root: Json, reference: string): Json | undefined {
  let at: Json | undefined = root;
  for (const token of reference.replace(/^#\/?/, '').split('/')) {
    if (token === '') continue;
    const key = decodeToken(token);
    if (Array.isArray(at)) at = at[Number(key)];
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

/** A token of a JSON pointer in a URI fragment as the key that it stands for. */
export function decodeToken(token: string): string {
  let plain = token;
  try {
    plain = decodeURIComponent(token);
  } catch {
    // A stray percent sign stands for itself.
  }
  return plain.replaceAll('~1', '/').replaceAll('~0', '~');
}
