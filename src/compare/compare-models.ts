import { TooltapeError } from '../domain/errors.ts';
import type { RunHeader, Summary, TrialRow } from '../domain/run.ts';
import { byScenario } from './by-scenario.ts';
import { ALPHA, COMPARISON_FORMAT, type ModelComparison } from './comparison.ts';
import { addGatewayTrials, finishGatewayPair, gatewayPairs } from './compare-gateways.ts';
import { groupTally } from './model-groups.ts';
import { addPairs, finishPairs, pairTally } from './pair-tally.ts';
import { sequentialPairs } from './sequential-pairs.ts';
import { selectionOfRun } from './selection/compare-selection.ts';

/**
 * Compares the models of one run with a baseline model (default: the first listed), on the same scenarios. Returns the models
 * by pass rate, best first. Reads the trials once, and holds one scenario at a time.
 * Errors: UNKNOWN_MODEL when the run has no such baseline, RUN_FILE when its trials are not sorted.
 */
export function compareModels(
  header: RunHeader,
  summary: readonly Summary[],
  trials: Iterable<TrialRow>,
  options: { readonly baseline?: string | undefined } = {},
): ModelComparison {
  const baseline = baselineOf(header, options.baseline);
  const models = bestFirst(summary);
  const tallies = models.filter(({ model }) => model !== baseline).map(({ model }) => pairTally(baseline, model));
  const gateways = gatewayPairs(header.models);
  const groups = groupTally();
  const selection = selectionOfRun(header);
  for (const { scenario, byModel } of byScenario(trials)) {
    const base = byModel.get(baseline) ?? [];
    for (const tally of tallies) addPairs(tally, scenario, base, byModel.get(tally.candidate) ?? []);
    for (const rows of byModel.values()) for (const row of rows) groups.add(row);
    for (const pair of gateways) addGatewayTrials(pair, byModel);
    selection.add(scenario, byModel);
  }
  const { until } = header;
  const pairs = finishPairs(tallies);
  return {
    format: COMPARISON_FORMAT,
    kind: 'models',
    alpha: ALPHA,
    baseline,
    until: until ?? null,
    models,
    pairs: until?.against === baseline ? sequentialPairs(pairs, until) : pairs,
    groups: groups.finish(),
    gateways: gateways.map(finishGatewayPair),
    definitions: selection.definitions(),
    orders: selection.orders(),
  };
}

/** The baseline model by its name, or the first model of the run. Errors: UNKNOWN_MODEL. */
export function baselineOf(header: RunHeader, named: string | undefined): string {
  const names = header.models.map(({ name }) => name);
  const baseline = named ?? names[0];
  if (baseline !== undefined && names.includes(baseline)) return baseline;
  throw new TooltapeError(
    'UNKNOWN_MODEL',
    baseline === undefined ? 'The run holds no model.' : `The run holds no model named ${JSON.stringify(baseline)}.`,
    { remedy: names.length === 0 ? 'Run at least one model.' : `Name one of: ${names.join(', ')}` },
  );
}

/** Sorts models by pass rate. Models without a judged trial come last; equal ones keep their order. */
function bestFirst(summary: readonly Summary[]): Summary[] {
  return [...summary].sort((a, b) => (b.passRate ?? -1) - (a.passRate ?? -1));
}
