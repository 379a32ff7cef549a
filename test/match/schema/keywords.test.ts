import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { fitsSchema, validateArguments } from '../../../src/match/schema/schema.ts';

/** Keyword by keyword what tools are written with: a schema, values that satisfy it, values that do not. */
const CASES: readonly (readonly [what: string, schema: JsonObject, right: readonly Json[], wrong: readonly Json[]])[] = [
  ['a whole number is an integer, however written', { type: 'integer' }, [3, 3.0, -0, 1e3], [3.5, '3', null, true]],
  ['several types', { type: ['string', 'null'] }, ['a', null], [1, [], {}]],
  ['boolean is no number', { type: 'number' }, [0, 1.5], [true, '1']],
  ['an object is no array', { type: 'object' }, [{}], [[], null]],
  ['enum of several types', { enum: ['a', 1, null, [1], { x: 1 }] }, ['a', 1, null, [1], { x: 1 }], ['A', '1', [2], { x: 2 }, {}]],
  ['an empty enum is satisfied by nothing', { enum: [] }, [], ['a', null]],
  ['false and 0 are two in an enum', { enum: [false] }, [false], [0, null, '']],
  ['const of an object', { const: { a: [1] } }, [{ a: [1] }], [{ a: [1, 2] }, { a: [1], b: 1 }]],
  ['const null', { const: null }, [null], [0, false, '']],
  ['required names, also of prototypes', { required: ['toString', '__proto__'] }, [], [{}, { toString: 1 }]],
  ['required says nothing of other types', { required: ['a'] }, ['text', 1, []], [{}]],
  ['properties of a prototype are none', { properties: { constructor: { type: 'number' } } }, [{}, { constructor: 1 }], [{ constructor: 'a' }]],
  ['additionalProperties false', { properties: { a: {} }, additionalProperties: false }, [{}, { a: 1 }], [{ b: 1 }, { a: 1, b: 1 }]],
  ['additionalProperties as a schema', { properties: { a: {} }, additionalProperties: { type: 'number' } }, [{ a: 'x', b: 1 }], [{ b: 'x' }]],
  ['patternProperties take keys from additionalProperties', { patternProperties: { '^x-': { type: 'string' } }, additionalProperties: false }, [{ 'x-a': 's' }], [{ 'x-a': 1 }, { y: 's' }]],
  ['propertyNames', { propertyNames: { pattern: '^[a-z]+$' } }, [{ abc: 1 }], [{ A: 1 }, { a1: 1 }]],
  ['minProperties and maxProperties', { minProperties: 1, maxProperties: 2 }, [{ a: 1 }, { a: 1, b: 2 }], [{}, { a: 1, b: 2, c: 3 }]],
  ['dependentRequired', { dependentRequired: { card: ['holder'] } }, [{}, { holder: 1 }, { card: 1, holder: 1 }], [{ card: 1 }]],
  ['dependentSchemas', { dependentSchemas: { a: { required: ['b'] } } }, [{}, { a: 1, b: 1 }], [{ a: 1 }]],
  ['items', { items: { type: 'integer' } }, [[], [1, 2]], [[1, 'a'], [1.5]]],
  ['items false allows the empty list alone', { items: false }, [[]], [[1]]],
  ['prefixItems and what follows', { prefixItems: [{ type: 'string' }, { type: 'number' }], items: false }, [['a', 1], ['a'], []], [['a', 1, 2], [1]]],
  ['minItems and maxItems', { minItems: 1, maxItems: 2 }, [[1], [1, 2]], [[], [1, 2, 3]]],
  ['uniqueItems compares deeply', { uniqueItems: true }, [[1, '1'], [{ a: 1 }, { a: 2 }], [[1], [2]]], [[1, 1], [{ a: 1, b: 2 }, { b: 2, a: 1 }], [[1], [1]]]],
  ['uniqueItems keeps 1 and true apart', { uniqueItems: true }, [[1, true], [0, false], [[1], [true]]], [[true, true]]],
  ['contains', { contains: { const: 5 } }, [[5], [1, 5]], [[], [1]]],
  ['minContains 0', { contains: { const: 5 }, minContains: 0 }, [[], [1], [5]], []],
  ['maxContains', { contains: { const: 5 }, maxContains: 1 }, [[5], [5, 1]], [[5, 5], [1]]],
  ['minLength counts characters, not code units', { minLength: 2, maxLength: 2 }, ['ab', '😀😀', '北京'], ['a', '😀', 'abc']],
  ['pattern finds anywhere', { pattern: 'b+' }, ['abc', 'b', 1], ['ac', '']],
  ['pattern with a hyphen beside a class', { pattern: '^[\\w-\\.]+$' }, ['a-b.c'], ['a b']],
  ['pattern with properties of Unicode', { pattern: '^\\p{L}+$' }, ['é', '北'], ['1', 'a1']],
  ['minimum and maximum are included', { minimum: 1, maximum: 2 }, [1, 2, 1.5, '0'], [0.9, 2.1]],
  ['exclusive bounds', { exclusiveMinimum: 1, exclusiveMaximum: 2 }, [1.5], [1, 2]],
  ['exclusive bounds as booleans, of draft 4', { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 1, exclusiveMinimum: true }, [1.1], [1]],
  ['multipleOf of a fraction', { multipleOf: 0.01 }, [0.07, 4.35, 19.99, 1], [0.075]],
  ['multipleOf of a whole number', { multipleOf: 3 }, [0, 9, -3], [1, 4.5]],
  ['allOf', { allOf: [{ minimum: 1 }, { maximum: 3 }] }, [1, 3], [0, 4]],
  ['anyOf', { anyOf: [{ type: 'string' }, { minimum: 2 }] }, ['a', 2], [1]],
  ['oneOf is exactly one', { oneOf: [{ type: 'integer' }, { minimum: 2 }] }, [1, 2.5], [3, 1.5]],
  ['not', { not: { type: 'null' } }, [1, ''], [null]],
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  ['if, then, else', { if: { properties: { k: { const: 'a' } }, required: ['k'] }, then: { required: ['x'] }, else: { required: ['y'] } }, [{ k: 'a', x: 1 }, { y: 1 }], [{ k: 'a' }, { k: 'b' }]],
  ['if without then', { if: { const: 1 } }, [1, 2], []],
  ['$ref into $defs', { $defs: { city: { type: 'string', minLength: 1 } }, properties: { a: { $ref: '#/$defs/city' } } }, [{ a: 'x' }], [{ a: '' }, { a: 1 }]],
  ['$ref into definitions', { definitions: { n: { type: 'number' } }, items: { $ref: '#/definitions/n' } }, [[1]], [['1']]],
  ['a schema that refers to itself', { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, required: ['v'] } } }, [{ v: 1, next: { v: 2 } }], [{ v: 1, next: {} }]],
  ['$ref with escapes', { $defs: { 'a/b~c': { const: 1 } }, $ref: '#/$defs/a~1b~0c' }, [1], [2]],
  ['keywords beside $ref', { $defs: { n: { type: 'number' } }, $ref: '#/$defs/n', minimum: 2 }, [2], [1, 'a']],
  ['unevaluatedProperties see through allOf', { allOf: [{ properties: { a: {} } }], properties: { b: {} }, unevaluatedProperties: false }, [{ a: 1, b: 1 }], [{ c: 1 }]],
  ['true and {} take everything', { properties: { a: true, b: {} } }, [{ a: null, b: [] }], []],
  ['false takes nothing', { properties: { a: false } }, [{}], [{ a: 1 }]],
  ['nullable of OpenAPI', { type: 'string', nullable: true }, ['a', null], [1]],
  ['nullable with an enum', { type: 'string', enum: ['a'], nullable: true }, ['a', null], ['b']],
  ['nested objects in a list', { items: { type: 'object', properties: { id: { type: 'integer' } }, required: ['id'], additionalProperties: false } }, [[{ id: 1 }]], [[{}], [{ id: '1' }], [{ id: 1, x: 1 }]]],
  ['an unknown keyword says nothing', { 'x-order': 1, type: 'string' }, ['a'], [1]],
  ['a keyword of the wrong kind says nothing', { type: 'string', minLength: 'two' }, ['a', ''], [1]],
  ['a bound beyond every text', { type: 'string', minLength: 1e15 }, [], ['a']],
  ['a bound that JSON cannot hold', { type: 'number', minimum: 1e308, multipleOf: 1e-300 }, [], [1]],
];

