import { Validator } from '@cfworker/json-schema';
import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { withoutOptionalNulls } from '../../../src/match/schema/optional-null.ts';
import { fitsSchema, schemaDefects, validateArguments } from '../../../src/match/schema/schema.ts';
import { quickVerdict, surelyValid } from '../../../src/match/schema/schema-quick.ts';

const FLAT: JsonObject = {
  type: 'object',
  properties: {
    city: { type: 'string', description: 'name' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    days: { type: 'integer', minimum: 1, maximum: 7 },
    tags: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2 },
  },
  required: ['city'],
  additionalProperties: false,
};
const DEFS: JsonObject = {
  type: 'object',
  properties: { to: { $ref: '#/$defs/Place' }, also: { type: 'array', items: { $ref: '#/$defs/Place' } } },
  $defs: {
    Place: {
      type: 'object',
      properties: { 'zip code': { type: 'string', pattern: '^\\d+$' } },
      required: ['zip code'],
    },
  },
};

function faults(schema: JsonObject, args: JsonObject): readonly unknown[] {
  return validateArguments(schema, args).map(({ path, keyword }) => [path, keyword]);
}

test.each<readonly [string, JsonObject, JsonObject]>([
  ['all of them', FLAT, { city: 'Paris', unit: 'celsius', days: 7, tags: ['a', 'b'] }],
  ['the required ones', FLAT, { city: '' }],
  ['a whole number written 5.0', FLAT, { city: 'a', days: JSON.parse('5.0') as number }],
  ['what no property is declared for', { type: 'object', properties: {} }, { a: 1 }],
  ['a reference', DEFS, { to: { 'zip code': '75001' } }],
  ['an empty schema', {}, { a: 1 }],
  ['a nullable type', { type: 'object', properties: { a: { type: ['string', 'null'] } } }, { a: null }],
  [
    'OpenAPI nullable',
    { type: 'object', properties: { a: { type: 'string', enum: ['x'], nullable: true } } },
    { a: null },
  ],
  ['an unknown format', { properties: { a: { type: 'string', format: 'currency' } } }, { a: 'x' }],
  ['one of several', { properties: { a: { anyOf: [{ type: 'string' }, { type: 'number' }] } } }, { a: 1 }],
  [
    'a reference elsewhere',
    { properties: { a: { $ref: '#/components/schemas/A' } }, components: { schemas: { A: { type: 'number' } } } },
    { a: 1 },
  ],
  ['a property named $ref', { type: 'object', properties: { $ref: { type: 'string' } } }, { $ref: '#/nowhere' }],
  ['an astral length', { properties: { a: { type: 'string', maxLength: 1 } } }, { a: '😀' }],
  ['prefixItems', { properties: { a: { prefixItems: [{ type: 'string' }], items: false } } }, { a: ['x'] }],
  [
    'draft 7 tuples',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: { a: { items: [{ type: 'string' }], additionalItems: false } },
    },
    { a: ['x'] },
  ],
  [
    'a recursive schema',
    { type: 'object', properties: { child: { $ref: '#' }, n: { type: 'number' } } },
    { child: { child: { n: 1 } } },
  ],
])('%s: valid', (_, schema, args) => {
  expect(faults(schema, args)).toEqual([]);
});

