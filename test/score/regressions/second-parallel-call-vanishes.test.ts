import { expect, test } from 'vitest';
import { call, codes, expected, judge, plan } from '../support.ts';

const BOTH = plan([[expected('get_weather', { city: 'Paris' }), expected('search_products', { query: 'umbrella' })]]);

test('each of two parallel calls is judged by itself', () => {
  const wrongSecond = judge(BOTH, [
    [call('get_weather', { city: 'Paris' }), call('search_products', { query: 'boots' })],
    'done',
  ]);
  expect(codes(wrongSecond)).toEqual(['wrong-arguments']);
  expect(wrongSecond.problems[0]?.path).toBe('calls[1].arguments.query');
  expect(wrongSecond.pairs).toEqual(['expect.calls[0]', 'expect.calls[1]']);
});

test('the result of a tool is not taken for the final answer', () => {
  const final = { contains: ['22'], matches: null, not: null };
  const verdict = judge(plan(BOTH.groups, { final }), [
    [call('get_weather', { city: 'Paris' }), call('search_products', { query: 'umbrella' })],
    'It is warm.',
  ]);
  expect(verdict.reason).toBe('wrong-answer');
});
