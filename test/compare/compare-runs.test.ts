import { expect, test } from 'vitest';
import { checkBaseline } from '../../src/compare/gates/baseline.ts';
import { compareRuns } from '../../src/compare/compare-runs.ts';
import type { Cause, CellChange, RunComparison } from '../../src/compare/comparison.ts';
import type { RunHeader, TrialRow } from '../../src/domain/run.ts';
import { modelRow, run, scenarioRow, trial, trialsOf } from './rows.ts';

const CITY = {
  code: 'wrong-arguments',
  path: 'calls[0].arguments.city',
  expected: 'Oslo',
  actual: 'Bergen',
  detail: null,
} as const;
const FAILED: Partial<TrialRow> = { status: 'fail', reason: 'wrong-arguments', problems: [CITY] };

function call(city: string): Pick<TrialRow, 'calls'> {
  return { calls: [{ step: 1, name: 'weather', arguments: { city }, rawArguments: '', expected: null }] };
}

function compareCells(base: Partial<TrialRow>[], candidate: Partial<TrialRow>[]): RunComparison {
  const rows = (cells: Partial<TrialRow>[]): TrialRow[] =>
    cells.map((fields, at) => trial('s', 'm', { trial: at + 1, ...fields }));
  return compareRuns(run(rows(base)), run(rows(candidate)));
}

function only(comparison: RunComparison): CellChange {
  const all = Object.values(comparison.changes).flatMap(({ items }) => items);
  expect(all).toHaveLength(1);
  return all[0] as CellChange;
}

test('the same run twice says that nothing changed', () => {
  const rows = [...trialsOf('a', 'PFEUP', { latencyMs: 0 }), ...trialsOf('b', 'FFPPP', call('Oslo'))];
  const comparison = compareRuns(run(rows), run(rows));
  expect(comparison.unchanged).toBe(true);
  expect(comparison.cells).toBe(10);
  expect(comparison.pairs.map(({ n, p, verdict }) => [n, p, verdict])).toEqual([
    [3, 1, 'inconclusive'],
    [5, 1, 'inconclusive'],
  ]);
});

test('a scenario that fails now is named with its problem', () => {
  const comparison = compareCells([{}], [{ ...FAILED, recordingHash: 'new', ...call('Bergen') }]);
  expect(comparison.unchanged).toBe(false);
  expect(only(comparison)).toEqual({
    scenario: 's',
    model: 'm',
    kind: 'newly-failing',
    regression: true,
    base: { judged: 1, pass: 1, status: 'pass', reason: null },
    candidate: { judged: 1, pass: 0, status: 'fail', reason: 'wrong-arguments' },
    causes: ['answered-differently'],
    problems: [CITY],
    ...call('Bergen'),
  });
});

test('a scenario that passes now shows what used to be wrong', () => {
  const change = only(compareCells([FAILED], [{}]));
  expect(change).toMatchObject({ kind: 'newly-passing', regression: false, problems: [CITY] });
});

test('a cell that fails for another reason is no regression, and is listed', () => {
  const comparison = compareCells([FAILED], [{ status: 'fail', reason: 'missing-call' }]);
  expect(only(comparison)).toMatchObject({ kind: 'fails-differently', regression: false });
  expect(comparison.regressions).toBe(0);
});

test.each([
  ['PPP', 'FFF', 'newly-failing', true],
  ['PPF', 'FFF', 'newly-failing', true],
  ['FFF', 'PPP', 'newly-passing', false],
  ['PPF', 'PPP', 'newly-passing', false],
  ['PPP', 'PPF', 'flakier', true],
  ['FFF', 'PFF', 'flakier', false],
  ['PPF', 'PFF', 'flakier', true],
  ['PFF', 'PPF', 'steadier', false],
] as const)('trials %s then %s: %s', (before, after, kind, regression) => {
  const cells = (verdicts: string): Partial<TrialRow>[] =>
    verdicts.split('').map((verdict) => (verdict === 'P' ? {} : FAILED));
  expect(only(compareCells(cells(before), cells(after)))).toMatchObject({ kind, regression });
});

