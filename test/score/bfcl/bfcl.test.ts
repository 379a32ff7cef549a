import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { parseArguments } from '../../../src/protocol/reading/arguments.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { bfclMismatch, requiredBfclMismatch, bfclMismatches, type BfclMismatch } from '../../../src/score/bfcl/bfcl.ts';

type Accept = { [parameter: string]: Json[] };

const schema = (properties: JsonObject, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
});

function judge(made: string, accept: Accept | null, parameters: JsonObject | null): BfclMismatch | null {
  const expected = { name: 'f', arguments: null, accept, id: null, after: [], path: 'expect.calls[0]' };
  return bfclMismatch(expected, { id: 'call_1', name: 'f', ...parseArguments(made, parameters) }, parameters);
}

/** Whether the JSON text `value` is accepted for one parameter of that schema; `ok`, or what is wrong. */
function verdict(value: string, accepted: Json[], declared: JsonObject): string {
  return judge(`{"p":${value}}`, { p: accepted }, schema({ p: declared }))?.detail ?? 'ok';
}

const STRING = { type: 'string' };
const INTEGER = { type: 'integer' };
const NUMBER = { type: 'number' };
const ANY = {};
const list = (items?: JsonObject): JsonObject => ({ type: 'array', ...(items && { items }) });
const OBJECT = { type: 'object' };
const float = (text: string): Json => ({ $number: text });

test.each<[string, string, Json[], JsonObject, string]>([
  ['an integer', '5', [5], INTEGER, 'ok'],
  ['another integer', '6', [5], INTEGER, 'value'],
  ['an integer written as a float', '5.0', [5], INTEGER, 'type'],
  ['an integer written with an exponent', '5e0', [5], INTEGER, 'type'],
  ['a float where the first answer is one', '5.0', [float('5.0'), 6], INTEGER, 'ok'],
  ['an integer as text', '"5"', [5], INTEGER, 'type'],
  ['true for 1', 'true', [1], INTEGER, 'type'],
  ['null without a null answer', 'null', [5], INTEGER, 'type'],
  ['null where the first answer is null', 'null', ['', null], INTEGER, 'ok'],
  ['a text where the first answer is a text', '"dontcare"', ['', 'dontcare'], INTEGER, 'ok'],
  ['such a text in another case: it is a variable', '"Dontcare"', ['', 'dontcare'], INTEGER, 'value'],
  ['an integer beyond 2^53', '9007199254740993', [float('9007199254740993')], INTEGER, 'ok'],
  ['its neighbour, the same double', '9007199254740992', [float('9007199254740993')], INTEGER, 'value'],
  ['its neighbour the other way round', '9007199254740993', [9007199254740992], INTEGER, 'value'],
  ['a float', '0.5', [0.5], NUMBER, 'ok'],
  ['an integer for a float', '5', [float('5.0')], NUMBER, 'ok'],
  ['an integer for a float, answer unmarked', '5', [5], NUMBER, 'ok'],
  ['a float for a float, answer unmarked', '5.0', [5], NUMBER, 'ok'],
  ['a float that is off by the last digit', '0.30000000000000004', [0.3], NUMBER, 'value'],
  ['an exponent', '1e-9', [0.000000001], NUMBER, 'ok'],
  ['a big integer for a float is rounded', '9007199254740993', [9007199254740992], NUMBER, 'ok'],
  ['a number as text', '"0.5"', [0.5], NUMBER, 'type'],
  ['a boolean', 'true', [true], { type: 'boolean' }, 'ok'],
  ['1 for true', '1', [true], { type: 'boolean' }, 'type'],
  ['a boolean for a text with boolean answers', 'false', ['', false], STRING, 'ok'],
  ['a number for a text with number answers', '2', [2], STRING, 'ok'],
  ['a float for a text with integer answers', '2.0', [2], STRING, 'type'],
  ['only "" as answer and a wrong type', '5', [''], STRING, 'type'],
  ['only "" as answer and an empty text', '""', [''], STRING, 'ok'],
  ['only "" as answer and another text', '"x"', [''], STRING, 'value'],
  ['no answer at all', '"x"', [], STRING, 'value'],
  ['a parameter without type takes texts', '"X"', ['x'], ANY, 'ok'],
  ['a parameter without type takes the type of the answer', '5', [5], ANY, 'ok'],
  ['a parameter without type, another type', '5', ['x'], ANY, 'type'],
  ['a type among several', '"a"', ['A'], { type: ['null', 'string'] }, 'ok'],
])('%s', (_name, value, accepted, declared, expected) => {
  expect(verdict(value, accepted, declared)).toBe(expected);
});

