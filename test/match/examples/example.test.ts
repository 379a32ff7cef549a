import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { exampleFor } from '../../../src/match/examples/example.ts';
import { regexExamples } from '../../../src/pattern/regex-example.ts';
import { satisfies } from '../../../src/match/examples/satisfies.ts';
import { resolveSchema } from '../../../src/match/schema/resolve.ts';
import { fits } from '../../../src/match/match.ts';

const STRING: JsonObject = { type: 'string' };
const INTEGER: JsonObject = { type: 'integer' };

test.each<[Json, JsonObject | null, Json]>([
  ['Paris', STRING, 'Paris'],
  [{ $any: true }, { enum: ['a', 'b'] }, 'a'],
  [{ $any: true }, null, 'example'],
  [{ $oneOf: ['kelvin', 'celsius'] }, { enum: ['celsius', 'fahrenheit'] }, 'celsius'],
  [{ $optional: 'celsius' }, STRING, 'celsius'],
  [{ $regex: '^\\d{4}-[A-F]{2}$' }, STRING, '1234-AB'],
  [{ $regex: 'fahr' }, { enum: ['celsius', 'fahrenheit'] }, 'fahrenheit'],
  [{ $regex: '^par', $flags: 'i' }, STRING, 'par'],
  [{ $regex: '^(?!x).{3}$', $example: 'abc' }, STRING, 'abc'],
  [{ $contains: ['umbrella', 'red'] }, STRING, 'umbrella red'],
  [{ $contains: { id: 7 } }, { type: 'array', items: { type: 'object' } }, [{ id: 7 }]],
  [{ $contains: 'b' }, { type: 'array', items: STRING, minItems: 2 }, ['b', 'example']],
  [{ $text: 'Rain coat' }, STRING, 'Rain coat'],
  [{ $approx: 3.14 }, { type: 'number' }, 3.14],
  [{ $approx: 2.9, $tolerance: 0.5 }, INTEGER, 3],
  [{ $range: [0.5, 1.5] }, INTEGER, 1],
  [{ $range: [10, 20] }, { type: 'integer', multipleOf: 7 }, 14],
  [{ $range: [0, 1] }, { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 }, 0.5],
  [{ $type: 'boolean' }, null, true],
  [{ $unordered: [1, { $any: true }] }, { type: 'array', items: INTEGER }, [1, 1]],
  [
    { $subset: { a: 1 } },
    { type: 'object', properties: { a: INTEGER, b: STRING }, required: ['b'] },
    { a: 1, b: 'example' },
  ],
  [{ $date: '2026-11-23' }, { type: 'string', pattern: '^\\d\\d/\\d\\d/\\d{4}$' }, '11/23/2026'],
  [{ $date: '2026-11-23' }, { type: 'string', format: 'date-time' }, '2026-11-23T00:00:00Z'],
  [{ $schema: { type: 'array', items: { type: 'integer', minimum: 5 }, minItems: 2 } }, null, [5, 5]],
  [{ $not: 'celsius' }, { enum: ['celsius', 'fahrenheit'] }, 'fahrenheit'],
  [{ $all: [{ $regex: '^A' }, { $contains: 'z' }] }, STRING, 'A z'],
  [{ $all: [{ $range: [1, 9] }, { $not: 1 }] }, INTEGER, 9],
  [{ $literal: { $any: true } }, null, { $any: true }],
  [{ a: { $optional: 1 }, b: { $absent: true }, c: [{ $oneOf: [2, 3] }] }, null, { a: 1, c: [2] }],
])('an example of %j under the schema %j is %j', (matcher, schema, value) => {
  expect(exampleFor(matcher, schema)).toEqual({ ok: true, value });
});

test.each<[Json, JsonObject | null, string]>([
  ['kelvin', { enum: ['celsius'] }, 'breaks-schema'],
  [{ $regex: '^\\d$' }, INTEGER, 'breaks-schema'],
  [{ $range: [5, 1] }, null, 'unsatisfiable'],
  [{ $oneOf: [] }, null, 'unsatisfiable'],
  [{ $all: ['a', 'b'] }, null, 'unsatisfiable'],
  [{ $regex: '^(?!P).*(?<=Pa)$' }, STRING, 'needs-example'],
  [{ $absent: true }, STRING, 'unsatisfiable'],
])('of %j under the schema %j there is none: %s', (matcher, schema, reason) => {
  expect(exampleFor(matcher, schema)).toMatchObject({ ok: false, reason });
});

test.each([
  ['^[A-Z]{2,3}-\\d+$'],
  ['^(GET|POST) /v\\d/\\w+(?:\\?[a-z]=[^&]*)?$'],
  ['^(?<year>\\d{4})(-)\\d\\d\\2\\d\\d$'],
  ['(?=.*\\d)(?=.*[A-Z]).{8,}'],
  ['\\bfoo\\b'],
  ['^\\p{Lu}\\p{Ll}+ \\p{Script=Han}{2}$'],
  ['^[^a-z\\s]+$'],
  ['^$'],
  ['[\\u0400-\\u04FF]{3}'],
  ['^\\+?[1-9]\\d{1,14}$'],
  ['^[\\w.+-]+@[\\w-]+\\.[a-z]{2,}$'],
  ['^#(?:[0-9a-f]{3}){1,2}$'],
])('some generated string matches /%s/', (source) => {
  const regex = new RegExp(source, 'u');
  expect([...regexExamples(source)].some((text) => regex.test(text))).toBe(true);
});

