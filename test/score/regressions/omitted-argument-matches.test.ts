import { expect, test } from 'vitest';
import { call, expected, judge, plan, tool } from '../support.ts';

const TRANSFER = tool('transfer', { user_id: 'string', amount: 'number' });
const WANTED = plan([[expected('transfer', { user_id: 'u1', amount: 5 })]]);

test.each([[{ user_id: 'u1' }], [{}], [{ amount: 5 }]])('%j does not match when more was wanted', (args) => {
  const verdict = judge(WANTED, [[call('transfer', args)], 'done'], { tools: [TRANSFER] });
  expect(verdict.reason).toBe('wrong-arguments');
  expect(verdict.problems.every((problem) => problem.detail === 'missing')).toBe(true);
});

test('an argument that was not wanted does not match either', () => {
  const verdict = judge(WANTED, [[call('transfer', { user_id: 'u1', amount: 5, note: 'hi' })], 'done'], {
    tools: [TRANSFER],
  });
  expect(verdict.problems).toEqual([
    { code: 'wrong-arguments', path: 'calls[0].arguments.note', expected: null, actual: 'hi', detail: 'unexpected' },
  ]);
});
