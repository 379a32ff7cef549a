import * as fc from '../support/properties.ts';
import { expect, test } from 'vitest';
import type { Summary, TrialRow } from '../../src/domain/run.ts';
import type { Scores } from '../../src/domain/score.ts';
import { createAggregator } from '../../src/run/aggregate.ts';
import { wilson } from '../../src/stats/statistics.ts';

const NO_SCORES: Scores = {
  selection: null,
  arguments: null,
  required: null,
  valid: null,
  parallel: null,
  abstention: null,
  choice: null,
  final: null,
  recovered: null,
};

function row(more: Omit<Partial<TrialRow>, 'scores'> & { scores?: Partial<Scores> } = {}): TrialRow {
  return {
    scenario: 'a',
    model: 'm',
    trial: 1,
    status: 'pass',
    reason: null,
    error: null,
    attempts: 1,
    recordingHash: null,
    parallelCounts: null,
    relevance: null,
    problems: [],
    calls: [],
    steps: [],
    findings: [],
    usage: { input: 10, output: 5 },
    latencyMs: 100,
    costUsd: 0.001,
    ...more,
    scores: { ...NO_SCORES, ...more.scores },
  };
}

function summarize(rows: readonly TrialRow[], models: readonly string[] = ['m']): readonly Summary[] {
  const aggregator = createAggregator(models, [
    { id: 'a', tags: ['zh', 'parallel'] },
    { id: 'b', tags: ['zh'] },
    { id: 'c', tags: [] },
  ]);
  for (const one of rows) aggregator.add(one);
  return aggregator.summarize();
}

const finding = {
  check: 'call-id',
  severity: 'breaking',
  message: '',
  evidence: { cassette: '', interaction: 1, excerpt: '' },
} as const;

test('errors and missing recordings are counted, and in no denominator', () => {
  const [summary] = summarize([
    row({ scores: { selection: 1 } }),
    row({ scenario: 'b', status: 'fail', reason: 'wrong-arguments', scores: { selection: 0.5 }, latencyMs: 300 }),
    row({ scenario: 'c', status: 'error', reason: 'timeout', latencyMs: 120_000, scores: { selection: null } }),
    row({
      scenario: 'c',
      trial: 2,
      status: 'unrecorded',
      reason: 'never-recorded',
      latencyMs: null,
      costUsd: null,
      usage: { input: null, output: null },
    }),
  ]);
  expect(summary).toMatchObject({
    model: 'm',
    scenarios: 3,
    trials: 4,
    judged: 2,
    pass: 1,
    error: 1,
    unrecorded: 1,
    passRate: 0.5,
    interval: wilson(1, 2),
    scores: { selection: { mean: 0.75, n: 2 }, arguments: null },
    reasons: { 'wrong-arguments': 1, timeout: 1, 'never-recorded': 1 },
    latency: { p50: 100, p95: 300 },
    usage: { input: 30, output: 15 },
    costUsd: 0.003,
    costPerSolvedUsd: 0.003,
    flaky: [],
    passAtK: [],
  });
});

test('with nothing judged there is no rate, no interval, no latency', () => {
  const [summary] = summarize([row({ status: 'error', reason: 'auth', costUsd: null })]);
  expect(summary).toMatchObject({
    judged: 0,
    passRate: null,
    interval: null,
    latency: null,
    costUsd: null,
    costPerSolvedUsd: null,
    balancedAccuracy: null,
    parallel: null,
  });
});

test('every listed model has a summary, in listed order; others follow by name', () => {
  const summaries = summarize([row({ model: 'z' }), row({ model: 'c' }), row({ model: 'b' })], ['z', 'a']);
  expect(summaries.map(({ model, trials }) => [model, trials])).toEqual([
    ['z', 1],
    ['a', 0],
    ['b', 1],
    ['c', 1],
  ]);
});

