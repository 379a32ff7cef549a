import { isObject, joinPath } from '../../json/json.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import { compilePattern, type Pattern } from '../../pattern/pattern.ts';
import { JSON_TYPES } from './json-type.ts';
import { resolvePointer } from './pointer.ts';

/** An invalid keyword of a schema. It is ignored. */
export interface SchemaDefect {
  /** Path in the schema: `properties.city.pattern`. */
  readonly path: string;
  readonly message: string;
}

export interface RepairedSchema {
  readonly schema: JsonObject;
  readonly defects: SchemaDefect[];
  /** The patterns of `pattern` and `patternProperties`, without duplicates. */
  readonly patterns: readonly Pattern[];
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
  'uniqueItems',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'dependentRequired',
]);
const TYPES: ReadonlySet<Json> = new Set<Json>(JSON_TYPES);

/**
 * A copy that the validator can use: it has known keywords only, and `defects` names the invalid ones that were left out.
 * OpenAPI's `nullable` is translated. Of the formats only those that `isFormat` accepts are kept.
 */
export function repairSchema(
  schema: JsonObject,
  isFormat: (name: string) => boolean = () => false,
): RepairedSchema {
  const defects: SchemaDefect[] = [];
  const patterns = new Map<string, Pattern>();
  const repair = repairer(schema, defects, patterns, isFormat);
  return { schema: repair(schema, '') as JsonObject, defects, patterns: [...patterns.values()] };
}

function repairer(
  root: JsonObject,
  defects: SchemaDefect[],
  patterns: Map<string, Pattern>,
  isFormat: (name: string) => boolean,
): (node: Json, path: string) => Json {
  let text: string | null = null;
  /** True for a keyword with a schema that a reference points to; it may have any name, as in `#/components/schemas/Order`. */
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
      case 'format':
        return typeof operand === 'string' && isFormat(operand) ? operand : undefined;
      case 'dependencies':
        return isObject(operand) ? repairMap(operand, path) : wrong('an object');
      case 'pattern':
        return readPattern(operand) ?? wrong('a regular expression');
      case 'patternProperties':
        return isObject(operand) ? repairPatterns(operand, path) : wrong('an object of schemas');
      case '$ref':
        if (typeof operand !== 'string') return wrong('a reference');
        return isBroken(root, operand) ? refer(path, `${operand} points at nothing`) : operand;
      default:
        return isReferredTo(keyword) ? structuredClone(operand) : undefined;
    }
  };

  const readPattern = (source: Json): string | null => {
    const compiled = typeof source === 'string' ? compilePattern(source) : null;
    if (compiled?.ok !== true) return null;
    patterns.set(compiled.pattern.source, compiled.pattern);
    return compiled.pattern.source;
  };

  const repairMap = (map: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(map).map(([key, one]) => [key, isNames(one) ? one : repair(one, joinPath(path, key))]),
    );

  const repairPatterns = (map: JsonObject, path: string): JsonObject => {
    const copy: JsonObject = {};
    for (const [pattern, one] of Object.entries(map)) {
      const read = readPattern(pattern);
      if (read === null) refer(joinPath(path, pattern), 'expected a regular expression');
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

/** True for a reference into the document that leads nowhere. Anchors and ids are left to the validator. */
function isBroken(root: JsonObject, reference: string): boolean {
  return reference.startsWith('#/') && resolvePointer(root, reference) === undefined;
}