test.each<readonly [string, JsonObject, JsonObject, readonly (readonly [string, string])[]]>([
  ['a missing one', FLAT, {}, [['city', 'required']]],
  [
    'several at once',
    FLAT,
    { city: 1, unit: 'kelvin', days: 6.5 },
    [
      ['city', 'type'],
      ['unit', 'enum'],
      ['days', 'type'],
    ],
  ],
  ['an undeclared one', FLAT, { city: 'a', country: 'FR' }, [['country', 'additionalProperties']]],
  ['an element', FLAT, { city: 'a', tags: ['x', 5] }, [['tags[1]', 'type']]],
  ['too many', FLAT, { city: 'a', tags: ['x', 'y', 'z'] }, [['tags', 'maxItems']]],
  ['a bound', FLAT, { city: 'a', days: 8 }, [['days', 'maximum']]],
  ['behind a reference', DEFS, { to: { 'zip code': 'x' } }, [['to["zip code"]', 'pattern']]],
  ['missing behind a reference', DEFS, { also: [{}] }, [['also[0]["zip code"]', 'required']]],
  [
    'no alternative',
    { properties: { a: { anyOf: [{ type: 'string' }, { type: 'object', required: ['b'] }] } } },
    { a: 5 },
    [['a', 'anyOf']],
  ],
  ['two of one', { oneOf: [{ required: ['a'] }, { required: ['b'] }] }, { a: 1, b: 1 }, [['', 'oneOf']]],
  ['a date', { properties: { a: { type: 'string', format: 'date' } } }, { a: '2026-02-30' }, [['a', 'format']]],
  [
    'unevaluated',
    { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    { a: 1, b: 2 },
    [['b', 'unevaluatedProperties']],
  ],
  ['a conditional', { if: { required: ['a'] }, else: { required: ['b'] } }, { c: 1 }, [['b', 'required']]],
  ['a forbidden property', { properties: { a: false } }, { a: 1 }, [['a', 'properties']]],
  ['a name', { propertyNames: { pattern: '^a' } }, { b: 1 }, [['', 'propertyNames']]],
  ['a constant', { properties: { a: { const: 'x' } } }, { a: 'y' }, [['a', 'const']]],
  ['a multiple', { properties: { a: { multipleOf: 0.1 } } }, { a: 0.35 }, [['a', 'multipleOf']]],
  ['null in a required one', FLAT, { city: null }, [['city', 'type']]],
])('%s: invalid', (_, schema, args, expected) => {
  expect(faults(schema, args)).toEqual(expected);
});

test('a fault shows the keyword, the operand and the value', () => {
  const [fault] = validateArguments(FLAT, { city: 'a', unit: 'kelvin' });
  expect(fault).toEqual({
    path: 'unit',
    keyword: 'enum',
    message: 'expected one of "celsius", "fahrenheit", found "kelvin"',
    expected: { enum: ['celsius', 'fahrenheit'] },
    actual: 'kelvin',
  });
});

test('null for what is optional is a fault, unless it is taken out first', () => {
  const nested = { type: 'object', properties: { f: FLAT, g: { anyOf: [FLAT, { type: 'null' }] } } };
  const args = { f: { city: 'a', unit: null }, g: { city: 'b', days: null } };
  expect(faults(nested, withoutOptionalNulls(nested, args))).toEqual([]);
  expect(faults(nested, args).length).toBeGreaterThan(0);
  expect(faults(FLAT, withoutOptionalNulls(FLAT, { city: null }))).toHaveLength(1);
  expect(faults(FLAT, withoutOptionalNulls(FLAT, { city: 'a', zip: null }))).toHaveLength(1);
});

test('without a schema any arguments are valid', () => {
  expect(validateArguments(null, { a: 1 })).toEqual([]);
});

test.each<readonly [string, JsonObject, JsonObject, string]>([
  ['a type that JSON Schema lacks', { properties: { a: { type: 'float' } } }, { a: 'x' }, 'properties.a.type'],
  ['a pattern that does not compile', { properties: { a: { pattern: '(' } } }, { a: 'x' }, 'properties.a.pattern'],
  ['a reference to nothing', { properties: { a: { $ref: '#/$defs/no' } } }, { a: 'x' }, 'properties.a.$ref'],
  ['draft 3 required', { properties: { a: { type: 'string', required: true } } }, {}, 'properties.a.required'],
  ['properties as a list', { properties: [] }, { a: 1 }, 'properties'],
  ['an enum that is no list', { properties: { a: { enum: 'x' } } }, { a: 'y' }, 'properties.a.enum'],
  ['a schema that is a text', { properties: { a: 'string' } }, { a: 1 }, 'properties.a'],
])('%s constrains nothing, and is named', (_, schema, args, path) => {
  expect(faults(schema, args)).toEqual([]);
  expect(schemaDefects(schema).map((defect) => defect.path)).toEqual([path]);
});

test.each([{ $ref: '#' }, { $ref: 'https://example.com/other.json' }])(
  '%j crashes nothing, and is named once met',
  (schema) => {
    expect(faults(schema, { a: 1 })).toEqual([]);
    expect(faults(schema, { a: 2 })).toEqual([]);
    expect(schemaDefects(schema)).toHaveLength(1);
  },
);

test('escapes that only other dialects allow are understood', () => {
  const schema = { properties: { a: { type: 'string', pattern: '^\\-\\d\\_$' } } };
  expect(schemaDefects(schema)).toEqual([]);
  expect(faults(schema, { a: '-5_' })).toEqual([]);
  expect(faults(schema, { a: '5' })).toEqual([['a', 'pattern']]);
});

test('a schema is left as it was, also when it is frozen', () => {
  const schema = JSON.parse(JSON.stringify(DEFS), (_, value: unknown) => Object.freeze(value)) as JsonObject;
  expect(faults(schema, { to: {} })).toEqual([['to["zip code"]', 'required']]);
  expect(Object.getOwnPropertyNames(schema)).toEqual(Object.keys(DEFS));
});

test('a schema may be a boolean, and the value anything', () => {
  expect([fitsSchema(true, 1), fitsSchema(false, 1)]).toEqual([true, false]);
  expect(fitsSchema({ type: 'string', format: 'email' }, 'a@b.example')).toBe(true);
  expect(fitsSchema({ type: 'string', format: 'email' }, 'nobody')).toBe(false);
});

test('the quick check leaves to the validator what it does not know', () => {
  expect(surelyValid(FLAT, { city: 'a' })).toBe(true);
  expect(surelyValid({ ...FLAT, oneOf: [true] }, { city: 'a' })).toBe(false);
  expect(surelyValid({ type: 'object', properties: { a: { format: 'date' } } }, { a: '2026-01-01' })).toBe(false);
  expect(surelyValid({ additionalProperties: false, properties: {} }, { a: 1 })).toBe(false);
  expect(surelyValid({ additionalProperties: { type: 'string' }, properties: {} }, { a: 1 })).toBe(false);
  expect(surelyValid({ type: 'object', required: 'a' }, {})).toBe(false);
});

const scalar = fc.oneof(fc.constantFrom<Json>('a', 'b', '', 1, 2.5, null, true), fc.integer({ min: -3, max: 3 }));
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('p', 'q', 'r'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const schemaOf = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc
    .uniqueArray(
      fc.oneof(
        keyword('type', fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null')),
        keyword('enum', fc.array(scalar, { minLength: 5, maxLength: 9 })),
        keyword('properties', fc.dictionary(fc.constantFrom('p', 'q'), tie('schema'), { maxKeys: 2 })),
        keyword('required', fc.uniqueArray(fc.constantFrom('p', 'q'), { maxLength: 2 })),
        keyword('additionalProperties', fc.boolean()),
        keyword('items', tie('schema')),
        keyword('minimum', fc.integer({ min: -2, max: 2 })),
        keyword('maxItems', fc.nat(2)),
        keyword('format', fc.constant('date')),
      ),
      { maxLength: 3, selector: ([key]) => key, depthIdentifier: 'schema' },
    )
    .map((entries): JsonObject => Object.fromEntries(entries)),
})).schema;

function keyword(name: string, operand: fc.Arbitrary<Json>): fc.Arbitrary<[string, Json]> {
  return operand.map((one) => [name, one]);
}

test("where the quick check has a verdict, it is the validator's", () => {
  const agreed = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(schemaOf, value, (schema, one) => {
      const verdict = quickVerdict(schema, one);
      if (verdict === null) return;
      agreed[verdict ? 'valid' : 'invalid'] += 1;
      expect(new Validator(structuredClone(schema), '2020-12').validate(one).valid).toBe(verdict);
    }),
    { numRuns: 5000 },
  );
  expect(Math.min(agreed.valid, agreed.invalid)).toBeGreaterThan(500);
});

test('a schema says the same of a value with and without the quick check', () => {
  fc.assert(
    fc.property(schemaOf, value, (schema, one) => {
      expect(fitsSchema(schema, one)).toBe(new Validator(structuredClone(schema), '2020-12').validate(one).valid);
    }),
    { numRuns: 2000 },
  );
});
