import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { parseArguments } from '../../../src/protocol/reading/arguments.ts';
import { scanJson } from '../../../src/json/json-scan.ts';
import type { Json } from '../../../src/json/json.ts';

const NEEDS_CITY = { type: 'object', required: ['city'] };

test.each<[Json | undefined, string]>([
  ['{"city":"Par', 'truncated'],
  ['{', 'truncated'],
  ['{"a":tru', 'truncated'],
  ['{"a":-', 'truncated'],
  ['{"a":"\\u12', 'truncated'],
  ['{"city":{"city":"Paris"}', 'truncated'],
  ['{"a":1}{"b":2}', 'concatenated'],
  ['{}\n{"a":1}', 'concatenated'],
  ['{"a":1}\nDone.', 'bad-json'],
  ['{"a":1}}', 'bad-json'],
  ['Sure! {"a":1}', 'bad-json'],
  ["{'a':1}", 'bad-json'],
  ["{'a':", 'bad-json'],
  ['{"a":True}', 'bad-json'],
  ['{"a":NaN}', 'bad-json'],
  ['{"a":01}', 'bad-json'],
  ['{"a":1,}', 'bad-json'],
  ['{"a":"x\ny"}', 'bad-json'],
  ['{"a":"\\d"}', 'bad-json'],
  ['```json\n{}\n```', 'bad-json'],
  ['"{\\"a\\":1}"', 'double-encoded'],
  ['"[1]"', 'not-an-object'],
  ['"x"', 'not-an-object'],
  ['[{"a":1}]', 'not-an-object'],
  ['null', 'not-an-object'],
  ['5', 'not-an-object'],
  [[1], 'not-an-object'],
  [true, 'not-an-object'],
  ['', 'empty'],
  [' \n', 'empty'],
  [null, 'empty'],
  [undefined, 'empty'],
])('%j is %s', (raw, kind) => {
  expect(parseArguments(raw, NEEDS_CITY)).toMatchObject({ arguments: null, malformed: kind, written: null });
});

test.each<[Json | undefined, Parameters<typeof parseArguments>[1], unknown]>([
  ['', undefined, null],
  ['', null, {}],
  ['', {}, {}],
  [undefined, { required: [] }, {}],
  [null, NEEDS_CITY, null],
])('no arguments (%j) under the schema %j are %j', (raw, schema, value) => {
  expect(parseArguments(raw, schema)).toMatchObject({ rawArguments: '', arguments: value });
});

test('an object in place of text is taken as it is, its text written out', () => {
  const raw = { city: 'Paris' };
  const parsed = parseArguments(raw);
  expect(parsed).toEqual({ rawArguments: '{"city":"Paris"}', arguments: raw, malformed: null, written: null });
});

test('numbers that JSON.parse does not give back keep their written form, by path', () => {
  const text = '{"a":5.0,"b":[1e3,{"c d":12345678901234567890}],"e":0.30000000000000000001,"f":-0,"g":1.50}';
  expect(parseArguments(text).written).toEqual({
    a: '5.0',
    'b[0]': '1e3',
    'b[1]["c d"]': '12345678901234567890',
    e: '0.30000000000000000001',
    f: '-0',
    g: '1.50',
  });
  for (const plain of ['{"a":5,"b":1.5,"c":-3,"d":9007199254740991}', '{"a":"5.0 and 1e3","b":0}', '{"__proto__":1}']) {
    expect(parseArguments(plain).written).toBeNull();
  }
});

test('a key named __proto__ is an argument like any other', () => {
  expect(Object.keys(parseArguments('{"__proto__":5.0}').arguments ?? {})).toEqual(['__proto__']);
});

test('whatever JSON.stringify writes is read back, and any text gives a value or a kind', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = JSON.stringify(value);
      expect(parseArguments(text).arguments).toEqual(JSON.parse(text));
      expect(parseArguments(text + text).malformed).toBe('concatenated');
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parseArguments(text, NEEDS_CITY);
      expect(parsed.arguments === null).toBe(parsed.malformed !== null);
    }),
  );
});

test('the scanner finds the end of what JSON.parse reads, and calls every proper beginning of an object truncated', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\n', '\t'), (value, space) => {
      const text = JSON.stringify({ value }, null, space);
      expect(scanJson(`${text} x`)).toEqual({ kind: 'value', end: text.length });
      for (let end = 0; end < text.length; end += 1) expect(scanJson(text.slice(0, end)).kind).toBe('truncated');
    }),
    { numRuns: 50 },
  );
});

test('the scanner takes nothing that JSON.parse refuses', () => {
  const pieces = fc.array(
    fc.constantFrom('{', '}', '[', ']', '"', 'a', ':', ',', '1', '-', '.', 'e', '\\', 'true', ' ', '\n'),
  );
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const scan = scanJson(text);
      const read = scan.kind === 'value' ? text.slice(0, scan.end) : text;
      const parse = (): unknown => JSON.parse(read);
      if (scan.kind === 'value') expect(parse).not.toThrow();
      else expect(parse).toThrow();
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['[', ']'],
  ['{"a":', '}'],
])('arguments that nest thousands of levels of %s are malformed, not a crash', (open, close) => {
  const deep = (levels: number): string => `{"x":${open.repeat(levels)}1${close.repeat(levels)}}`;
  expect(parseArguments(deep(20_000)).malformed).toBe('bad-json');
  expect(parseArguments(deep(400)).malformed).toBeNull();
  expect(parseArguments(`{"text":${JSON.stringify('['.repeat(5000))}}`).malformed).toBeNull();
});
