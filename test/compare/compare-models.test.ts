import { expect, test } from 'vitest';
import { compareModels } from '../../src/compare/compare-models.ts';
import type { ModelComparison, Pair } from '../../src/compare/comparison.ts';
import type { TrialRow } from '../../src/domain/run.ts';
import { modelRow, run, trial, trialsOf } from './rows.ts';

function compare(rows: TrialRow[], baseline?: string): ModelComparison {
  const source = run(rows);
  return compareModels(source.header, source.summary, source.trials(), { baseline });
}

function onlyPair(rows: TrialRow[]): Pair {
  const [pair, ...rest] = compare(rows).pairs;
  expect(rest).toEqual([]);
  return pair as Pair;
}

test('ten of ten against nine of ten is inconclusive, and says how many more scenarios would decide', () => {
  const pair = onlyPair([...trialsOf('a', 'PPPPPPPPPP'), ...trialsOf('b', 'PPPPPPPPPF')]);
  expect(pair).toMatchObject({ n: 10, bothPass: 9, basePassOnly: 1, candidatePassOnly: 0, bothFail: 0 });
  expect(pair).toMatchObject({ difference: -0.1, p: 1, pAdjusted: 1, verdict: 'inconclusive', moreScenarios: 67 });
});

test('six discordant pairs of six the same way are beyond chance, five are not', () => {
  const six = onlyPair([...trialsOf('a', 'FFFFFF'), ...trialsOf('b', 'PPPPPP')]);
  expect(six).toMatchObject({ p: 0.03125, verdict: 'better', moreScenarios: null, test: 'mcnemar' });
  expect(onlyPair([...trialsOf('a', 'PPPPPP'), ...trialsOf('b', 'FFFFFF')]).verdict).toBe('worse');
  expect(onlyPair([...trialsOf('a', 'FFFFF'), ...trialsOf('b', 'PPPPP')])).toMatchObject({
    p: 0.0625,
    verdict: 'inconclusive',
  });
});

test('equal models are inconclusive, and no number of scenarios is named', () => {
  const pair = onlyPair([...trialsOf('a', 'PFPF'), ...trialsOf('b', 'FPPF')]);
  expect(pair).toMatchObject({ difference: 0, verdict: 'inconclusive', moreScenarios: null });
});

test('an error or a missing recording drops the pair, and is counted and named', () => {
  const pair = onlyPair([...trialsOf('a', 'PPPUP'), ...trialsOf('b', 'FEPP')]);
  expect(pair).toMatchObject({ n: 2, basePassOnly: 1, bothPass: 1 });
  expect(pair.dropped).toEqual({
    error: 1,
    unrecorded: 1,
    baseOnly: 1,
    candidateOnly: 0,
    scenarios: { total: 3, items: ['s02', 's04', 's05'] },
  });
});

test('with nothing in common there is no p and no verdict', () => {
  expect(onlyPair([...trialsOf('a', 'PP'), ...trialsOf('b', 'EE')])).toMatchObject({
    n: 0,
    p: null,
    pAdjusted: null,
    difference: null,
    interval: null,
    verdict: 'inconclusive',
    moreScenarios: null,
  });
});

test('the p-values of several models are corrected together', () => {
  const rows = [
    ...trialsOf('a', 'FFFFFF'),
    ...trialsOf('b', 'PPPPPP'),
    ...trialsOf('c', 'PPPPPP'),
    ...trialsOf('d', 'FFFFFF'),
  ];
  const { pairs } = compare(rows);
  expect(pairs.map(({ candidate, p, pAdjusted, verdict }) => [candidate, p, pAdjusted, verdict])).toEqual([
    ['b', 0.03125, 0.09375, 'inconclusive'],
    ['c', 0.03125, 0.09375, 'inconclusive'],
    ['d', 1, 1, 'inconclusive'],
  ]);
});

test('models stand best first, those with nothing judged last, and the baseline is the first listed unless named', () => {
  const rows = [...trialsOf('low', 'PFF'), ...trialsOf('none', 'EEE'), ...trialsOf('high', 'PPP')];
  expect(compare(rows).models.map(({ model }) => model)).toEqual(['high', 'low', 'none']);
  expect(compare(rows).baseline).toBe('low');
  const named = compare(rows, 'high');
  expect(named.pairs.map(({ base, candidate }) => [base, candidate])).toEqual([
    ['high', 'low'],
    ['high', 'none'],
  ]);
});

test('an unknown baseline is refused with the names there are', () => {
  expect(() => compare(trialsOf('a', 'P'), 'b')).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_MODEL', remedy: 'Name one of: a' }),
  );
});

test('trials are paired by number and clustered by scenario', () => {
  const rows = ['s1', 's2', 's3'].flatMap((scenario) =>
    [1, 2, 3].flatMap((number) => [
      trial(scenario, 'a', { trial: number, status: number === 1 ? 'fail' : 'pass' }),
      trial(scenario, 'b', { trial: number }),
    ]),
  );
  const pair = onlyPair(rows);
  expect(pair).toMatchObject({ n: 9, scenarios: 3, bothPass: 6, candidatePassOnly: 3, test: 'sign-flip' });
  expect(pair.p).toBe(0.25);
  expect(pair.verdict).toBe('inconclusive');
});