test.each(CASES)('%s', (_, schema, right, wrong) => {
  for (const value of right) expect([value, fitsSchema(schema, value)]).toEqual([value, true]);
  for (const value of wrong) expect([value, fitsSchema(schema, value)]).toEqual([value, false]);
  // The list of faults says the same, with the schema below an argument as tools have it.
  const parameters: JsonObject = { type: 'object', properties: { value: schema } };
  const isLocal = JSON.stringify(schema).includes('"#/') || '$schema' in schema;
  if (isLocal) return;
  for (const value of right) expect(validateArguments(parameters, { value })).toEqual([]);
  for (const value of wrong) expect(validateArguments(parameters, { value }).length).toBeGreaterThan(0);
});

const FORMATS: readonly (readonly [format: string, right: readonly string[], wrong: readonly string[]])[] = [
  ['date', ['2026-11-23'], ['23.11.2026', '2026-02-30']],
  ['date-time', ['2026-11-23T10:00:00Z'], ['2026-11-23T10:00:00', '2026-11-23 10:00:00']],
  ['email', ['ada@example.org'], ['ada', 'ada@']],
  ['uri', ['https://example.org/a'], ['example', '/a']],
  ['url', ['https://example.org/a'], ['no address']],
  ['uuid', ['123e4567-e89b-42d3-a456-426614174000'], ['123']],
];

test.each(FORMATS)('format %s is asserted where that is asked for, and an annotation elsewhere', (format, right, wrong) => {
  const schema: JsonObject = { type: 'object', properties: { v: { type: 'string', format } } };
  for (const v of right) expect(validateArguments(schema, { v })).toEqual([]);
  for (const v of wrong) {
    expect(validateArguments(schema, { v }).map((fault) => fault.keyword)).toEqual(['format']);
    expect(validateArguments(schema, { v }, 'annotated')).toEqual([]);
  }
});

test.each(['no-such-format', 'constructor', '__proto__', 'toString'])('the unknown format %s says nothing', (format) => {
  expect(fitsSchema({ type: 'string', format }, 'anything')).toBe(true);
});

test('no text keeps a format busy', () => {
  for (const format of ['url', 'uri', 'uri-reference', 'uri-template', 'email', 'hostname']) {
    for (const text of [`http://${'a'.repeat(40)}!`, `http://${'a.'.repeat(40)}!`, 'a'.repeat(300_000), `http://${'1'.repeat(300_000)}<`]) {
      expect(typeof fitsSchema({ format }, text)).toBe('boolean');
    }
  }
});
