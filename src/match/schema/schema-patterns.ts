import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Pattern } from '../../pattern/pattern.ts';

/** A pattern that matches no text. */
const NEVER = '(?!)';
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/**
 * The schema for one value, with unsafe patterns replaced: each becomes a list of the texts in the value that it matches. The
 * reason is that the validator compiles patterns itself, with the flag `u` and without a limit of steps. Returns the same
 * schema where all patterns are safe. Errors: `PatternStopped`.
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

/** Every text in a value, including keys, without duplicates. */
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

/** Keywords whose value is no schema. */
const VALUES = new Set(['const', 'enum', 'default', 'examples', 'required', 'dependentRequired']);
/** Keywords whose value is an object of schemas by name. */
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

/** Patterns that match the same texts become one key, with all their schemas. */
function joined(entries: readonly (readonly [string, Json])[]): JsonObject {
  const result: JsonObject = {};
  for (const [pattern, schema] of entries) {
    result[pattern] = Object.hasOwn(result, pattern) ? { allOf: [result[pattern] ?? true, schema] } : schema;
  }
  return result;
}