test.each<[string, Cause[], Partial<TrialRow>, Partial<RunHeader>]>([
  ['another recording with the same calls', ['recording-changed'], { recordingHash: 'new' }, {}],
  ['another recording with other calls', ['answered-differently'], { recordingHash: 'new', ...call('Bergen') }, {}],
  ['another rule', ['rule-changed'], {}, { scenarios: [scenarioRow('s', { ruleHash: 'new' })] }],
  [
    'another rule and another answer',
    ['rule-changed', 'answered-differently'],
    { recordingHash: 'new', ...call('Bergen') },
    { scenarios: [scenarioRow('s', { ruleHash: 'new' })] },
  ],
  ['another wire mode', ['wire-mode'], {}, { wire: 'raw' }],
  ['another version of the tool', ['tool-version'], {}, { tool: { version: '0.2.0' } }],
  ['nothing known', [], {}, {}],
])('the cause of a moved verdict is told: %s', (_, causes, fields, header) => {
  const base = run([trial('s', 'm', call('Oslo'))]);
  const candidate = run([trial('s', 'm', { ...call('Oslo'), ...FAILED, ...fields })], header);
  expect(only(compareRuns(base, candidate)).causes).toEqual(causes);
});

test('trials that one run lacks are a cause of their own, and no changed recording', () => {
  const more = compareCells([{}], [{}, FAILED]);
  expect(only(more)).toMatchObject({ kind: 'flakier', causes: ['other-trials'] });
  expect(more.differing).toEqual({ calls: 0, recordings: 0, rules: 0, trials: 1 });
  const other = compareRuns(run([trial('s', 'm')]), run([trial('s', 'm', { trial: 2 })]));
  expect([other.unchanged, other.differing.trials]).toEqual([false, 1]);
});

test('another final text is an answer of the model where the text was judged', () => {
  const step = (text: string): Pick<TrialRow, 'steps'> => ({
    steps: [{ turn: 1, text, finishReason: 'stop', results: [], latencyMs: 1 }],
  });
  const wrong = { status: 'fail', reason: 'wrong-answer', recordingHash: 'new' } as const;
  expect(only(compareCells([step('22')], [{ ...step('23'), ...wrong }])).causes).toEqual(['answered-differently']);
  expect(only(compareCells([step('22')], [{ ...step('22'), ...wrong }])).causes).toEqual(['recording-changed']);
});

test('a changed rule or recording that moves no verdict is counted', () => {
  const base = run([trial('s', 'm')]);
  const rule = run([trial('s', 'm')], { scenarios: [scenarioRow('s', { ruleHash: 'new' })] });
  expect(compareRuns(base, rule)).toMatchObject({ unchanged: false, differing: { calls: 0, recordings: 0, rules: 1 } });
  const recording = run([trial('s', 'm', { recordingHash: 'new' })]);
  expect(compareRuns(base, recording)).toMatchObject({ unchanged: false, differing: { recordings: 1, rules: 0 } });
});

test('a trial that errors now is no regression, and is not lost', () => {
  const comparison = compareCells([{}], [{ status: 'error', reason: 'timeout' }]);
  expect(comparison.regressions).toBe(0);
  expect(comparison.noLongerJudged).toEqual({
    total: 1,
    items: [
      {
        scenario: 's',
        model: 'm',
        base: { judged: 1, pass: 1, status: 'pass', reason: null },
        candidate: { judged: 0, pass: 0, status: 'error', reason: 'timeout' },
      },
    ],
  });
  expect(compareCells([{ status: 'unrecorded', reason: 'never-recorded' }], [{}]).newlyJudged.total).toBe(1);
});

test('scenarios, models and cells of only one run are named', () => {
  const base = run([...trialsOf('a', 'PPP'), ...trialsOf('old', 'P')]);
  const candidate = run([...trialsOf('a', 'PP').slice(1), trial('t01', 'a'), ...trialsOf('new', 'P')], {
    scenarios: ['s01', 's02', 't01'].map((id) => scenarioRow(id)),
    models: [modelRow('a'), modelRow('new')],
  });
  const comparison = compareRuns(base, candidate);
  expect(comparison.unchanged).toBe(false);
  expect(comparison.onlyInBase).toEqual({
    scenarios: ['s03'],
    models: ['old'],
    cells: { total: 1, items: ['s01 · a'] },
  });
  expect(comparison.onlyInCandidate).toEqual({ scenarios: ['t01'], models: ['new'], cells: { total: 0, items: [] } });
  expect(comparison.pairs[0]).toMatchObject({ n: 1, dropped: { baseOnly: 2, candidateOnly: 1 } });
});

