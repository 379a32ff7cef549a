import { expect, test } from 'vitest';
import { call, codes, judge, plan } from '../support.ts';

test('a call where `calls: []` allows none fails', () => {
  const verdict = judge(plan([]), [[call('get_weather', { city: 'Paris' })], 'done']);
  expect(codes(verdict)).toEqual(['called-tool']);
  expect(verdict.scores).toMatchObject({ abstention: 0, selection: 0 });
});

test('a call that may be made beside the expected ones may be made where none is expected', () => {
  const verdict = judge(plan([], { extra: ['search_products'] }), [[call('search_products', { query: 'x' })], 'done']);
  expect(verdict).toMatchObject({ pass: true, scores: { abstention: 1, selection: 1 } });
});
