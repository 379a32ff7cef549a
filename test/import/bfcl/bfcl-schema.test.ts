import { expect, test } from 'vitest';
import type { Json } from '../../../src/json/json.ts';
import { toJsonSchema } from '../../../src/import/bfcl/bfcl-schema.ts';
import { sentName } from '../../../src/import/sent-name.ts';

const convert = (schema: Json): Json => toJsonSchema(schema, new Set());

test.each<[string, Json, Json]>([
  ['dict', { type: 'dict', properties: {} }, { type: 'object', properties: {} }],
  ['float', { type: 'float', description: 'x' }, { type: 'number', description: 'x' }],
  ['tuple with items', { type: 'tuple', items: { type: 'float' } }, { type: 'array', items: { type: 'number' } }],
  ['any', { type: 'any', description: 'x' }, { description: 'x' }],
  ['items of any', { type: 'array', items: { type: 'any' } }, { type: 'array', items: {} }],
  ['a type of JSON Schema', { type: 'integer', minimum: 1 }, { type: 'integer', minimum: 1 }],
  ['a property named type', { properties: { type: { type: 'dict' } } }, { properties: { type: { type: 'object' } } }],
  [
    'properties named as keywords',
    { properties: { items: { type: 'any' }, properties: { type: 'float' } } },
    {
      properties: { items: {}, properties: { type: 'number' } },
    },
  ],
  [
    'a schema in additionalProperties',
    { additionalProperties: { type: 'dict' } },
    { additionalProperties: { type: 'object' } },
  ],
  ['no schema there', { additionalProperties: false }, { additionalProperties: false }],
  ['alternatives', { anyOf: [{ type: 'float' }, { type: 'null' }] }, { anyOf: [{ type: 'number' }, { type: 'null' }] }],
  [
    'defaults and enums are data',
    { default: { type: 'dict' }, enum: [{ type: 'float' }] },
    {
      default: { type: 'dict' },
      enum: [{ type: 'float' }],
    },
  ],
  [
    'every level',
    {
      type: 'dict',
      properties: { a: { type: 'array', items: { type: 'dict', properties: { b: { type: 'tuple' } } } } },
    },
    {
      type: 'object',
      properties: { a: { type: 'array', items: { type: 'object', properties: { b: { type: 'array' } } } } },
    },
  ],
])('types become those of JSON Schema: %s', (_name, schema, expected) => {
  expect(convert(schema)).toEqual(expected);
});

test('a type that nobody knows is left out and named', () => {
  const unknown = new Set<string>();
  expect(toJsonSchema({ properties: { a: { type: 'HashMap' } } }, unknown)).toEqual({ properties: { a: {} } });
  expect([...unknown]).toEqual(['HashMap']);
});

test('dots in names are sent as underscores', () => {
  expect(sentName('math.toolkit.sum_of')).toBe('math_toolkit_sum_of');
});