test.each<[string, string, string, string]>([
  ['case', 'San Francisco', 'san francisco', 'ok'],
  ['spaces and punctuation', 'April 1, 2024', 'april-1/2024', 'ok'],
  ['every ignored character', 'a b,c.d/e-f_g*h^i', 'abcdefghi', 'ok'],
  ['quotes', "it's", 'it"s', 'ok'],
  ['a colon counts', '10:00', '1000', 'value'],
  ['a tab counts', 'a\tb', 'ab', 'value'],
  ['the point of a number is ignored, too', '1.5', '15', 'ok'],
  ['accents count', 'Zürich', 'Zurich', 'value'],
  ['composed and decomposed letters differ', 'é', 'e\u0301', 'value'],
  ['letters of other scripts in another case', 'ΑΘΉΝΑ', 'αθήνα', 'ok'],
])('texts: %s', (_name, made, accepted, expected) => {
  expect(verdict(JSON.stringify(made), ['other', accepted], STRING)).toBe(expected);
});

test.each<[string, string, Json[], JsonObject, string]>([
  ['items in order', '[3, 4]', [[3, 4]], list(INTEGER), 'ok'],
  ['items in another order', '[4, 3]', [[3, 4]], list(INTEGER), 'value'],
  ['one item more', '[3, 4, 5]', [[3, 4]], list(INTEGER), 'value'],
  ['a float among integers', '[3, 4.0]', [[3, 4]], list(INTEGER), 'type'],
  ['integers for floats are no floats inside a list', '[3, 4]', [[float('3.0'), float('4.0')]], list(NUMBER), 'type'],
  ['integers where the answer has integers', '[3, 4]', [[3, 4]], list(NUMBER), 'ok'],
  ['floats where the answer has integers', '[3.0, 4.0]', [[3, 4]], list(NUMBER), 'ok'],
  ['texts compare loosely', '["A b"]', [['ab']], list(STRING), 'ok'],
  ['texts in a deeper list compare exactly', '[["A b"]]', [[['ab']]], list(list(STRING)), 'value'],
  ['lists of lists', '[["ab", 1]]', [[['ab', 1]]], list(list(STRING)), 'ok'],
  ['True == 1 == 1.0 in a deeper list', '[[true, 1.0]]', [[[1, 1]]], list(list(INTEGER)), 'ok'],
  ['another answer of the list', '["b"]', [['a'], ['b']], list(STRING), 'ok'],
  ['"" as an answer fits the empty list', '[]', ['', ['a']], list(STRING), 'ok'],
  ['an empty list without such an answer', '[]', [['a']], list(STRING), 'value'],
  ['no accepted answer at all', '[]', [], list(STRING), 'type'],
  ['a text for a list', '"a"', [['a']], list(STRING), 'type'],
  ['a variable for a list', '"data[0]"', ['data[0]'], list(NUMBER), 'ok'],
  ['a variable is compared exactly', '"Data[0]"', ['data[0]'], list(NUMBER), 'value'],
  ['items without a declared type are texts', '["A"]', [['a']], list({}), 'ok'],
  ['a list without declared items is not looked into', '[1, "A"]', [[1, 'a']], list(), 'ok'],
])('lists: %s', (_name, value, accepted, declared, expected) => {
  expect(verdict(value, accepted, declared)).toBe(expected);
});

