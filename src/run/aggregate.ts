import { byCodeUnits } from '../text/code-units.ts';
import type { MeanScore, Summary, TrialRow } from '../domain/run.ts';
import { FAIL_REASONS, UNRECORDED_REASONS } from '../domain/score.ts';
import { TRIAL_ERROR_CODES } from '../domain/wire.ts';
import { CHECKS } from '../protocol/checks.ts';
import { addTo, emptySum, meanOf, type Sum } from '../stats/sum.ts';
import { Latencies } from '../stats/latencies.ts';
import { clusteredWilson, passAtKInterval, passHatKInterval } from '../stats/clustered-interval.ts';
import type { Cluster } from '../stats/clustered-interval.ts';
import { passAtK, passHatK } from '../stats/statistics.ts';

export interface ScenarioTags {
  readonly id: string;
  readonly tags: readonly string[];
}

/** Sums up trials model by model, fed one by one. */
export interface Aggregator {
  add(row: TrialRow): void;
  /** One summary for each model, in listed order. Models that were not listed follow, by name. */
  summarize(): Summary[];
}

const SCORES = ['selection', 'arguments', 'required', 'valid', 'abstention', 'choice', 'final', 'recovered'] as const;
const REASONS: readonly string[] = [...FAIL_REASONS, ...TRIAL_ERROR_CODES, ...UNRECORDED_REASONS];
const CHECK_CODES: readonly string[] = CHECKS.map(({ code }) => code);

/**
 * Makes an aggregator. Counts are whole numbers and sums are exact, so summaries do not depend on the order of rows. Memory
 * grows with scenarios and different latencies, not with trials. Only passed and failed trials count in denominators.
 */
export function createAggregator(models: readonly string[], scenarios: readonly ScenarioTags[]): Aggregator {
  const tagsOf = new Map(scenarios.map((scenario) => [scenario.id, scenario.tags]));
  const totals = new Map<string, ModelTotals>();
  const ofModel = (model: string): ModelTotals => {
    let total = totals.get(model);
    if (total === undefined) {
      total = new ModelTotals();
      totals.set(model, total);
    }
    return total;
  };
  for (const model of models) ofModel(model);
  return {
    add: (row) => ofModel(row.model).add(row),
    summarize: () => {
      const listed = new Set(models);
      const others = [...totals.keys()].filter((model) => !listed.has(model)).sort(byCodeUnits);
      return [...listed, ...others].map((model) => ofModel(model).summarize(model, tagsOf));
    },
  };
}

interface ScenarioCount {
  judged: number;
  passes: number;
}

class ModelTotals {
  readonly #perScenario = new Map<string, ScenarioCount>();
  readonly #scores: readonly Sum[] = SCORES.map(emptySum);
  readonly #relevance = emptySum();
  readonly #reasons = new Map<string, number>();
  readonly #findings = new Map<string, number>();
  readonly #latencies = new Latencies();
  readonly #cost = emptySum();
  readonly #input = emptySum();
  readonly #output = emptySum();
  readonly #status = { pass: 0, fail: 0, error: 0, unrecorded: 0 };
  readonly #parallel = { parallel: 0, serial: 0, incomplete: 0 };

