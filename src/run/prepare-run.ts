import type { Mode, RecordWord } from '../domain/recording.ts';
import { isAbsolute, relative } from 'node:path';
import type { TextPattern } from '../pattern/pattern.ts';
import { createKeyer } from '../cassette/lookup/key.ts';
import type { CellList, ListedCell } from '../cassette/store/list-cells.ts';
import { createRedactor } from '../redact/redact.ts';
import type { Tolerance } from '../compare/gates/baseline.ts';
import type { FindingLevel } from '../compare/gates/max-findings.ts';
import type { MinPass } from '../compare/gates/min-pass.ts';
import type { Config } from '../config/config.ts';
import { secretsOf } from '../config/secrets.ts';
import { configuredHeaders, type Environment } from '../config/environment.ts';
import { resolveKey, selectModels } from '../config/select.ts';
import { TooltapeError, type Issue } from '../domain/errors.ts';
import type { Gateway } from '../domain/model.ts';
import type { Shard } from '../domain/run.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { RunRequest } from './run-harness.ts';
import { inBothOrders, planCells, planReplay, selectScenarios, type ReplayPlan, type Selection } from './plan.ts';
import {
  loadDefinitions,
  planDefinitions,
  replayDefinitions,
  type LoadedDefinitions,
} from './servers/plan-definitions.ts';
import type { PreparedServers } from './servers/prepare-servers.ts';
import type { ToolsFrom } from './servers/tool-definitions.ts';
import type { FileMemory } from '../scenario/file-memory.ts';
import { loadScenarios, type LoadedScenarios } from '../scenario/load.ts';
import { runFileFor } from './file/run-file-name.ts';
import { nothingSelected } from './nothing-selected.ts';
import { agentVariables, hasAgents, notApplied } from './trial/agent/configured-agents.ts';
import { protocolIssues } from './protocol-issues.ts';
import { replayModels, type ReplayModels } from './replay-models.ts';
import { MAX_TRIALS, prepareUntil, refuseUntil } from './until/prepare-until.ts';

/** Options of the command line. */
export interface RunFlags {
  readonly models?: string;
  readonly trials?: number;
  readonly record?: RecordWord;
  readonly fresh?: boolean;
  readonly concurrency?: number;
  readonly retries?: number;
  readonly tag?: readonly string[];
  readonly grep?: TextPattern;
  readonly shard?: Shard;
  readonly config?: string;
  readonly cassettes: string;
  readonly output?: string;
  readonly reporter: string;
  readonly wire: 'fair' | 'raw';
  readonly stream?: 'true' | 'false' | 'both';
  readonly minPass?: readonly MinPass[];
  readonly baseline?: string;
  readonly baselineTolerance?: Tolerance;
  readonly maxFindings?: FindingLevel;
  readonly maxCost?: number;
  readonly maxRequests?: number;
  readonly dryRun?: boolean;
  readonly until?: 'decided';
  readonly against?: string;
  readonly margin?: number;
  readonly maxTrials?: number;
  readonly toolsFrom?: readonly ToolsFrom[];
  readonly toolOrder?: 'both';
  readonly watch?: boolean;
  readonly name?: string;
}

export interface PreparedRun {
  readonly request: RunRequest;
  /** Warnings about the scenarios; none in a replay. */
  readonly warnings: () => readonly Issue[];
  readonly leftOut: ReplayPlan['leftOut'];
  readonly unconfigured: ReplayModels['unconfigured'];
  /** Number of selected scenarios that are left out because no list of `--tools-from` changes their tools. */
  readonly untouched: number;
}

/** Configuration, environment and servers of a run. */
export interface RunContext {
  readonly config: Config;
  readonly servers: PreparedServers;
  readonly env: Environment;
  readonly cwd: string;
  readonly version: string;
  /** Files that an earlier plan with equal options read. Default: everything is read. */
  readonly memory?: PlanMemory;
  /** In a replay: plans the cells that `run` would record. Default: those that are recorded, and those of `defaults.models`. */
  readonly asRun?: boolean;
  /** As typed, for the run file; left out where the library runs it. */
  readonly command?: string;
}

