import { expect, test } from 'vitest';
import { checkMaxFindings } from '../../src/compare/gates/max-findings.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { trial } from './rows.ts';

const errored = (model: string, reason: 'refused' | 'network', status: number | null): TrialRow =>
  trial('s', model, { status: 'error', reason, error: { status, code: reason, message: 'no' } });

test('an error response without a finding came over the wire, a connection that failed did not', () => {
  const trials = [errored('refused', 'refused', 400), errored('gone', 'network', null)];
  const { checks } = checkMaxFindings(['refused', 'gone'], trials, 'none');
  expect(checks.map(({ model, trials: answered, met }) => [model, answered, met])).toEqual([
    ['refused', 1, true],
    ['gone', 0, false],
  ]);
});
