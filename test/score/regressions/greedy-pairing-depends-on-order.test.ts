import { expect, test } from 'vitest';
import { matchValue } from '../../../src/match/match.ts';
import { call, expected, judge, plan, tool } from '../support.ts';

const NUMBER = tool('add', { x: 'integer!' });
const EITHER = expected('add', { x: { $oneOf: [1, 2] } });
const ONE = expected('add', { x: 1 });

test.each([
  [
    [EITHER, ONE],
    [1, 2],
  ],
  [
    [EITHER, ONE],
    [2, 1],
  ],
  [
    [ONE, EITHER],
    [1, 2],
  ],
  [
    [ONE, EITHER],
    [2, 1],
  ],
])('every listing of expected and made calls is accepted (%#)', (wanted, made) => {
  const verdict = judge(plan([wanted]), [made.map((x) => call('add', { x })), 'done'], { tools: [NUMBER] });
  expect(verdict).toMatchObject({ pass: true, scores: { selection: 1, arguments: 1 } });
});

test('elements without order are matched like calls', () => {
  const either = { $oneOf: [1, 2] };
  expect(matchValue({ $unordered: [either, 1] }, [1, 2], 'x')).toEqual([]);
  expect(matchValue({ $unordered: [either, 1] }, [2, 1], 'x')).toEqual([]);
});
