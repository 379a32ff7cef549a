import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Pattern } from '../../pattern/pattern.ts';

/** Found in no text. */
const NEVER = '(?!)';
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/**
 * The schema for one value, in which each pattern that the validator cannot be trusted with is replaced by the list of those
 * texts of the value that it matches: the validator compiles patterns by itself, with the flag `u` and without a bound. The same
 * schema where it can be trusted with all. Errors: `PatternStopped`.
 */
export function listPatterns(schema: JsonObject, patterns: readonly Pattern[], value: Json): JsonObject {
  if (patterns.length === 0) return schema;
  const texts = textsIn(value);
  const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
  const listed = new Map<string, string>();
  for (const pattern of patterns) {
    if (!pattern.isPlain(longest)) listed.set(pattern.source, listOf(texts.filter((text) => pattern.test(text))));
  }
  return listed.size === 0 ? schema : (replace(schema, listed) as JsonObject);
}

/** Every text of a value, keys as well, each once. */
function textsIn(value: Json): string[] {
  const found = new Set<string>();
  const visit = (one: Json): void => {
    if (typeof one === 'string') found.add(one);
    else if (Array.isArray(one)) for (const item of one) visit(item);
    else if (isObject(one)) {
      for (const [key, item] of Object.entries(one)) {
        found.add(key);
        visit(item);
      }
    }
  };
  visit(value);
  return [...found];
}

function listOf(texts: readonly string[]): string {
  return texts.length === 0 ? NEVER : `^(?:${texts.map((text) => text.replace(SYNTAX, '\\$&')).join('|')})$`;
}

/** Keywords whose operand is no schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples', 'required', 'dependentRequired']);
/** Keywords whose operand holds schemas by names of its own. */
const MAPS = new Set(['properties', '$defs', 'definitions', 'dependentSchemas', 'dependencies']);

function replace(schema: Json, listed: ReadonlyMap<string, string>): Json {
  if (Array.isArray(schema)) return schema.map((one) => replace(one, listed));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, operand]): [string, Json] => {
      if (keyword === 'pattern' && typeof operand === 'string') return [keyword, listed.get(operand) ?? operand];
      if (VALUES.has(keyword)) return [keyword, operand];
      if (MAPS.has(keyword) && isObject(operand)) {
        return [keyword, Object.fromEntries(Object.entries(operand).map(([key, one]) => [key, replace(one, listed)]))];
      }
      if (keyword !== 'patternProperties' || !isObject(operand)) return [keyword, replace(operand, listed)];
      const entries = Object.entries(operand).map(([pattern, one]): [string, Json] => [
        listed.get(pattern) ?? pattern,
        replace(one, listed),
      ]);
      return [keyword, joined(entries)];
    }),
  );
}

/** Two patterns that match the same texts become one, with both schemas. */
function joined(entries: readonly (readonly [string, Json])[]): JsonObject {
  const result: JsonObject = {};
  for (const [pattern, schema] of entries) {
    result[pattern] = Object.hasOwn(result, pattern) ? { allOf: [result[pattern] ?? true, schema] } : schema;
  }
  return result;
}
