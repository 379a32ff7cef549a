import { expect, test } from 'vitest';
import type { Json } from '../../src/json/json.ts';
import { FAIL_REASONS } from '../../src/domain/score.ts';
import type { Problem } from '../../src/domain/score.ts';
import { describeMatcher } from '../../src/match/describe.ts';
import { explainProblem } from '../../src/score/explain/explain.ts';

const CALLS = [{ name: 'search_products' }, { name: 'get_weather' }];

function problem(
  code: Problem['code'],
  path: string,
  expected: Json,
  actual: Json,
  detail: string | null = null,
): Problem {
  return { code, path, expected, actual, detail };
}

const SENTENCES: readonly (readonly [Problem, string])[] = [
  [
    problem('truncated', 'steps[0]', null, 'length', 'max_tokens'),
    'step 1: the response hit the length limit; raise max_tokens',
  ],
  [problem('empty-turn', 'steps[1]', null, null), 'step 2: the response is empty: no text and no call'],
  [
    problem('malformed-call', 'calls[1]', null, '{"city":', 'bad-json'),
    'call 2 get_weather: the arguments are not valid JSON: "{\\"city\\":"',
  ],
  [
    problem('malformed-call', 'calls[1]', null, '{}{}', 'concatenated'),
    'call 2 get_weather: the arguments are several JSON objects in a row: "{}{}"',
  ],
  [
    problem('choice-ignored', 'steps[0]', 'none', ['get_weather']),
    'step 1: called get_weather, though tool_choice was none',
  ],
  [problem('choice-ignored', 'steps[0]', 'required', []), 'step 1: called no tool, though tool_choice was required'],
  [
    problem('choice-ignored', 'steps[0]', { name: 'get_weather' }, ['a', 'b']),
    'step 1: called a, b, though tool_choice named get_weather',
  ],
  [
    problem('called-tool', 'calls[0]', null, { name: 'get_weather', arguments: { city: 'Paris' } }),
    'call 1 search_products: called get_weather(city: "Paris"), expected no call',
  ],
  [
    problem('forbidden-call', 'calls[7]', null, { name: 'delete_all', arguments: {} }),
    'call 8: called delete_all(), which is forbidden',
  ],
  [
    problem(
      'wrong-tool',
      'calls[0]',
      { name: 'get_weather', arguments: { city: { $contains: '北京' } } },
      { name: 'f', arguments: {} },
      'namespace',
    ),
    'call 1 search_products: called f() (no such tool: the namespace differs), expected get_weather(city: something containing "北京")',
  ],
  [
    problem('wrong-tool', 'calls[0]', null, { name: 'f', arguments: {} }, 'unknown'),
    'call 1 search_products: called f() (no such tool), expected a declared tool',
  ],
  [
    problem('missing-call', 'expect.calls[0]', { name: 'get_weather', arguments: { city: 'Paris' } }, null),
    'expected the call get_weather(city: "Paris"), but it was not made',
  ],
  [problem('missing-call', 'expect.calls', 'any', null), 'expected a call of any tool, but it was not made'],
  [
    problem('missing-call', 'expect.calls[0]', { name: 'f' }, null, 'text-leak'),
    'expected the call f, but it was not made; markup of a call stands in the text',
  ],
  [
    problem('extra-call', 'calls[1]', null, { name: 'get_weather', arguments: '{' }),
    'call 2 get_weather: called get_weather("{"), which is one call more than expected',
  ],
  [
    problem('invalid-arguments', 'calls[1].arguments.unit', { enum: ['c', 'f'] }, 'k', 'enum'),
    'call 2 get_weather: unit is "k", but the tool\'s schema allows only "c", "f"',
  ],
  [
    problem('invalid-arguments', 'calls[1].arguments.city', { required: ['city'] }, null, 'required'),
    "call 2 get_weather: city is missing, though the tool's schema requires it",
  ],
  [
    problem('invalid-arguments', 'calls[1].arguments.days', { type: ['integer', 'null'] }, 1.5, 'type'),
    "call 2 get_weather: days is 1.5, but the tool's schema wants type integer or null",
  ],
  [
    problem('invalid-arguments', 'calls[1].arguments.x', { additionalProperties: false }, 1, 'additionalProperties'),
    "call 2 get_weather: x is 1, but the tool's schema declares no such property",
  ],
  [
    problem('invalid-arguments', 'calls[1].arguments.days', { maximum: 7 }, 8, 'maximum'),
    "call 2 get_weather: days is 8, which breaks the tool's schema: maximum 7",
  ],
  [
    problem('wrong-arguments', 'calls[1].arguments.city', { $regex: '^Paris$' }, 'Paris, FR', '$regex'),
    'call 2 get_weather: city is "Paris, FR", expected text matching /^Paris$/',
  ],
  [
    problem('wrong-arguments', 'calls[1].arguments["a b"][2].c', 5, null, 'missing'),
    'call 2 get_weather: ["a b"][2].c is missing, expected 5',
  ],
  [
    problem('wrong-arguments', 'calls[1].arguments.note', null, 'hi', 'unexpected'),
    'call 2 get_weather: note is "hi", expected to be left out',
  ],
  [
    problem('wrong-arguments', 'calls[1].arguments', { $schema: { type: 'object' } }, {}, '$schema'),
    'call 2 get_weather: the arguments are {}, expected a value valid against {"type":"object"}',
  ],
  [
    problem('wrong-order', 'calls[1]', { afterStep: 2, after: 'search_products' }, { step: 1 }),
    'call 2 get_weather: came in step 1, expected after search_products of step 2',
  ],
  [
    problem('not-parallel', 'expect.calls', ['get_weather', 'get_weather'], [1, 2]),
    'expected get_weather, get_weather in one step, but they came in steps 1, 2',
  ],
  [problem('too-many-steps', 'steps[7]', 8, 8), 'still calling tools after 8 steps'],
  [
    problem('wrong-answer', 'steps[1]', '22', 'It is warm', 'contains'),
    'the final answer is "It is warm", expected to contain "22"',
  ],
  [problem('wrong-answer', 'steps[1]', '^a', 'b', 'matches'), 'the final answer is "b", expected text matching /^a/'],
  [
    problem('wrong-answer', 'expect.final', 'a', null, 'not'),
    'there is no final answer, expected no text matching /a/',
  ],
  [
    problem('wrong-state', 'state.orders.o1.status', 'cancelled', 'pending', null),
    'state.orders.o1.status is "pending", expected "cancelled"',
  ],
  [problem('wrong-state', 'state.note', 'x', null, 'missing'), 'state.note is missing, expected "x"'],
  [problem('wrong-state', 'state.note', null, 5, 'unexpected'), 'state.note is 5, expected not to be there'],
  [problem('wrong-state', 'state', null, 12, 'more'), 'the state differs in 12 more places'],
  [problem('wire', 'steps[0]', null, 'A call has no id.', 'call-id'), 'step 1: call-id: A call has no id.'],
];

