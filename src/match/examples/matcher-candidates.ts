import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { fitsExample } from './fits-example.ts';
import { operatorOf } from '../matcher.ts';
import type { Examples } from '../operator.ts';
import { regexExamples } from '../../pattern/regex-example.ts';
import { itemSchema, propertySchema } from '../schema/resolve.ts';
import { schemaExamples } from './schema-example.ts';

/** Returns an example of a nested matcher; undefined where it finds none. */
export type FindPart = Examples['part'];

/**
 * Values that probably fit a matcher and its schema, the simplest first. The caller must test them. `findPart` makes examples
 * of nested matchers.
 */
export function* matcherCandidates(matcher: Json, schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  const operator = isObject(matcher) ? operatorOf(matcher) : null;
  if (operator === null || !isObject(matcher)) {
    yield* plain(matcher, schema, findPart);
    return;
  }
  if ('$example' in matcher) yield matcher['$example'] ?? null;
  if (operator === 'invalid') return;
  const examples: Examples = {
    candidates: (part, own) => matcherCandidates(part, own, findPart),
    part: findPart,
    fits: fitsExample,
    ofSchema: schemaExamples,
    ofPattern: regexExamples,
  };
  yield* operator.candidates(matcher[operator.name] ?? null, schema, examples, matcher);
}

function* plain(matcher: Json, schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  if (Array.isArray(matcher)) {
    const items = matcher.map((item, i) => findPart(item, itemSchema(schema, i)));
    if (items.every((item) => item !== undefined)) yield items;
    return;
  }
  if (!isObject(matcher)) {
    yield matcher;
    return;
  }
  const whole = parts(matcher, schema, findPart, true);
  if (whole !== undefined) yield whole;
  const least = parts(matcher, schema, findPart, false);
  if (least !== undefined) yield least;
}

/**
 * An object that fits a plain object of matchers, with or without its optional keys; undefined where a nested matcher has no
 * example.
 */
function parts(
  matcher: JsonObject,
  schema: JsonObject | null,
  findPart: FindPart,
  optional: boolean,
): JsonObject | undefined {
  const value: JsonObject = {};
  for (const [key, part] of Object.entries(matcher)) {
    const mayBeAbsent = fitsExample(part, undefined);
    if (mayBeAbsent && !optional) continue;
    const example = findPart(part, propertySchema(schema, key));
    if (example !== undefined) value[key] = example;
    else if (!mayBeAbsent) return undefined;
  }
  return value;
}