test('runs without a common model are compared by the base run’s baseline', () => {
  const base = run([...trialsOf('a', 'PPPPPPP'), ...trialsOf('b', 'FFFFFFF')]);
  const candidate = run([...trialsOf('c', 'FFFFFFF'), ...trialsOf('d', 'PPPPPPP')]);
  const named = (comparison: RunComparison): unknown =>
    comparison.pairs.map((pair) => [pair.base, pair.candidate, pair.verdict]);
  expect(named(compareRuns(base, candidate))).toEqual([
    ['a', 'c', 'worse'],
    ['a', 'd', 'inconclusive'],
  ]);
  expect(named(compareRuns(base, candidate, { baseline: 'b' }))).toEqual([
    ['b', 'c', 'inconclusive'],
    ['b', 'd', 'better'],
  ]);
  expect(() => compareRuns(base, candidate, { baseline: 'c' })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_MODEL' }),
  );
});

test('slower and dearer cells are listed from a threshold on, and the model’s drift is tested', () => {
  const base = run(trialsOf('m', 'PPPPPPPP', { latencyMs: 600, costUsd: 0.01 }));
  const slow = compareRuns(base, run(trialsOf('m', 'PPPPPPPP', { latencyMs: 1300, costUsd: 0.013 })));
  expect(slow.slower).toMatchObject({
    total: 8,
    items: expect.arrayContaining([{ scenario: 's01', model: 'm', base: 600, candidate: 1300 }]),
  });
  expect(slow.dearer.total).toBe(8);
  expect(slow.latency).toEqual([
    { model: 'm', cells: 8, medianRatio: 1300 / 600, more: 8, less: 0, p: 0.0078125, verdict: 'more' },
  ]);
  const little = compareRuns(base, run(trialsOf('m', 'PPPPPPPP', { latencyMs: 640, costUsd: 0.009 })));
  expect(little.slower.total + little.dearer.total).toBe(0);
  expect(little.latency[0]?.verdict).toBe('same');
  expect(little.cost[0]?.verdict).toBe('less');
  const few = compareRuns(run(trialsOf('m', 'PP', { latencyMs: 100 })), run(trialsOf('m', 'PP', { latencyMs: 9000 })));
  expect(few.latency[0]?.verdict).toBe('same');
});

test('wire findings that came or went are told by check and scenario', () => {
  const finding = (check: 'call-id' | 'usage'): Pick<TrialRow, 'findings'> => ({
    findings: [{ check, severity: 'degrading', message: '', evidence: { cassette: '', interaction: 1, excerpt: '' } }],
  });
  const base = run([trial('s1', 'm', finding('call-id')), trial('s2', 'm'), trial('s3', 'm', finding('usage'))]);
  const candidate = run([trial('s1', 'm'), trial('s2', 'm', finding('call-id')), trial('s3', 'm', finding('usage'))]);
  expect(compareRuns(base, candidate).findings).toEqual([
    { model: 'm', check: 'call-id', came: { total: 1, items: ['s2'] }, went: { total: 1, items: ['s1'] } },
  ]);
});

test('lists are cut, their totals are not', () => {
  const rows = (fields: Partial<TrialRow>): TrialRow[] =>
    Array.from({ length: 600 }, (_, at) => trial(`s${String(at).padStart(3, '0')}`, 'm', fields));
  const { changes, regressions } = compareRuns(run(rows({})), run(rows(FAILED)));
  expect(changes['newly-failing']).toMatchObject({ total: 600 });
  expect(changes['newly-failing'].items).toHaveLength(500);
  expect(regressions).toBe(600);
});

const STRICT = { tolerance: 'none', live: false } as const;
const CHANCE = { tolerance: 'chance', live: true } as const;

