import { expect, test } from 'vitest';
import { readGroundTruth } from '../../../src/import/bfcl/bfcl-accept.ts';
import { parseMarked } from '../../../src/json/exact-json.ts';

const SCHEMAS = new Map([
  [
    'geo_find',
    {
      type: 'object',
      properties: {
        text: { type: 'string' },
        near: { type: 'number' },
        count: { type: 'integer' },
        point: { type: 'array', items: { type: 'number' } },
        options: { type: 'object' },
      },
    },
  ],
]);
const read = (truth: string): unknown => readGroundTruth(parseMarked(truth), SCHEMAS);
const accept = (values: string): unknown => (read(`[{"geo.find":${values}}]`) as [{ accept: unknown }])[0].accept;

test('accepted answers become expected calls under the name that is sent', () => {
  expect(read('[{"geo.find": {"text": ["", "a"]}}, {"geo.find": {}}]')).toEqual([
    { name: 'geo_find', accept: { text: ['', 'a'] } },
    { name: 'geo_find', accept: {} },
  ]);
  expect(read('[]')).toEqual([]);
});

test.each([
  ['a float for a number parameter needs no mark', '{"near": [5.0, 1e3]}', { near: [5, 1000] }],
  ['a float in a list keeps its mark', '{"point": [[5.0, 6, 0.5]]}', { point: [[{ $number: '5.0' }, 6, 0.5]] }],
  ['an exponent that is no integer needs none', '{"point": [[1e-05]]}', { point: [[0.00001]] }],
  [
    'a float for another type keeps its mark',
    '{"text": [2.0], "count": [3.0]}',
    {
      text: [{ $number: '2.0' }],
      count: [{ $number: '3.0' }],
    },
  ],
  ['inside dicts the value alone counts', '{"options": [{"a": [1.0, [2.0]]}]}', { options: [{ a: [1, [2]] }] }],
  [
    'integers beyond 2^53 stay exact everywhere',
    '{"near": [9007199254740993], "options": [{"a": [9007199254740993]}]}',
    {
      near: [{ $number: '9007199254740993' }],
      options: [{ a: [{ $number: '9007199254740993' }] }],
    },
  ],
  ['an undeclared parameter is kept', '{"other": [1.0]}', { other: [{ $number: '1.0' }] }],
])('numbers: %s', (_name, values, expected) => {
  expect(accept(values)).toEqual(expected);
});

test.each([
  ['{}', '`ground_truth` must be a list of calls'],
  ['[5]', 'ground_truth[0]: expected `{function: {parameter: [accepted values]}}`'],
  ['[{"geo.find": {}, "b": {}}]', 'ground_truth[0]: expected `{function: {parameter: [accepted values]}}`'],
  [
    '[{"geo.find": {}}, {"geo.lost": {}}]',
    'ground_truth[1]: the function `geo.lost` is not among the functions of the question',
  ],
  ['[{"geo.find": []}]', 'ground_truth[0]: the parameters of `geo.find` must be an object'],
  ['[{"geo.find": {"text": "a"}}]', 'ground_truth[0]: the accepted values of `text` must be a list'],
])('what is wrong with %s is said', (truth, message) => {
  expect(read(truth)).toBe(message);
});