test('several trials give pass@k, pass^k and the flaky scenarios', () => {
  const trials = (scenario: string, passes: readonly boolean[]): TrialRow[] =>
    passes.map((pass, i) => row({ scenario, trial: i + 1, status: pass ? 'pass' : 'fail' }));
  const nineOfTen = Array.from({ length: 10 }, (_, i) => i !== 3);
  const [summary] = summarize([...trials('b', nineOfTen), ...trials('a', [true, true])]);
  expect(summary?.flaky).toEqual(['b']);
  expect(summary?.passAtK).toHaveLength(10);
  expect(summary?.passAtK[0]).toMatchObject({ k: 1, passAt: 0.95, passHat: 0.95, scenarios: 2 });
  expect(summary?.passAtK[9]).toMatchObject({
    k: 10,
    passAt: 1,
    passHat: 0,
    scenarios: 1,
    passHatInterval: [0, expect.any(Number)],
  });
});

test('a trial that errored makes no scenario flaky and lowers the k that it counts for', () => {
  const [summary] = summarize([row(), row({ trial: 2 }), row({ trial: 3, status: 'error', reason: 'network' })]);
  expect(summary?.flaky).toEqual([]);
  expect(summary?.passAtK.map(({ k, scenarios }) => [k, scenarios])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('parallel support is over groups, accuracy balanced over what was wanted and what was not', () => {
  const [summary] = summarize([
    row({ parallelCounts: { parallel: 2, serial: 0, incomplete: 0 }, relevance: 1 }),
    row({ scenario: 'b', status: 'fail', parallelCounts: { parallel: 0, serial: 1, incomplete: 1 }, relevance: 0 }),
    row({ scenario: 'c', scores: { abstention: 1 } }),
  ]);
  expect(summary).toMatchObject({
    parallel: { parallel: 2, serial: 1, incomplete: 1, support: 0.5 },
    relevance: { mean: 0.5, n: 2 },
    irrelevance: { mean: 1, n: 1 },
    balancedAccuracy: 0.75,
  });
});

test('findings count trials, not findings, and stand in the order of checks', () => {
  const [summary] = summarize([
    row({ findings: [{ ...finding, check: 'usage' }, finding, finding] }),
    row({ trial: 2, findings: [finding] }),
  ]);
  expect(Object.entries(summary?.findings ?? {})).toEqual([
    ['call-id', 2],
    ['usage', 1],
  ]);
});

test('tags are summed over their scenarios, by name', () => {
  const [summary] = summarize([row(), row({ scenario: 'b', status: 'fail' }), row({ scenario: 'c' })]);
  expect(summary?.tags).toEqual([
    { tag: 'parallel', judged: 1, pass: 1, passRate: 1 },
    { tag: 'zh', judged: 2, pass: 1, passRate: 0.5 },
  ]);
});

test('a model whose answers cost nothing known has no cost', () => {
  expect(summarize([row({ costUsd: null })])[0]).toMatchObject({ costUsd: null, costPerSolvedUsd: null });
  expect(summarize([row({ status: 'fail' })])[0]).toMatchObject({ costUsd: 0.001, costPerSolvedUsd: null });
});

/** Sums of them are exact. */
const sixtyFourths = fc.integer({ min: 0, max: 64 }).map((count) => count / 64);
const rows: fc.Arbitrary<TrialRow> = fc
  .record({
    scenario: fc.constantFrom('a', 'b', 'c', 'd'),
    model: fc.constantFrom('m', 'n'),
    status: fc.constantFrom('pass', 'fail', 'error', 'unrecorded'),
    score: sixtyFourths,
    latencyMs: fc.integer({ min: 0, max: 5000 }),
    costUsd: fc.option(sixtyFourths),
  })
  .map(({ score, status, ...more }) =>
    row({
      ...more,
      status,
      reason: status === 'fail' ? 'wrong-answer' : null,
      relevance: score,
      scores: { selection: score, final: score },
    }),
  );

test('the order of rows changes no summary, but for how sums of other fractions are rounded', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ one: rows, key: fc.nat() }), { maxLength: 40 }), (keyed) => {
      const inOrder = keyed.map(({ one }) => one);
      const shuffled = keyed.toSorted((a, b) => a.key - b.key).map(({ one }) => one);
      expect(JSON.stringify(summarize(shuffled))).toBe(JSON.stringify(summarize(inOrder)));
    }),
    { numRuns: 1000 },
  );
});