test('a run of one model has no pair', () => {
  expect(compare(trialsOf('a', 'PF')).pairs).toEqual([]);
});

test('trials that are not sorted by scenario are refused', () => {
  const rows = trialsOf('a', 'PPP').reverse();
  const { header, summary } = run(rows);
  expect(() => compareModels(header, summary, rows)).toThrow(
    expect.objectContaining({ code: 'RUN_FILE', message: expect.stringContaining('"s02" stands after "s03"') }),
  );
});

test('the same model through two gateways is compared call by call', () => {
  const call = (name: string, city: string): Pick<TrialRow, 'calls'> => ({
    calls: [{ step: 1, name, arguments: { city }, rawArguments: JSON.stringify({ city }), expected: null }],
  });
  const finding = {
    check: 'call-id',
    severity: 'breaking',
    message: 'no id',
    evidence: { cassette: 'x', interaction: 1, excerpt: '' },
  } as const;
  const noScores = { ...trial('s', 'm').scores, valid: null };
  const rows = [
    trial('s1', 'gpt@one', call('weather', 'Oslo')),
    trial('s1', 'gpt@two', { ...call('weather', 'Oslo'), findings: [finding, finding] }),
    trial('s2', 'gpt@one', call('weather', 'Oslo')),
    trial('s2', 'gpt@two', { ...call('weather', 'Bergen'), status: 'fail' }),
    trial('s3', 'gpt@one', call('weather', 'Oslo')),
    trial('s3', 'gpt@two', { status: 'fail', scores: noScores }),
    trial('s4', 'gpt@one', { ...call('weather', 'Oslo'), scores: { ...noScores, valid: 0 } }),
    trial('s4', 'gpt@two', { status: 'error', findings: [finding], scores: noScores }),
  ];
  const source = run(rows);
  const models = ['one', 'two'].map((gateway) => modelRow(`gpt@${gateway}`, { servedAs: 'gpt', gateway }));
  const { gateways } = compareModels({ ...source.header, models }, source.summary, source.trials());
  expect(gateways).toEqual([
    {
      servedAs: 'gpt',
      base: 'gpt@one',
      candidate: 'gpt@two',
      baseGateway: 'one',
      candidateGateway: 'two',
      n: 3,
      triggerF1: 4 / 5,
      callAgreement: 1 / 3,
      nameAgreement: 2 / 3,
      schemaAccuracy: { base: 3 / 4, candidate: 1 },
      noiseFloor: null,
      findings: [{ check: 'call-id', base: 0, candidate: 2 }],
    },
  ]);
});

test('parallel calls agree in any order, but not across steps', () => {
  const calls = (steps: readonly number[], names: readonly string[]): Pick<TrialRow, 'calls'> => ({
    calls: names.map((name, at) => ({
      step: steps[at] ?? 1,
      name,
      arguments: { at: name },
      rawArguments: '{}',
      expected: null,
    })),
  });
  const agreement = (two: Pick<TrialRow, 'calls'>): number | null | undefined => {
    const source = run([trial('s', 'm@one', calls([1, 1], ['a', 'b'])), trial('s', 'm@two', two)]);
    const models = ['one', 'two'].map((gateway) => modelRow(`m@${gateway}`, { servedAs: 'm', gateway }));
    return compareModels({ ...source.header, models }, source.summary, source.trials()).gateways[0]?.callAgreement;
  };
  expect(agreement(calls([1, 1], ['b', 'a']))).toBe(1);
  expect(agreement(calls([1, 2], ['a', 'b']))).toBe(0);
  expect(agreement(calls([1, 1, 1], ['a', 'b', 'b']))).toBe(0);
});

test('with several trials a gateway is shown how well the base agrees with itself', () => {
  const call = (name: string): Pick<TrialRow, 'calls'> => ({
    calls: [{ step: 1, name, arguments: {}, rawArguments: '{}', expected: null }],
  });
  const rows = [1, 2, 3].flatMap((number) => [
    trial('s', 'm@one', { trial: number, ...(number === 3 ? {} : call('a')) }),
    trial('s', 'm@two', { trial: number, ...call('a') }),
  ]);
  const source = run(rows);
  const models = ['one', 'two'].map((gateway) => modelRow(`m@${gateway}`, { servedAs: 'm', gateway }));
  const [pair] = compareModels({ ...source.header, models }, source.summary, source.trials()).gateways;
  expect(pair?.noiseFloor).toEqual({ n: 2, triggerF1: 2 / 3, callAgreement: 1 / 2 });
});

test('a gateway pair needs the same model behind different gateways', () => {
  const source = run([...trialsOf('a', 'P'), ...trialsOf('b', 'P')]);
  const models = [modelRow('a', { servedAs: 'gpt' }), modelRow('b', { servedAs: 'gpt' })];
  expect(compareModels({ ...source.header, models }, source.summary, source.trials()).gateways).toEqual([]);
});