/** The content of scenario files, and the list of cells with a recording, kept between plans. */
export interface PlanMemory {
  readonly files: FileMemory;
  readonly cells: CellList;
}

/** The selection of scenarios that the options ask for. */
export function selectionOf(options: Pick<RunFlags, 'tag' | 'grep' | 'shard'>): Selection {
  return { tags: options.tag ?? [], grep: options.grep ?? null, shard: options.shard ?? null };
}

/** Prepares a run of paths or of loaded scenarios. Errors: everything that is wrong before the first request. */
export function prepareRun(
  given: readonly string[] | LoadedScenarios,
  options: RunFlags,
  mode: Mode,
  { config, servers, env, cwd, version, command, memory, asRun = false }: RunContext,
): PreparedRun {
  refuseUntil(options);
  const paths = 'scenarios' in given ? [] : given;
  const selection = selectionOf(options);
  const { definitions, find } = servers;
  const defined = definitions.length === 0 ? null : loadDefinitions(paths, cwd, find, definitions, selection);
  const loaded =
    defined?.loaded ??
    ('scenarios' in given
      ? given
      : loadScenarios(given, {
          cwd,
          servers: find,
          withoutTools: hasAgents(config),
          ...(memory !== undefined && { memory: memory.files }),
        }));
  const selected = defined?.labels[0]?.scenarios ?? selectScenarios(loaded.scenarios, selection);
  const everyShard =
    options.shard === undefined ? selected : selectScenarios(loaded.scenarios, { ...selection, shard: null });
  if (everyShard.length === 0) throw nothingSelected(loaded.scenarios, options);
  const plan = inOrders(
    options.toolOrder,
    defined !== null
      ? planOfDefinitions(defined, asRun ? 'missing' : mode, options, config, env)
      : mode === 'replay' && !asRun
        ? planOfReplay(everyShard, selected, options, config, env, memory?.cells.all())
        : planOfRun(selected, options, config, env),
  );
  // With few scenarios a shard may be empty. It still writes a run file, because a merge needs the file of every shard.
  if (plan.cells.length === 0 && (options.shard === undefined || plan.models.length === 0)) {
    throw new TooltapeError('NOTHING_TO_RUN', `${options.cassettes} holds no recording of any selected scenario`, {
      remedy: 'Record some first: npx tooltape run --record missing',
    });
  }
  const headersOf = ({ name, headers }: Gateway): { readonly [name: string]: string } =>
    configuredHeaders(headers, env, `The gateway "${name}"`);
  if (mode !== 'replay' && options.dryRun !== true) {
    for (const { gateway, agent } of plan.models) {
      for (const asked of agent?.gateways ?? [gateway]) {
        resolveKey(asked, env);
        headersOf(asked);
      }
      if (agent !== undefined) agentVariables(agent, env, mode);
    }
  }
  const { defaults } = config;
  const request: RunRequest = {
    version,
    asked: {
      command: command ?? null,
      repeat: repeated(paths, { ...options, cassettes: fromHere(options.cassettes, cwd) }),
      cassettes: fromHere(options.cassettes, cwd),
      ...(options.name !== undefined && { name: options.name }),
    },
    mode,
    wire: options.wire,
    stream:
      options.stream === undefined ? defaults.stream : options.stream === 'both' ? 'both' : options.stream === 'true',
    temperature: defaults.temperature,
    maxTokens: defaults.maxTokens,
    cells: plan.cells,
    models: plan.models,
    imported: plan.imported,
    scenarios: selected,
    shard: options.shard ?? null,
    cassettes: options.cassettes,
    fresh: options.fresh === true,
    output: runFileFor(options.output),
    concurrency: options.concurrency ?? defaults.concurrency,
    retries: options.retries ?? defaults.retries,
    timeoutMs: defaults.timeoutMs,
    until: prepareUntil(options, plan.models, selected),
    limits: { maxCostUsd: options.maxCost ?? null, maxRequests: options.maxRequests ?? null },
    ignore: config.ignore,
    redact: config.redact,
    keyOf: (gateway: Gateway) => resolveKey(gateway, env),
    headersOf,
    servers: servers.servers,
    listed: servers.listed,
    defined: new Map(defined?.labels.map(({ label, scenarios }) => [label, scenarios])),
    secrets: secretsOf(config, env),
    env,
    agentEnv: (agent) => agentVariables(agent, env, mode),
  };
  const ofProtocols =
    mode === 'replay' ? [] : [...protocolIssues(plan.cells, { ...defaults, stream: false }), ...notApplied(plan.cells)];
  const { leftOut, unconfigured } = plan;
  const untouched = defined?.untouched ?? 0;
  return { untouched, request, warnings: warningsOf(mode, loaded, ofProtocols), leftOut, unconfigured };
}

