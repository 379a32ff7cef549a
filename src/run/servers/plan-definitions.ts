import { listCells } from '../../cassette/store/list-cells.ts';
import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/environment.ts';
import { selectModels } from '../../config/select.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { Model } from '../../domain/model.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { FindServer } from '../../domain/server.ts';
import { loadScenarios, type LoadedScenarios } from '../../scenario/load.ts';
import { planCells, planReplay, selectScenarios, type ReplayPlan, type Selection } from '../plan.ts';
import { withDefinitions, type ToolDefinitions } from './tool-definitions.ts';

/** Scenarios with the tools that one label defines. */
export interface DefinedScenarios {
  readonly label: string;
  readonly scenarios: readonly Scenario[];
}

/** The scenarios of a run with several `--tools-from`. */
export interface LoadedDefinitions {
  /** For each label, in the order given, the selected scenarios that use a server with definitions. */
  readonly labels: readonly DefinedScenarios[];
  /** All scenarios, as the first label loads them, for messages about files. */
  readonly loaded: LoadedScenarios;
  /**
   * Number of selected scenarios without tools of a server that `--tools-from` defines. Their requests would be equal under every label,
   * so the run leaves them out.
   */
  readonly untouched: number;
}

/**
 * Loads the scenarios once for each label. Errors: SCENARIO; NOTHING_TO_RUN where no scenario uses a server with definitions.
 */
export function loadDefinitions(
  paths: readonly string[],
  cwd: string,
  find: FindServer,
  definitions: readonly ToolDefinitions[],
  selection: Selection,
): LoadedDefinitions {
  const defined = new Set(definitions.flatMap(({ servers }) => [...servers.keys()]));
  const takes = ({ tools }: Scenario): boolean =>
    tools.some(({ server }) => server !== undefined && defined.has(server.name));
  const all = definitions.map((one) => ({
    label: one.label,
    loaded: loadScenarios(paths, { cwd, servers: withDefinitions(one, find) }),
  }));
  const [first] = all;
  if (first === undefined) throw new Error('there is a label');
  const selected = selectScenarios(first.loaded.scenarios, selection);
  const touched = new Set(selected.filter(takes).map(({ id }) => id));
  if (touched.size === 0 && selection.shard === null && selected.length > 0) {
    const names = [...defined].join(', ');
    throw new TooltapeError(
      'NOTHING_TO_RUN',
      `No selected scenario takes tools of the server ${names}, which --tools-from defines`,
      {
        remedy: 'Compare definitions of a server that scenarios name: tools: [{ mcp: … }].',
      },
    );
  }
  const labels = all.map(({ label, loaded }) => ({
    label,
    scenarios: loaded.scenarios.filter(({ id }) => touched.has(id)),
  }));
  return { labels, loaded: first.loaded, untouched: selected.length - touched.size };
}

/** The model under a label, with its own name: `gpt-4o+a`. */
function definedModel(model: Model, label: string): Model {
  return { ...model, name: `${model.name}+${label}`, definitions: { model: model.name, label } };
}

/** The plan of a run with several definitions. */
export interface PlanOfDefinitions extends ReplayPlan {
  readonly models: readonly Model[];
}

/** Each scenario with each model under each label, scenario by scenario. */
export function planDefinitions(
  labels: readonly DefinedScenarios[],
  trials: number | 'recorded',
  models: readonly Model[],
): PlanOfDefinitions {
  const defined = models.flatMap((model) => labels.map(({ label }) => definedModel(model, label)));
  const cells = scenarioRows(labels).flatMap((row) =>
    defined.flatMap((model) => {
      const scenario = row.get(model.definitions?.label ?? '');
      return scenario === undefined ? [] : planCells([scenario], [model], trials);
    }),
  );
  return { models: defined, cells, leftOut: [] };
}

/**
 * Plans a replay of several definitions. Every scenario is planned with the models that `--models` or `defaults.models` names;
 * other models only where they are recorded.
 */
export function replayDefinitions(
  labels: readonly DefinedScenarios[],
  trials: number | 'recorded',
  options: { readonly models?: string | undefined; readonly cassettes: string },
  config: Config,
  env: Environment,
): PlanOfDefinitions {
  const recorded = new Set(listCells(options.cassettes).map(({ scenario, model }) => `${scenario}\n${model}`));
  const isRecorded = (scenario: string, model: string): boolean => recorded.has(`${scenario}\n${model}`);
  const named = options.models !== undefined || config.defaults.namesModels;
  const { models } = planDefinitions(labels, trials, selectModels(config, options.models ?? null, env));
  const rows = scenarioRows(labels);
  const plans = rows.map((row) =>
    models.map((model) => {
      const scenario = row.get(model.definitions?.label ?? '');
      return planReplay(scenario === undefined ? [] : [scenario], [{ model, named }], isRecorded, trials);
    }),
  );
  const cells = plans.flat().flatMap((plan) => plan.cells);
  const used = new Set(cells.map(({ model }) => model.name));
  return { models: models.filter(({ name }) => used.has(name)), cells, leftOut: [] };
}

/** The scenarios in order, each as every label defines it. */
function scenarioRows(labels: readonly DefinedScenarios[]): readonly ReadonlyMap<string, Scenario>[] {
  const rows = new Map<string, Map<string, Scenario>>();
  for (const { label, scenarios } of labels) {
    for (const scenario of scenarios) {
      const row = rows.get(scenario.id) ?? new Map<string, Scenario>();
      rows.set(scenario.id, row.set(label, scenario));
    }
  }
  return [...rows.values()];
}
