import { modeOf, type Mode } from '../domain/recording.ts';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Environment } from '../config/environment.ts';
import { loadConfig } from '../config/load.ts';
import type { Run, Shard, TrialRow } from '../domain/run.ts';
import { lastRunPlace } from '../run/file/run-file-place.ts';
import { openRunFile, type RunSource } from '../run/file/run-file-read.ts';
import { scenarioPlaces } from '../run/notes/scenario-places.ts';
import { staleGroups, type CommandFor } from '../run/notes/stale-recordings.ts';
import { escapeRegExp } from '../text/escape-reg-exp.ts';
import { prepareRun, selectionOf, type RunFlags as CommandOptions } from '../run/prepare-run.ts';
import { prepareServers } from '../run/servers/prepare-servers.ts';
import { runHarness, type RunResult as HarnessResult } from '../run/run-harness.ts';
import { checkOptions } from './checks/check-options.ts';
import { REPLAY_RULES, RUN_RULES } from './checks/run-rules.ts';
import { withIssues } from './checks/with-issues.ts';
import { readSource, type ScenarioSource } from './scenarios.ts';
import { VERSION } from './version.ts';

/** Options of `replay`. Each has the default of the command line. */
export interface ReplayOptions {
  /** Scenarios to run. Default: the folder `scenarios`. */
  readonly scenarios?: ScenarioSource;
  /**
   * Aliases and `name@gateway`; `list` for `defaults.models` of the configuration, `all` for every alias. Default: `list`; in a
   * replay every other configured model that has a recording, too.
   */
  readonly models?: string | readonly string[];
  /** Folder that all relative paths start from. Default: the working directory of the process. */
  readonly cwd?: string;
  /** The configuration file. Default: `tooltape.config.yaml`, where there is one. */
  readonly config?: string;
  /** Folder of the recordings. Default: `cassettes`. */
  readonly cassettes?: string;
  /**
   * Path of the run file. Default: `.tooltape/last-run.json`; a temporary file where that cannot be written. Concurrent runs need a
   * file each.
   */
  readonly output?: string;
  /** Trials of each scenario × model. Default: as recorded in a replay, else `defaults.trials` of the configuration. */
  readonly trials?: number;
  /** Only scenarios with any of these tags. Default: all. */
  readonly tags?: readonly string[];
  /** Only scenarios whose id matches. Default: all. */
  readonly grep?: RegExp;
  /** A part of the scenarios, `{ index: 1, count: 4 }`; `index` counts from 1. Default: all. */
  readonly shard?: Shard;
  /**
   * `fair`: repairs that lose nothing do not cost the model. `raw`: a breaking wire finding in a response with calls fails the
   * trial. Default: fair.
   */
  readonly wire?: 'fair' | 'raw';
  /** `both` holds each conversation twice, without and with streaming. Default: `defaults.stream` of the configuration. */
  readonly stream?: boolean | 'both';
  /** Environment variables, for keys. Default: those of the process. */
  readonly env?: Environment;
  /** Ends the run at once. Finished trials are kept, and `stoppedBy` is `interrupt`. Default: nothing ends it. */
  readonly signal?: AbortSignal;
  /** Called when a trial has ended, in no certain order. */
  readonly onTrial?: (trial: TrialRow) => void;
}

/** Options of `run`. */
export interface RunOptions extends ReplayOptions {
  /** `missing` records what has no recording, `all` records everything anew, `none` replays. Default: missing; none where CI is set. */
  readonly record?: 'missing' | 'all' | 'none';
  /** With `record: 'all'`: true drops the unfinished part of an earlier `all`. Default: false. */
  readonly fresh?: boolean;
  /** Most trials in flight at once. Default: `defaults.concurrency` of the configuration. */
  readonly concurrency?: number;
  /** Most retries of a request. Default: `defaults.retries` of the configuration. */
  readonly retries?: number;
  /** US dollars after which no trial starts. Default: no limit. */
  readonly maxCostUsd?: number;
  /** Requests after which no trial starts. Default: no limit. */
  readonly maxRequests?: number;
  /** `decided` adds trials until it is decided which model is better. Default: all trials run. */
  readonly until?: 'decided';
  /** With `until`: the model that the others are compared with. Default: the first. */
  readonly against?: string;
  /** With `until`: the smallest difference of pass rates that matters, 0..1. Default: 0.05. */
  readonly margin?: number;
  /** With `until`: most trials of a scenario × model. Default: 10. */
  readonly maxTrials?: number;
  /** Called while another program records into the same file: with the path of the lock, and the process that holds it. */
  readonly onWait?: (lock: string, holder: string) => void;
  /** Called when an MCP server asks for something that tooltape refuses: `sampling/createMessage`. */
  readonly onAsk?: (server: string, method: string) => void;
}

/** A finished run: totals, and trials that are read from the run file one at a time. */
export interface RunResult extends HarnessResult, Run {
  /** Path of the run file. */
  readonly file: string;
  /**
   * Why the run is not kept as the last one, in a folder without the right to write: `file` is then a temporary file, which is
   * removed when the process ends. Null for a run that is kept.
   */
  readonly unkept: string | null;
}

