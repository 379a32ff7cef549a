import type { ModelRow, RunHeader, ScenarioRow, TrialRow } from '../../domain/run.ts';
import { RUN_FORMAT } from '../../domain/run.ts';
import { NO_SCORES } from '../../run/file/trial-row.ts';
import { byCodeUnits } from '../../text/code-units.ts';
import type { PublishedVerdict } from './verdict.ts';

/** A run that holds verdicts and nothing else: no messages, calls or texts. */
export interface VerdictRun {
  readonly header: RunHeader;
  /** In the order of the run file. */
  readonly trials: readonly TrialRow[];
}

/** The verdicts as a run: models in the order in which they come, items as scenarios by id. */
export function verdictRun(verdicts: readonly PublishedVerdict[], version: string, createdAt: string): VerdictRun {
  const models = [...new Set(verdicts.map(({ model }) => model))];
  const order = new Map(models.map((model, at) => [model, at]));
  const tags = new Map<string, Set<string>>();
  for (const { item, tags: some } of verdicts) {
    const all = tags.get(item) ?? new Set<string>();
    for (const tag of some) all.add(tag);
    tags.set(item, all);
  }
  const sorted = verdicts.toSorted(
    (a, b) => byCodeUnits(a.item, b.item) || (order.get(a.model) ?? 0) - (order.get(b.model) ?? 0) || a.trial - b.trial,
  );
  return {
    header: {
      format: RUN_FORMAT,
      tool: { version },
      createdAt,
      mode: 'import',
      wire: 'fair',
      shard: null,
      models: models.map(modelRow),
      scenarios: [...tags].sort(([a], [b]) => byCodeUnits(a, b)).map(([id, all]) => scenarioRow(id, [...all])),
    },
    trials: sorted.map(trialRow),
  };
}

function modelRow(name: string): ModelRow {
  return { name, servedAs: name, gateway: '', price: null, omit: [], rename: {}, source: 'import' };
}

/** Nothing is known of the item but its name: all runs judge it by the same rule. */
function scenarioRow(id: string, tags: readonly string[]): ScenarioRow {
  return { id, tags, messages: [], tools: [], expect: null, ruleHash: '' };
}

function trialRow({ model, item, trial, outcome, error, latencyMs, costUsd }: PublishedVerdict): TrialRow {
  return {
    scenario: item,
    model,
    trial,
    status: outcome,
    reason: error?.code ?? null,
    error: error === null ? null : { status: null, code: error.code, message: error.message },
    attempts: 0,
    recordingHash: null,
    scores: NO_SCORES,
    parallelCounts: null,
    relevance: null,
    problems: [],
    calls: [],
    steps: [],
    findings: [],
    usage: { input: null, output: null },
    latencyMs,
    costUsd,
  };
}
