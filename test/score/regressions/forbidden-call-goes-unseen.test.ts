import { expect, test } from 'vitest';
import { call, codes, expected, judge, plan, WEATHER } from '../support.ts';

test('a forbidden call is seen wherever it stands, and named', () => {
  const verdict = judge(
    plan([[expected('get_weather', { city: 'Paris' })]], { extra: 'allow', forbidden: ['delete_all'] }),
    [[call('get_weather', { city: 'Paris' }), call('delete_all')], 'done'],
  );
  expect(verdict.pass).toBe(false);
  expect(verdict.reason).toBe('forbidden-call');
  expect(verdict.problems).toEqual([
    {
      code: 'forbidden-call',
      path: 'calls[1]',
      expected: null,
      actual: { name: 'delete_all', arguments: {} },
      detail: null,
    },
  ]);
});

test('a call of a tool that must not be called is seen when nothing else is judged', () => {
  const verdict = judge(
    plan(null, { forbidden: ['get_weather'] }),
    [[call('get_weather', { city: 'Paris' })], 'done'],
    {
      tools: [WEATHER],
    },
  );
  expect(codes(verdict)).toEqual(['forbidden-call']);
});
