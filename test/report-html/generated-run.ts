import type { MeanScore, ModelRow, RunHeader, ScenarioRow, Summary, TrialRow } from '../../src/domain/run.ts';
import { MODELS, scenarioRow, trialRow } from './generated-trials.ts';

export { HOSTILE } from './generated-trials.ts';

export interface GeneratedRun {
  readonly header: RunHeader;
  readonly summary: readonly Summary[];
  trials(): Generator<TrialRow>;
}

/** A run of scenarios × 9 models; every sixth scenario has three trials. The same for the same number of scenarios. */
export function generatedRun(scenarios: number): GeneratedRun {
  const rows = Array.from({ length: scenarios }, (_, i) => scenarioRow(i));
  const header: RunHeader = {
    format: 'tooltape.run/1',
    tool: { version: '0.1.0' },
    createdAt: '2026-11-24T20:32:00.000Z',
    mode: 'replay',
    wire: 'fair',
    shard: null,
    models: MODELS.map(([name, gateway]): ModelRow => ({
      name,
      servedAs: name,
      gateway,
      ...(name.startsWith('claude') && { protocol: 'messages' as const }),
      price: null,
      omit: [],
      rename: {},
      source: 'live',
    })),
    scenarios: rows,
  };
  function* trials(): Generator<TrialRow> {
    for (let s = 0; s < scenarios; s += 1) {
      for (let m = 0; m < MODELS.length; m += 1) {
        for (let t = 1; t <= (s % 6 === 5 ? 3 : 1); t += 1) yield trialRow(rows[s] as ScenarioRow, s, m, t);
      }
    }
  }
  return { header, trials, summary: summarise(header, trials()) };
}

function summarise(header: RunHeader, trials: Iterable<TrialRow>): Summary[] {
  const byModel = new Map(header.models.map(({ name }) => [name, [] as TrialRow[]]));
  for (const trial of trials) byModel.get(trial.model)?.push(trial);
  return [...byModel].map(([model, rows]): Summary => {
    const judged = rows.filter(({ status }) => status === 'pass' || status === 'fail');
    const pass = judged.filter(({ status }) => status === 'pass').length;
    const rate = judged.length === 0 ? null : pass / judged.length;
    const spread = rate === null ? 0 : 1.96 * Math.sqrt((rate * (1 - rate)) / judged.length) + 0.002;
    const mean = (value: number): MeanScore => ({ mean: Math.min(1, value), n: judged.length });
    const times = judged.flatMap((row) => row.latencyMs ?? []).sort((a, b) => a - b);
    const findings = rows.filter((row) => row.findings.length > 0).length;
    return {
      model,
      scenarios: header.scenarios.length,
      trials: rows.length,
      judged: judged.length,
      pass,
      error: rows.filter(({ status }) => status === 'error').length,
      unrecorded: rows.filter(({ status }) => status === 'unrecorded').length,
      passRate: rate,
      interval: rate === null ? null : [Math.max(0, rate - spread), Math.min(1, rate + spread)],
      scores:
        rate === null
          ? NO_MEANS
          : {
              ...NO_MEANS,
              selection: mean(rate + 0.06),
              arguments: mean(rate + 0.03),
              required: mean(rate + 0.05),
              valid: mean(0.985),
              abstention: mean(rate + 0.02),
              final: mean(rate + 0.04),
            },
      parallel: rate === null ? null : { parallel: pass, serial: judged.length - pass, incomplete: 0, support: rate },
      relevance: null,
      irrelevance: null,
      balancedAccuracy: null,
      passAtK:
        rate === null
          ? []
          : [
              { k: 1, passAt: rate, passHat: rate, scenarios: 1200 },
              { k: 3, passAt: rate, passHat: rate ** 2, scenarios: 200 },
            ],
      flaky: [],
      reasons: {},
      latency:
        times.length === 0
          ? null
          : { p50: times[Math.floor(times.length / 2)] ?? 0, p95: times[Math.floor(times.length * 0.95)] ?? 0 },
      usage: { input: 0, output: 0 },
      costUsd: times.length === 0 ? null : 1.23,
      costPerSolvedUsd: pass === 0 ? null : 1.23 / pass,
      findings: findings === 0 ? {} : { 'call-id': findings },
      tags: [],
    };
  });
}

const NO_MEANS: Summary['scores'] = {
  selection: null,
  arguments: null,
  required: null,
  valid: null,
  abstention: null,
  choice: null,
  final: null,
  recovered: null,
};
