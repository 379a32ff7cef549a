import { expect, test } from 'vitest';
import { call, codes, expected, judge, plan } from '../support.ts';

const PARIS = expected('get_weather', { city: 'Paris' });
const paris = call('get_weather', { city: 'Paris' });

test('the same call expected twice and made twice is right twice', () => {
  const verdict = judge(plan([[PARIS, PARIS]]), [[paris, paris], 'done']);
  expect(verdict).toMatchObject({ pass: true, scores: { selection: 1, arguments: 1, parallel: 'parallel' } });
});

test('wrong arguments are wrong without being asked for', () => {
  const verdict = judge(plan([[PARIS]]), [[call('get_weather', { city: 'Rome' })], 'done']);
  expect(verdict).toMatchObject({ pass: false, reason: 'wrong-arguments', scores: { selection: 1, arguments: 0 } });
});

test('an extra destructive call fails the trial and costs selection', () => {
  const verdict = judge(plan([[PARIS]]), [[paris, call('delete_all')], 'done']);
  expect(codes(verdict)).toEqual(['extra-call']);
  expect(verdict.scores.selection).toBeCloseTo(2 / 3);
});