test.each(SENTENCES)('%j is said so', (one, sentence) => {
  expect(explainProblem(one, { calls: CALLS })).toBe(sentence);
});

test('every reason has a sentence', () => {
  expect(new Set(SENTENCES.map(([one]) => one.code))).toEqual(new Set(FAIL_REASONS));
});

test('without the calls of the trial a call is named by its number', () => {
  const one = problem('wrong-arguments', 'calls[1].arguments.city', 'Paris', 'Rome');
  expect(explainProblem(one)).toBe('call 2: city is "Rome", expected "Paris"');
});

test('long values are cut in the middle', () => {
  const sentence = explainProblem(
    problem('wrong-arguments', 'calls[0].arguments.a', 'x'.repeat(500), '😀'.repeat(500)),
  );
  expect(sentence.length).toBeLessThan(500);
  expect(sentence).toContain('…');
  expect(sentence.isWellFormed()).toBe(true);
});

test('problems of an unforeseen shape are still said', () => {
  for (const code of FAIL_REASONS) expect(explainProblem(problem(code, '', null, null))).toMatch(/\S/);
});

test.each<readonly [Json, string]>([
  ['a', '"a"'],
  [{ a: 1 }, '{"a":1}'],
  [{ a: { $any: true }, b: [{ $type: 'string' }] }, '{ a: anything, b: [a value of type string] }'],
  [{ $oneOf: ['a', 5] }, 'one of "a", 5'],
  [{ $optional: 'celsius' }, '"celsius" or nothing'],
  [{ $absent: true }, 'nothing'],
  [{ $regex: 'a', $flags: 'iu' }, 'text matching /a/i'],
  [{ $contains: ['a', 'b'] }, 'something containing "a" and "b"'],
  [{ $text: 'Hi' }, 'text like "Hi"'],
  [{ $approx: 3 }, 'about 3'],
  [{ $approx: 3, $tolerance: 0.5 }, 'about 3 (±0.5)'],
  [{ $range: [1, 2] }, 'a number from 1 to 2'],
  [{ $type: ['string', 'null'] }, 'a value of type string or null'],
  [{ $unordered: [1, { $any: true }] }, 'in any order [1, anything]'],
  [{ $subset: { a: 1 } }, 'at least {"a":1}'],
  [{ $date: '2026-11-23' }, 'the day 2026-11-23'],
  [{ $not: 'a' }, 'anything but "a"'],
  [{ $all: ['a', { $not: 'b' }] }, '"a" and anything but "b"'],
  [{ $literal: { $any: 1 } }, '{"$any":1}'],
  [{ $unknown: 1 }, '{"$unknown":1}'],
])('%j is described', (matcher, text) => {
  expect(describeMatcher(matcher)).toBe(text);
});