test.each<[string, string, Json[], JsonObject, string]>([
  ['every key within its answers', '{"a": "X", "b": 2}', [{ a: ['x', 'y'], b: [1, 2] }], OBJECT, 'ok'],
  ['a value outside them', '{"a": "z"}', [{ a: ['x'] }], OBJECT, 'value'],
  ['a missing key', '{}', [{ a: ['x'] }], OBJECT, 'value'],
  ['a key that may be left out', '{}', [{ a: ['', 'x'] }], OBJECT, 'ok'],
  ['an unexpected key', '{"a": "x", "b": 1}', [{ a: ['x'] }], OBJECT, 'value'],
  ['a key of every object is no key', '{"toString": "x"}', [{ a: ['', 'x'] }], OBJECT, 'value'],
  ['another answer', '{"b": 1}', ['', { a: ['x'] }, { b: [1] }], OBJECT, 'ok'],
  ['True == 1 == 1.0', '{"a": true, "b": 1.0}', [{ a: [1], b: [true] }], OBJECT, 'ok'],
  ['lists in it compare exactly', '{"a": ["X"]}', [{ a: [['x']] }], OBJECT, 'value'],
  ['the same list', '{"a": ["x", 2.0]}', [{ a: [['x', 2]] }], OBJECT, 'ok'],
  ['a nested dict as an accepted value', '{"a": {"b": 1, "c": null}}', [{ a: [{ c: null, b: 1 }] }], OBJECT, 'ok'],
  ['a nested dict whose answer is not a list', '{"a": {"b": 1}}', [{ a: { b: [1] } }], OBJECT, 'value'],
  ['a text for a dict', '"x"', [{ a: ['x'] }], OBJECT, 'type'],
  ['a list of dicts', '[{"a": "X"}, {"a": 2}]', [[{ a: ['x'] }, { a: [2] }]], list(OBJECT), 'ok'],
  ['a list of dicts in another order', '[{"a": 2}, {"a": "x"}]', [[{ a: ['x'] }, { a: [2] }]], list(OBJECT), 'value'],
  ['too few dicts', '[{"a": "x"}]', [[{ a: ['x'] }, { a: [2] }]], list(OBJECT), 'value'],
  ['no dicts where "" is an answer', '[]', [''], list(OBJECT), 'ok'],
  ['something else among dicts', '[1]', [[{ a: ['x'] }]], list(OBJECT), 'type'],
])('dicts: %s', (_name, value, accepted, declared, expected) => {
  expect(verdict(value, accepted, declared)).toBe(expected);
});

const TWO = schema({ city: STRING, days: INTEGER }, ['city']);

test.each<[string, string, Accept, BfclMismatch | null]>([
  ['everything right', '{"city":"Paris","days":2}', { city: ['paris'], days: [2] }, null],
  ['left out where "" allows it', '{"city":"Paris"}', { city: ['paris'], days: ['', 2] }, null],
  [
    'left out without ""',
    '{"city":"Paris"}',
    { city: ['paris'], days: [2, 3] },
    { path: 'days', expected: { $oneOf: [2, 3] }, actual: null, detail: 'missing' },
  ],
  [
    'a required parameter left out in spite of ""',
    '{"days":2}',
    { city: ['', 'Paris'], days: [2] },
    { path: 'city', expected: 'Paris', actual: null, detail: 'missing' },
  ],
  [
    'a declared parameter that no answer names',
    '{"city":"Paris","days":2}',
    { city: ['Paris'] },
    { path: 'days', expected: null, actual: 2, detail: 'unexpected' },
  ],
  [
    'an undeclared parameter that the answer names',
    '{"city":"Paris","x y":1}',
    { city: ['Paris'], 'x y': [1] },
    { path: '["x y"]', expected: null, actual: 1, detail: 'unexpected' },
  ],
  [
    'a parameter named like a method of objects',
    '{"city":"Paris","constructor":1}',
    { city: ['Paris'] },
    { path: 'constructor', expected: null, actual: 1, detail: 'unexpected' },
  ],
  [
    'a wrong value',
    '{"city":"Rome"}',
    { city: ['Paris'] },
    { path: 'city', expected: 'Paris', actual: 'Rome', detail: 'value' },
  ],
  [
    'arguments that are no object',
    '{"city":',
    { city: ['Paris'] },
    { path: '', expected: null, actual: '{"city":', detail: 'malformed' },
  ],
])('a call: %s', (_name, made, accept, expected) => {
  expect(judge(made, accept, TWO)).toEqual(expected);
});