/** A path below the folder, seen from it, so that a run file names no path of this machine; any other path as it is. */
function fromHere(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return isAbsolute(path) && below !== '' && !below.startsWith('..') && !isAbsolute(below) ? below : path;
}

/** Arguments that a command about a part of the run repeats. */
function repeated(paths: readonly string[], { cassettes, config }: RunFlags): readonly string[] {
  return [
    ...paths,
    ...(cassettes === 'cassettes' ? [] : ['--cassettes', cassettes]),
    ...(config === undefined ? [] : ['--config', config]),
  ];
}

/**
 * Warnings of a recording run. A replay gives none, because CI runs `check` for them, and the lints would keep the text of
 * every file in memory.
 */
function warningsOf(mode: Mode, loaded: LoadedScenarios, ofProtocols: readonly Issue[]): () => readonly Issue[] {
  return mode === 'replay' ? noWarnings : () => [...loaded.warnings, ...ofProtocols];
}

/** Declared outside of `warningsOf`, because a closure in it would keep the loaded files in memory for the whole run. */
const noWarnings = (): readonly Issue[] => [];

interface PlanOfRun extends ReplayPlan {
  readonly models: RunRequest['models'];
  readonly imported: ReadonlySet<string>;
  readonly unconfigured: ReplayModels['unconfigured'];
}

function planOfRun(scenarios: readonly Scenario[], options: RunFlags, config: Config, env: Environment): PlanOfRun {
  const models = selectModels(config, options.models ?? null, env);
  const cells = planCells(scenarios, models, trialsAsked(options, config));
  return { models, imported: new Set(), unconfigured: [], cells, leftOut: [] };
}

function trialsAsked(options: RunFlags, config: Config): number {
  return options.until === undefined ? (options.trials ?? config.defaults.trials) : (options.maxTrials ?? MAX_TRIALS);
}

function planOfDefinitions(
  { labels }: LoadedDefinitions,
  mode: Mode,
  options: RunFlags,
  config: Config,
  env: Environment,
): PlanOfRun {
  const plan =
    mode === 'replay'
      ? replayDefinitions(labels, options.trials ?? 'recorded', options, config, env)
      : planDefinitions(labels, trialsAsked(options, config), selectModels(config, options.models ?? null, env));
  return { ...plan, imported: new Set(), unconfigured: [] };
}

/** With `both`, every cell runs with twice as many trials. */
function inOrders(order: RunFlags['toolOrder'], plan: PlanOfRun): PlanOfRun {
  return order === 'both' ? { ...plan, cells: plan.cells.map(inBothOrders) } : plan;
}

/** Plans a replay. The models are those of all shards, so that the run files of shards can be merged. */
function planOfReplay(
  everyShard: readonly Scenario[],
  scenarios: readonly Scenario[],
  options: RunFlags,
  config: Config,
  env: Environment,
  cells?: readonly ListedCell[],
): PlanOfRun {
  const keyer = createKeyer({ redactor: createRedactor() });
  const ids = new Set(everyShard.map((scenario) => scenario.id));
  const found = replayModels(options.models ?? null, config, env, options.cassettes, ids, keyer, cells);
  const { models, isRecorded, unconfigured } = found;
  const plan = planReplay(scenarios, models, isRecorded, options.trials ?? 'recorded');
  return {
    ...plan,
    unconfigured,
    models: models.map(({ model }) => model),
    imported: new Set(models.filter(({ imported }) => imported).map(({ model }) => model.name)),
  };
}