test('a scenario that passes less often breaks a baseline; chance is tolerated only on demand', () => {
  const base = run(trialsOf('m', 'PPPPPPPPPP'));
  const one = compareRuns(base, run(trialsOf('m', 'PPPPPPPPPF')));
  expect(checkBaseline(one, STRICT)).toMatchObject({ met: false, compared: 10, regressions: { total: 1 } });
  expect(checkBaseline(one, CHANCE)).toMatchObject({ met: true, worse: [], regressions: { total: 1 } });
  const six = compareRuns(base, run(trialsOf('m', 'PPPPFFFFFF', { problems: [CITY] })));
  const result = checkBaseline(six, CHANCE);
  expect(result).toMatchObject({ met: false, worse: [{ candidate: 'm', verdict: 'worse' }] });
  expect(result.regressions.items.map(({ scenario, problems }) => [scenario, problems[0]?.path])).toContainEqual([
    's05',
    'calls[0].arguments.city',
  ]);
});

test('what was judged in the baseline and is missing, or could not be judged, breaks it under any tolerance', () => {
  const base = run([...trialsOf('m', 'PPFE'), ...trialsOf('gone', 'PP')]);
  const candidate = run(trialsOf('m', 'PU'));
  for (const how of [STRICT, CHANCE]) {
    const { met, missing, noLongerJudged } = checkBaseline(compareRuns(base, candidate), how);
    expect(met).toBe(false);
    // The fourth of `m` was an error in the baseline: it is missed by nobody.
    expect(missing.items.map(({ scenario, model }) => `${scenario} ${model}`)).toEqual([
      's01 gone',
      's02 gone',
      's03 m',
    ]);
    expect(noLongerJudged).toMatchObject({
      total: 1,
      items: [{ scenario: 's02', candidate: { status: 'unrecorded' } }],
    });
  }
});

test('a baseline is not met where nothing of a model was judged in both runs', () => {
  const nothing = checkBaseline(compareRuns(run(trialsOf('m', 'PP')), run(trialsOf('m', 'EE'))), CHANCE);
  expect(nothing).toMatchObject({ met: false, compared: 0, unjudged: [{ candidate: 'm', n: 0 }] });
  expect(checkBaseline(compareRuns(run(trialsOf('m', 'P')), run([])), STRICT).met).toBe(false);
});

test('a run meets itself as its baseline, with models and scenarios of which nothing could be judged', () => {
  const same = run([...trialsOf('m', 'PFEU'), ...trialsOf('n', 'EUEE')]);
  for (const how of [STRICT, CHANCE]) {
    expect(checkBaseline(compareRuns(same, same), how)).toMatchObject({ met: true, unjudged: [{ base: 'n' }] });
  }
  const lost = checkBaseline(compareRuns(same, run([...trialsOf('m', 'EEEE'), ...trialsOf('n', 'P')])), STRICT);
  expect(lost).toMatchObject({ met: false, noLongerJudged: { total: 2 } });
  const never = run(trialsOf('n', 'EE'));
  expect(checkBaseline(compareRuns(never, never), STRICT)).toMatchObject({ met: false, compared: 0 });
});

test('a baseline of other models holds nothing', () => {
  const result = checkBaseline(compareRuns(run(trialsOf('old', 'PP')), run(trialsOf('new', 'PP'))), STRICT);
  expect(result).toMatchObject({ met: false, missing: { total: 2 } });
});

test('shares decide, not numbers of trials; numbers that differ are told', () => {
  const trials = (verdicts: string): TrialRow[] =>
    verdicts.split('').map((verdict, at) => trial('s', 'm', { trial: at + 1, ...(verdict === 'P' ? {} : FAILED) }));
  const held = (before: string, after: string): unknown =>
    checkBaseline(compareRuns(run(trials(before)), run(trials(after))), STRICT);
  expect(held('PPPP', 'PP')).toMatchObject({ met: true, trials: { items: [{ base: 4, candidate: 2 }] } });
  expect(held('PPFF', 'PF')).toMatchObject({ met: true });
  expect(held('PPF', 'PPFF')).toMatchObject({ met: false, regressions: { total: 1 }, trials: { total: 1 } });
  expect(held('PPP', 'PPF')).toMatchObject({
    met: false,
    regressions: { items: [{ kind: 'flakier' }] },
    trials: { total: 0 },
  });
  expect(held('FFF', 'PFF')).toMatchObject({ met: true });
  expect(held('FFP', 'PPP')).toMatchObject({ met: true });
});