test('what cannot be read as a regular expression has no examples', () => {
  expect([...regexExamples('(')]).toEqual([]);
});

const scalar = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
const plainString = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 });
const key = fc.stringMatching(/^[a-z]{1,5}$/);

/** Matchers that something fits, nested at will. */
const matcher = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar as fc.Arbitrary<Json>,
    fc.constant<Json>({ $any: true }),
    plainString.map((text): Json => ({ $contains: text })),
    plainString.map((text): Json => ({ $text: text })),
    fc.tuple(fc.integer(), fc.nat(1000)).map(([min, size]): Json => ({ $range: [min, min + size] })),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value): Json => ({ $approx: value })),
    fc
      .constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null')
      .map((type): Json => ({ $type: type })),
    fc
      .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
      .map((day): Json => ({ $date: day.toISOString().slice(0, 10) })),
    fc.stringMatching(/^[a-z]{1,3}[+*?]?$/).map((source): Json => ({ $regex: `^${source}` })),
    scalar.map((value): Json => ({ $not: value })),
    scalar.map((value): Json => ({ $literal: { $any: value } })),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((options): Json => ({ $oneOf: options })),
    fc.array(tie('any'), { maxLength: 3 }).map((items): Json => ({ $unordered: items })),
    fc.array(tie('any'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    tie('any').map((inner): Json => ({ $all: [inner, { $any: true }] })),
    tie('any').map((inner): Json => ({ $optional: inner })),
    fc.dictionary(key, tie('any'), { maxKeys: 3 }).map((value): Json => ({ $subset: value })),
    fc.dictionary(key, tie('any'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
})).any;

test('an example fits its matcher, is found, and is always the same', () => {
  fc.assert(
    fc.property(matcher, (one) => {
      const example = exampleFor(one, null);
      if (!example.ok) throw new Error(`no example: ${example.reason}`);
      expect(fits(one, example.value)).toBe(true);
      expect(exampleFor(structuredClone(one), null)).toEqual(example);
    }),
    { numRuns: 500 },
  );
});

const schema = fc.letrec<{ any: JsonObject }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constant<JsonObject>({ type: 'boolean' }),
    fc
      .array(plainString, { minLength: 1, maxLength: 3 })
      .map((values): JsonObject => ({ type: 'string', enum: values })),
    fc
      .tuple(fc.nat(6), fc.nat(6))
      .map(([min, more]): JsonObject => ({ type: 'string', minLength: min, maxLength: min + more })),
    fc
      .tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(100))
      .map(([min, size]): JsonObject => ({ type: 'integer', minimum: min, maximum: min + size })),
    fc
      .constantFrom('date', 'date-time', 'email', 'uuid', 'ipv4', 'uri')
      .map((format): JsonObject => ({ type: 'string', format })),
    fc.tuple(tie('any'), fc.nat(3)).map(([items, minItems]): JsonObject => ({ type: 'array', items, minItems })),
    fc.array(tie('any'), { minLength: 1, maxLength: 2 }).map((anyOf): JsonObject => ({ anyOf })),
    fc.dictionary(key, tie('any'), { maxKeys: 3 }).map((properties): JsonObject => ({
      type: 'object',
      properties,
      required: Object.keys(properties).slice(0, 2),
      additionalProperties: false,
    })),
  ),
})).any;

test('anything at all is given as what the schema of the parameter allows', () => {
  fc.assert(
    fc.property(schema, (one) => {
      const example = exampleFor({ $any: true }, one);
      if (!example.ok) throw new Error(`no example: ${example.reason} ${example.detail}`);
      expect(satisfies(one, example.value)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('references are followed, recursive ones as far as they must', () => {
  const tree: JsonObject = {
    $defs: {
      node: {
        type: 'object',
        properties: { name: { $ref: '#/$defs/name' }, child: { $ref: '#/$defs/node' } },
        required: ['name'],
      },
      name: { type: 'string', pattern: '^N\\d$' },
    },
    type: 'object',
    properties: { root: { $ref: '#/$defs/node' } },
    required: ['root'],
  };
  expect(exampleFor({ $any: true }, tree)).toEqual({ ok: true, value: { root: { name: 'N1' } } });
});

test('a reference is followed as the validator does: a stray percent sign stands for itself, an anchor is no place', () => {
  const odd: JsonObject = {
    type: 'object',
    properties: { a: { $ref: '#/$defs/100%' } },
    required: ['a'],
    $defs: { '100%': { const: 7 } },
  };
  expect(exampleFor({ $any: true }, odd)).toEqual({ ok: true, value: { a: 7 } });
  expect(resolveSchema({ properties: { a: { $ref: '#anchor' } } })).toEqual({ properties: { a: {} } });
});