test('every wrong parameter is told once, the one that decides first', () => {
  const expected = {
    name: 'f',
    arguments: null,
    accept: { city: ['Paris'], days: [2], unit: ['C'] },
    id: null,
    after: [],
    path: '',
  };
  const call = { id: '1', name: 'f', ...parseArguments('{"days":"2","more":1}') };
  const parameters = schema({ city: STRING, days: INTEGER, unit: STRING }, ['city']);
  expect([...bfclMismatches(expected, call, parameters)].map(({ path, detail }) => [path, detail])).toEqual([
    ['city', 'missing'],
    ['days', 'type'],
    ['more', 'unexpected'],
    ['unit', 'missing'],
  ]);
});

test('a call of another function does not fit', () => {
  const expected = { name: 'g', arguments: null, accept: {}, id: null, after: [], path: '' };
  const call = { id: '1', name: 'f', ...parseArguments('{}') };
  expect(bfclMismatch(expected, call, schema({}))).toEqual({ path: '', expected: 'g', actual: 'f', detail: 'name' });
});

test('without accepted answers any arguments will do; without a schema the answers alone decide', () => {
  expect(judge('{"a":1}', null, TWO)).toBeNull();
  expect(judge('{"a":1}', { a: [1] }, null)).toBeNull();
  expect(judge('{"a":1.0}', { a: [1] }, null)?.detail).toBe('type');
});

test('the required parameters can be judged alone', () => {
  const expected = {
    name: 'f',
    arguments: null,
    accept: { city: ['Paris'], days: [2] },
    id: null,
    after: [],
    path: '',
  };
  const judged = (made: string): string =>
    requiredBfclMismatch(expected, { id: '1', name: 'f', ...parseArguments(made) }, TWO)?.detail ?? 'ok';
  expect(judged('{"city":"Paris"}')).toBe('ok');
  expect(judged('{"city":"Paris","days":9,"more":1}')).toBe('ok');
  expect(judged('{"city":"Rome","days":2}')).toBe('value');
  expect(judged('{"days":2}')).toBe('missing');
});

test('whatever is accepted verbatim is accepted with other spacing and punctuation around it', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.constantFrom(' ', ',', '.', '/', '-', '_', '*', '^'), { maxLength: 4 }),
      (text, noise) => {
        const spelled = noise.join('') + text + noise.join('');
        expect(verdict(JSON.stringify(spelled), [text], STRING)).toBe('ok');
      },
    ),
  );
});

test('any JSON value equals itself inside a dict, with numbers written as floats, too', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const text = JSON.stringify(value);
      const floats = JSON.stringify(JSON.parse(text, (_key, v: Json) => (Number.isSafeInteger(v) ? { f: v } : v)));
      const written = floats.replaceAll(/\{"f":(-?\d+)\}/g, '$1.0');
      const answer = [{ a: [JSON.parse(text) as Json] }];
      expect(verdict(`{"a":${text}}`, answer, OBJECT)).toBe('ok');
      expect(verdict(`{"a":${written}}`, answer, OBJECT)).toBe('ok');
    }),
  );
});