  add(row: TrialRow): void {
    this.#status[row.status] += 1;
    let scenario = this.#perScenario.get(row.scenario);
    if (scenario === undefined) {
      scenario = { judged: 0, passes: 0 };
      this.#perScenario.set(row.scenario, scenario);
    }
    if (row.reason !== null) increase(this.#reasons, row.reason);
    if (row.findings.length > 0) {
      for (const check of new Set(row.findings.map((finding) => finding.check))) increase(this.#findings, check);
    }
    if (row.costUsd !== null) addTo(this.#cost, row.costUsd);
    addTo(this.#input, row.usage.input ?? 0);
    addTo(this.#output, row.usage.output ?? 0);
    if (row.status === 'pass' || row.status === 'fail') this.#judge(row, scenario);
  }

  #judge(row: TrialRow, scenario: ScenarioCount): void {
    scenario.judged += 1;
    if (row.status === 'pass') scenario.passes += 1;
    for (let i = 0; i < SCORES.length; i++) {
      const score = row.scores[SCORES[i] as (typeof SCORES)[number]];
      if (score !== null) addTo(this.#scores[i] as Sum, score);
    }
    if (row.relevance !== null) addTo(this.#relevance, row.relevance);
    if (row.latencyMs !== null) this.#latencies.add(row.latencyMs);
    this.#parallel.parallel += row.parallelCounts?.parallel ?? 0;
    this.#parallel.serial += row.parallelCounts?.serial ?? 0;
    this.#parallel.incomplete += row.parallelCounts?.incomplete ?? 0;
  }

  summarize(model: string, tagsOf: ReadonlyMap<string, readonly string[]>): Summary {
    const { pass, fail, error, unrecorded } = this.#status;
    const judged = pass + fail;
    const perScenario = [...this.#perScenario].sort(([a], [b]) => byCodeUnits(a, b));
    const clusters = perScenario.map(([, count]) => count);
    const score = (name: (typeof SCORES)[number]): MeanScore | null => meanScore(this.#scores[SCORES.indexOf(name)]);
    const relevance = meanScore(this.#relevance);
    const irrelevance = score('abstention');
    const groups = this.#parallel.parallel + this.#parallel.serial + this.#parallel.incomplete;
    const costUsd = this.#cost.count === 0 ? null : this.#cost.total;
    return {
      model,
      scenarios: perScenario.length,
      trials: judged + error + unrecorded,
      judged,
      pass,
      error,
      unrecorded,
      passRate: judged === 0 ? null : pass / judged,
      interval: clusteredWilson(clusters),
      scores: {
        selection: score('selection'),
        arguments: score('arguments'),
        required: score('required'),
        valid: score('valid'),
        abstention: irrelevance,
        choice: score('choice'),
        final: score('final'),
        recovered: score('recovered'),
      },
      parallel: groups === 0 ? null : { ...this.#parallel, support: this.#parallel.parallel / groups },
      relevance,
      irrelevance,
      balancedAccuracy: relevance === null || irrelevance === null ? null : (relevance.mean + irrelevance.mean) / 2,
      passAtK: passesByK(clusters),
      flaky: perScenario.filter(([, { judged: n, passes }]) => passes > 0 && passes < n).map(([id]) => id),
      reasons: inOrder(this.#reasons, REASONS),
      latency: this.#latencies.summarize(),
      usage: { input: this.#input.total, output: this.#output.total },
      costUsd,
      costPerSolvedUsd: costUsd === null || pass === 0 ? null : costUsd / pass,
      findings: inOrder(this.#findings, CHECK_CODES),
      tags: summarizeTags(perScenario, tagsOf),
    };
  }
}

function meanScore(sum: Sum | undefined): MeanScore | null {
  const mean = sum === undefined ? null : meanOf(sum);
  return sum === undefined || mean === null ? null : { mean, n: sum.count };
}

/** pass@k and pass^k for k from 1 to the most judged trials of a scenario; `[]` where no scenario has several. */
function passesByK(clusters: readonly Cluster[]): Summary['passAtK'] {
  const most = clusters.reduce((found, { judged }) => Math.max(found, judged), 0);
  if (most < 2) return [];
  return Array.from({ length: most }, (_, i) => {
    const k = i + 1;
    const [at, hat] = [emptySum(), emptySum()];
    for (const { judged, passes } of clusters) {
      if (judged < k) continue;
      addTo(at, passAtK(judged, passes, k));
      addTo(hat, passHatK(judged, passes, k));
    }
    const passAtInterval = passAtKInterval(clusters, k);
    const passHatInterval = passHatKInterval(clusters, k);
    const [passAt, passHat] = [meanOf(at) ?? 0, meanOf(hat) ?? 0];
    return { k, passAt, passHat, scenarios: at.count, passAtInterval, passHatInterval };
  });
}

function summarizeTags(
  perScenario: readonly (readonly [string, Cluster])[],
  tagsOf: ReadonlyMap<string, readonly string[]>,
): Summary['tags'] {
  const byTag = new Map<string, ScenarioCount>();
  for (const [id, { judged, passes }] of perScenario) {
    for (const tag of new Set(tagsOf.get(id))) {
      const total = byTag.get(tag) ?? { judged: 0, passes: 0 };
      byTag.set(tag, { judged: total.judged + judged, passes: total.passes + passes });
    }
  }
  return [...byTag]
    .sort(([a], [b]) => byCodeUnits(a, b))
    .map(([tag, { judged, passes }]) => ({
      tag,
      judged,
      pass: passes,
      passRate: judged === 0 ? null : passes / judged,
    }));
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function inOrder(counts: ReadonlyMap<string, number>, order: readonly string[]): { readonly [key: string]: number } {
  return Object.fromEntries(order.flatMap((key) => (counts.has(key) ? [[key, counts.get(key) ?? 0]] : [])));
}
