import { expect, test } from 'vitest';
import { call, codes, expected, judge, plan } from '../support.ts';

const PARIS = expected('get_weather', { city: 'Paris' });
const paris = call('get_weather', { city: 'Paris' });

test('two calls where one was wanted are one too many, and cost selection', () => {
  const verdict = judge(plan([[PARIS]]), [[paris, paris], 'done']);
  expect(codes(verdict)).toEqual(['extra-call']);
  expect(verdict.scores.selection).toBeCloseTo(2 / 3);
});

test('one call where two were wanted is one too few, and costs selection', () => {
  const verdict = judge(plan([[PARIS, PARIS]]), [[paris], 'done']);
  expect(codes(verdict)).toEqual(['missing-call']);
  expect(verdict.scores.selection).toBeCloseTo(2 / 3);
});

test('no call where none was wanted is right, not an error', () => {
  const verdict = judge(plan([]), ['Hello!']);
  expect(verdict).toMatchObject({ pass: true, scores: { selection: 1, abstention: 1, arguments: null, valid: null } });
});
