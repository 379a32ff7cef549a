import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { fits } from '../match.ts';
import { operatorOf } from '../matcher.ts';
import { dateSpellings } from './date-spellings.ts';
import { regexExamples } from './regex-example.ts';
import { schemaExamples, typesOf } from './schema-example.ts';
import { itemSchema, propertySchema, requiredOf, resolveSchema } from '../schema/resolve.ts';

/** Finds the first example of a part; undefined where there is none. */
export type FindPart = (matcher: Json, schema: JsonObject | null) => Json | undefined;

/** The operator of a matcher: `$oneOf`; null for a plain value, `invalid` for what is no sound matcher. */
export function operatorIn(matcher: Json): ReturnType<typeof operatorOf> {
  return isObject(matcher) ? operatorOf(matcher) : null;
}

/**
 * Values that probably fit a matcher and its schema, the plainest first; the caller tests what it takes.
 * `findPart` gives examples of what is nested in it.
 */
export function* matcherCandidates(matcher: Json, schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  const operator = operatorIn(matcher);
  if (operator === null || !isObject(matcher)) {
    yield* plain(matcher, schema, findPart);
    return;
  }
  if ('$example' in matcher) yield matcher['$example'] ?? null;
  const operand = matcher[operator] ?? null;
  switch (operator) {
    case '$literal':
    case '$text':
    case '$approx':
      yield operand;
      if (typeof operand === 'number') yield Math.round(operand);
      break;
    case '$optional':
      yield* matcherCandidates(operand, schema, findPart);
      return;
    case '$oneOf':
      if (Array.isArray(operand)) for (const option of operand) yield* matcherCandidates(option, schema, findPart);
      return;
    case '$regex':
      yield* schemaExamples(schema);
      yield* regexExamples(asText(operand), typeof matcher['$flags'] === 'string' ? matcher['$flags'] : '');
      return;
    case '$contains':
      yield* containing(operand, schema, findPart);
      break;
    case '$range':
      yield* inRange(operand, schema);
      break;
    case '$type':
      yield* schemaExamples(schema);
      for (const type of Array.isArray(operand) ? operand : [operand]) yield* schemaExamples({ type });
      return;
    case '$unordered':
      yield* plain(operand, schema, findPart);
      return;
    case '$subset':
      yield* superset(operand, schema, findPart);
      return;
    case '$date':
      yield* dateSpellings(asText(operand));
      break;
    case '$schema':
      if (isObject(operand)) yield* schemaExamples(resolveSchema(operand));
      break;
    case '$all':
      if (Array.isArray(operand)) yield* all(operand, schema, findPart);
      break;
    case '$absent':
      return;
    default:
      break;
  }
  yield* schemaExamples(schema);
  if (operator === '$not' || operator === '$any') yield* schemaExamples(null);
}

function asText(operand: Json): string {
  return typeof operand === 'string' ? operand : '';
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

/** The object that a plain object of matchers describes, with or without what is optional; undefined where a part has no example. */
function parts(
  matcher: JsonObject,
  schema: JsonObject | null,
  findPart: FindPart,
  optional: boolean,
): JsonObject | undefined {
  const value: JsonObject = {};
  for (const [key, part] of Object.entries(matcher)) {
    const operator = operatorIn(part);
    if (operator === '$absent' || (operator === '$optional' && !optional)) continue;
    const example = findPart(part, propertySchema(schema, key));
    if (example !== undefined) value[key] = example;
    else if (operator !== '$optional') return undefined;
  }
  return value;
}

function* superset(operand: Json, schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  if (!isObject(operand)) return;
  for (const wanted of plain(operand, schema, findPart)) {
    if (!isObject(wanted)) continue;
    const value: JsonObject = { ...wanted };
    for (const name of requiredOf(schema)) {
      if (Object.hasOwn(value, name) || operatorIn(operand[name] ?? null) === '$absent') continue;
      const example = findPart({ $any: true }, propertySchema(schema, name));
      if (example !== undefined) value[name] = example;
    }
    yield value;
  }
}

function* containing(operand: Json, schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  const needles = Array.isArray(operand) ? operand : [operand];
  const types = schema === null ? [] : typesOf(schema);
  yield* schemaExamples(schema);
  if (!types.includes('array') && needles.every((needle) => typeof needle === 'string')) {
    const longest = needles.toSorted((a, b) => b.length - a.length);
    yield longest.reduce((text, needle) => (text.includes(needle) ? text : `${text} ${needle}`), longest.shift() ?? '');
  }
  const items = needles.map((needle, i) => findPart(needle, itemSchema(schema, i)));
  if (!items.every((item) => item !== undefined)) return;
  yield items;
  const least = typeof schema?.['minItems'] === 'number' ? schema['minItems'] : 0;
  const filler = findPart({ $any: true }, itemSchema(schema, items.length));
  if (filler !== undefined && items.length < least) {
    yield [...items, ...Array.from({ length: least - items.length }, () => filler)];
  }
}

function* inRange(operand: Json, schema: JsonObject | null): Generator<Json> {
  if (!Array.isArray(operand)) return;
  const [min, max] = operand;
  if (typeof min !== 'number' || typeof max !== 'number') return;
  const factor = typeof schema?.['multipleOf'] === 'number' ? schema['multipleOf'] : 1;
  yield* [min, Math.ceil(min), max, (min + max) / 2, Math.round((min + max) / 2), Math.ceil(min / factor) * factor];
  // A schema that excludes its own bounds leaves what lies just inside.
  yield* [Math.floor(min) + 1, Math.ceil(max) - 1, Math.ceil(min / factor + 1) * factor];
}

/** Each member's own examples; texts that hold a part of every member; objects that join every member's keys. */
function* all(members: readonly Json[], schema: JsonObject | null, findPart: FindPart): Generator<Json> {
  const lists = members.map((member) => ownExamples(member, schema, findPart));
  for (const list of lists) yield* list;
  const firsts = lists.flatMap((list) => list.slice(0, 1));
  if (firsts.every((first) => typeof first === 'string')) {
    yield firsts.join(' ');
    yield firsts.join('');
    yield firsts.toReversed().join('');
  }
  const objects = lists.map((list) => list.find(isObject)).filter((value) => value !== undefined);
  if (objects.length > 1) yield Object.assign({}, ...objects) as JsonObject;
}

/** The first candidates that fit their own matcher. */
function ownExamples(matcher: Json, schema: JsonObject | null, findPart: FindPart): readonly Json[] {
  const found: Json[] = [];
  let tries = 0;
  for (const value of matcherCandidates(matcher, schema, findPart)) {
    tries += 1;
    if (fits(matcher, value)) found.push(value);
    if (found.length >= 12 || tries > 60) break;
  }
  return found;
}
