import type { ModelRow, Run, RunHeader, ScenarioRow, Summary, TrialRow } from '../../src/domain/run.ts';

/** A trial with every field filled in; the tests say what matters to them. */
export function trial(scenario: string, model: string, fields: Partial<TrialRow> = {}): TrialRow {
  return {
    scenario,
    model,
    trial: 1,
    status: 'pass',
    reason: fields.status === 'fail' ? 'wrong-arguments' : null,
    error: null,
    attempts: 0,
    recordingHash: `hash of ${scenario} ${model}`,
    scores: {
      selection: 1,
      arguments: 1,
      required: 1,
      valid: 1,
      parallel: null,
      abstention: null,
      choice: null,
      final: null,
      recovered: null,
    },
    parallelCounts: null,
    relevance: 1,
    problems: [],
    calls: [],
    steps: [],
    findings: [],
    usage: { input: 100, output: 20 },
    latencyMs: 1000,
    costUsd: null,
    ...fields,
  };
}

export function modelRow(name: string, fields: Partial<ModelRow> = {}): ModelRow {
  return { name, servedAs: name, gateway: 'main', price: null, omit: [], rename: {}, source: 'live', ...fields };
}

export function scenarioRow(id: string, fields: Partial<ScenarioRow> = {}): ScenarioRow {
  return { id, tags: [], messages: [], tools: [], expect: {}, ruleHash: `rule of ${id}`, ...fields };
}

export function header(models: readonly ModelRow[], scenarios: readonly ScenarioRow[]): RunHeader {
  return {
    format: 'tooltape.run/1',
    tool: { version: '0.1.0' },
    createdAt: '2026-08-01T12:00:00.000Z',
    mode: 'replay',
    wire: 'fair',
    shard: null,
    models,
    scenarios,
  };
}

export function summary(model: string, fields: Partial<Summary> = {}): Summary {
  return {
    model,
    scenarios: 10,
    trials: 10,
    judged: 10,
    pass: 9,
    error: 0,
    unrecorded: 0,
    passRate: 0.9,
    interval: [0.596, 0.982],
    scores: {
      selection: { mean: 0.95, n: 10 },
      arguments: { mean: 0.9, n: 10 },
      required: { mean: 1, n: 10 },
      valid: { mean: 1, n: 10 },
      abstention: null,
      choice: null,
      final: null,
      recovered: null,
    },
    parallel: null,
    relevance: null,
    irrelevance: null,
    balancedAccuracy: null,
    passAtK: [],
    flaky: [],
    reasons: {},
    latency: { p50: 850, p95: 2400 },
    usage: { input: 1000, output: 200 },
    costUsd: null,
    costPerSolvedUsd: null,
    findings: {},
    tags: [],
    ...fields,
  };
}

/** Counts of the given trials as the run file sums them up; intervals and means are not computed. */
export function countSummary(model: string, rows: readonly TrialRow[]): Summary {
  const mine = rows.filter((row) => row.model === model);
  const pass = mine.filter((row) => row.status === 'pass').length;
  const judged = pass + mine.filter((row) => row.status === 'fail').length;
  return summary(model, {
    scenarios: new Set(mine.map((row) => row.scenario)).size,
    trials: mine.length,
    judged,
    pass,
    passRate: judged === 0 ? null : pass / judged,
    interval: judged === 0 ? null : [0, 1],
  });
}

/** A run of the given trials, sorted as a run file is. */
export function run(rows: readonly TrialRow[], fields: Partial<RunHeader> = {}): Run {
  const names = [...new Set(rows.map((row) => row.model))];
  const ids = [...new Set(rows.map((row) => row.scenario))].sort();
  const sorted = rows.toSorted(
    (a, b) =>
      ids.indexOf(a.scenario) - ids.indexOf(b.scenario) ||
      names.indexOf(a.model) - names.indexOf(b.model) ||
      a.trial - b.trial,
  );
  return {
    header: {
      ...header(
        names.map((name) => modelRow(name)),
        ids.map((id) => scenarioRow(id)),
      ),
      ...fields,
    },
    summary: names.map((name) => countSummary(name, rows)),
    trials: () => sorted,
  };
}

/** Trials of one model by verdict: `trialsOf('gpt', 'PPF')` gives s01 pass, s02 pass, s03 fail. E is an error, U unrecorded. */
export function trialsOf(model: string, verdicts: string, fields: Partial<TrialRow> = {}): TrialRow[] {
  const statuses = { P: 'pass', F: 'fail', E: 'error', U: 'unrecorded' } as const;
  return verdicts.split('').flatMap((verdict, at) => {
    const status = statuses[verdict as keyof typeof statuses];
    return status === undefined ? [] : [trial(`s${String(at + 1).padStart(2, '0')}`, model, { status, ...fields })];
  });
}
