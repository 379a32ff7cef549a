import { expect, test } from 'vitest';
import type { Problem } from '../../src/domain/score.ts';
import { expectedAndActual } from '../../src/report/sections/expected-and-actual.ts';
import { problemsSentence } from '../../src/report/sections/trial-sentence.ts';

const state = (
  path: string,
  expected: Problem['expected'],
  actual: Problem['actual'],
  detail: string | null = null,
): Problem => ({
  code: 'wrong-state',
  path,
  expected,
  actual,
  detail,
});
const PROBLEMS: readonly Problem[] = [
  { code: 'extra-call', path: 'calls[0]', expected: null, actual: { name: 'f', arguments: {} }, detail: null },
  state('state.orders.o1.status', 'cancelled', 'open'),
  state('state.log[0]', null, { text: 'hi' }, 'unexpected'),
  state('state.note', { $contains: 'x' }, null, 'missing'),
  state('state.gone', 'x', null),
  state('state', null, 40, 'more'),
];

test('a state is told as a diff of what differs', () => {
  expect(expectedAndActual({ problems: PROBLEMS, calls: [] })).toEqual([
    'extra-call at calls[0]',
    '  - expected: nothing',
    '  + actual:   {"name":"f","arguments":{}}',
    'wrong-state at state.orders.o1.status',
    '  - "cancelled"',
    '  + "open"',
    'wrong-state at state.log[0]',
    '  + {"text":"hi"}',
    'wrong-state at state.note',
    '  - something containing "x"',
    'wrong-state at state.gone',
    '  - "x"',
    '  + null',
    'wrong-state in 40 more places',
    'no call was made',
  ]);
});

test('a sentence holds the first places of the diff, and counts the rest', () => {
  expect(problemsSentence({ reason: 'wrong-state', problems: PROBLEMS.slice(1), calls: [] })).toBe(
    'wrong-state: state.orders.o1.status: - "cancelled" + "open"; state.log[0]: + {"text":"hi"}; state.note: - something containing "x" (and 41 more)',
  );
  expect(problemsSentence({ reason: 'extra-call', problems: PROBLEMS, calls: [{ name: 'f' }] })).toMatch(
    /^extra-call: .* \(and 5 more\)$/,
  );
});

test('a reference is told by the value that it stands for', () => {
  const problem: Problem = {
    code: 'wrong-arguments',
    path: 'calls[1].arguments.room',
    expected: { $result: { reference: 'found.room.id', values: ['R-311'] } },
    actual: 'R-1',
    detail: null,
  };
  expect(expectedAndActual({ problems: [problem], calls: [] }).slice(0, 3)).toEqual([
    'wrong-arguments at calls[1].arguments.room',
    '  - expected: "R-311" (the result found.room.id)',
    '  + actual:   "R-1"',
  ]);
});
