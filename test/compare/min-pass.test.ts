import { expect, test } from 'vitest';
import { checkMinPass, notJudgedOnTags } from '../../src/compare/gates/min-pass.ts';
import { scenarioRow, summary, trialsOf } from './rows.ts';

const ALL = { tag: null, rate: 0.9 };

test.each([
  ['above', 10, 10, true],
  ['exactly reached', 9, 10, true],
  ['reached in thirds', 3, 3, true],
  ['below', 8, 10, false],
  ['nothing judged', 0, 0, false],
] as const)('a gate over all scenarios, %s', (_, pass, judged, met) => {
  const passRate = judged === 0 ? null : pass / judged;
  const result = checkMinPass([summary('m', { pass, judged, passRate })], [ALL]);
  expect(result).toEqual({
    gate: 'min-pass',
    met,
    checks: [{ model: 'm', tag: null, required: 0.9, judged, pass, passRate, error: 0, unrecorded: 0, met }],
  });
});

test('every model has to reach every gate', () => {
  const tags = [{ tag: 'zh', judged: 3, pass: 1, passRate: 1 / 3 }];
  const models = [
    summary('good', { pass: 10, tags: [{ tag: 'zh', judged: 3, pass: 3, passRate: 1 }] }),
    summary('bad', { tags }),
  ];
  const result = checkMinPass(models, [ALL, { tag: 'zh', rate: 2 / 3 }]);
  expect(result.met).toBe(false);
  expect(result.checks.map(({ model, tag, met }) => [model, tag, met])).toEqual([
    ['good', null, true],
    ['bad', null, true],
    ['good', 'zh', true],
    ['bad', 'zh', false],
  ]);
});

test('a tag that no scenario has is not met', () => {
  expect(checkMinPass([summary('m')], [{ tag: 'nope', rate: 0 }])).toMatchObject({
    met: false,
    checks: [{ tag: 'nope', judged: 0, passRate: null }],
  });
});

test('what could not be judged is counted on the tag of the gate', () => {
  const scenarios = [
    scenarioRow('s01', { tags: ['eu', 'zh'] }),
    scenarioRow('s02', { tags: ['eu'] }),
    scenarioRow('s03'),
  ];
  const onTag = notJudgedOnTags(scenarios, trialsOf('m', 'UEE'));
  const gates = [ALL, ...['eu', 'zh', 'nope'].map((tag) => ({ tag, rate: 0.5 }))];
  const { checks } = checkMinPass([summary('m', { judged: 0, error: 2, unrecorded: 1 })], gates, onTag);
  expect(checks.map(({ tag, error, unrecorded }) => [tag, error, unrecorded])).toEqual([
    [null, 2, 1],
    ['eu', 1, 1],
    ['zh', 0, 1],
    ['nope', 0, 0],
  ]);
});

test('a gate without a model is not met', () => {
  expect(checkMinPass([], [ALL]).met).toBe(false);
});

test.each([0.1, 0.29, 0.57, 0.7, 0.95])(
  'a rate of %f that is reached exactly is met, whatever its binary form',
  (rate) => {
    const pass = Math.round(rate * 100);
    expect(checkMinPass([summary('m', { pass, judged: 100 })], [{ tag: null, rate }]).met).toBe(true);
    expect(checkMinPass([summary('m', { pass: pass - 1, judged: 100 })], [{ tag: null, rate }]).met).toBe(false);
  },
);