/**
 * Replays recordings and judges them, as `tooltape replay` does: no key, no request.
 *
 * Returns the run: `summary` by model, `trials()`, and what was missing. A trial that fails, or has no recording, is a result.
 * Errors: SCENARIO, CONFIG, UNKNOWN_MODEL; NOTHING_TO_RUN where nothing is selected or recorded; OUTPUT.
 *
 * @example
 * const run = await replay();
 * console.log(await report(run, 'markdown').text());
 */
export async function replay(options: ReplayOptions = {}): Promise<RunResult> {
  checkOptions('replay', options, REPLAY_RULES);
  return execute(options, 'replay');
}

/**
 * Runs scenarios against models, as `tooltape run` does: what is recorded is replayed, what is not is asked for and recorded.
 *
 * Returns the run: `summary` by model, `trials()`, requests, cost in US dollars. A trial that fails or errors is a result.
 * Errors: as `replay`; MISSING_KEY and SERVER before any request; SECRET_IN_DATA for a scenario that holds a key.
 *
 * @example
 * const { summary } = await run({ models: ['oracle', 'talker'] });
 * for (const { model, passRate } of summary) console.log(model, passRate);
 */
export async function run(options: RunOptions = {}): Promise<RunResult> {
  checkOptions('run', options, RUN_RULES);
  return execute(options, modeOf(options.record, process.env['CI']));
}

async function execute(options: RunOptions, mode: Mode): Promise<RunResult> {
  try {
    return await executed(options, mode);
  } catch (error) {
    throw withIssues(error);
  }
}

async function executed(options: RunOptions, mode: Mode): Promise<RunResult> {
  const cwd = options.cwd ?? process.cwd();
  const env = options.env ?? process.env;
  const { scenarios, signal = new AbortController().signal, onTrial, onWait, onAsk = () => {} } = options;
  const { paths, loaded } = readSource(scenarios);
  const command = commandOptions(options, cwd);
  const { cassettes } = command;
  const config = loadConfig({ file: options.config ?? null, cwd });
  const servers = await prepareServers(
    {
      paths,
      ...(loaded !== null && { loaded }),
      cwd,
      selection: selectionOf(command),
      mode,
      cassettes,
      dryRun: false,
      toolsFrom: [],
    },
    config,
    env,
    { version: VERSION, signal, legacy: new Set(), onAsk },
  );
  const context = { config, servers, env, cwd, version: VERSION };
  const prepared = prepareRun(loaded ?? paths, command, mode, context);
  const { file, fault } =
    options.output === undefined
      ? lastRunPlace('`output`', resolve(cwd))
      : { file: resolve(cwd, options.output), fault: null };
  const request = { ...prepared.request, output: file };
  const result = await runHarness(request, {
    now: Date.now,
    clock: () => performance.now(),
    random: Math.random,
    stop: signal,
    abort: signal,
    nockOff: process.env['NOCK_OFF'],
    id: randomUUID(),
    onTrial: ({ row }) => onTrial?.(row),
    onAsk,
    ...(onWait !== undefined && { onWait }),
  });
  // Commands are relative to the folder of the run, not to the working directory of this process.
  const named = { ...command, cassettes: options.cassettes ?? 'cassettes' };
  let source: RunSource | null = null;
  return {
    ...result,
    file,
    unkept: fault,
    trials: () => (source ??= openRunFile(file)).trials(),
    stale: staleGroups(result, prepared, named, loaded === null ? undefined : callFor(named)),
    places: scenarioPlaces(request.scenarios, cwd),
  };
}

/** Makes the call that records scenarios anew, because no command line finds scenarios of a program. */
function callFor({ cassettes }: CommandOptions): CommandFor {
  return ({ code }, { scenario, others = [], all = false, model, trial = 1 }) => {
    const names = [scenario, ...others].map(escapeRegExp).join('|');
    const options = [
      'scenarios',
      `models: ${JSON.stringify(model)}`,
      `record: '${code === 'never-recorded' ? 'missing' : 'all'}'`,
      ...(all ? [] : [`grep: /^(?:${names})$/`]),
      ...(trial > 1 ? [`trials: ${trial}`] : []),
      ...(cassettes === 'cassettes' ? [] : [`cassettes: ${JSON.stringify(cassettes)}`]),
    ];
    return `await run({ ${options.join(', ')} })`;
  };
}

/** The options in the form of the command line. */
function commandOptions(options: RunOptions, cwd: string): CommandOptions {
  const { models, stream, tags, cassettes = 'cassettes', maxCostUsd, wire = 'fair', ...rest } = options;
  const {
    scenarios: _scenarios,
    env: _env,
    signal: _signal,
    onTrial: _onTrial,
    onWait: _onWait,
    onAsk: _onAsk,
    ...same
  } = rest;
  return {
    ...same,
    reporter: '',
    wire,
    cassettes: cwd === process.cwd() ? cassettes : resolve(cwd, cassettes),
    ...(models !== undefined && { models: typeof models === 'string' ? models : models.join(',') }),
    ...(stream !== undefined && { stream: stream === 'both' ? 'both' : stream ? 'true' : 'false' }),
    ...(tags !== undefined && { tag: tags }),
    ...(maxCostUsd !== undefined && { maxCost: maxCostUsd }),
  };
}
