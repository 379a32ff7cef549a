import { createFileLocks } from '../files/file-lock.ts';
import { createKeyer, type IgnoreEntry } from '../cassette/lookup/key.ts';
import type { Pattern } from '../pattern/pattern.ts';
import { refuseNockOff } from '../network/nock-mount.ts';
import { createRedactor } from '../redact/redact.ts';
import type { ToolModuleRunner } from '../conversation/tools/simulate-tool.ts';
import { runsModules } from '../conversation/tools/tool-modules.ts';
import type { RetryEvent } from '../client/live-client.ts';
import type { AgentProgram } from '../domain/agents/agent.ts';
import type { Gateway, Model } from '../domain/model.ts';
import type { RunHeader, RunSettings, Shard, StoppedBy, Summary, TrialRow } from '../domain/run.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { ResolvedServer, ServerTools } from '../domain/server.ts';
import type { Miss } from '../domain/transcript.ts';
import type { Cell } from './plan.ts';
import { createPause, runInOrder } from './in-order.ts';
import { recordedFirst } from './recorded-first.ts';
import { createRowSink, type OpenSink } from './file/row-sink.ts';
import { makeHeader } from './run-header.ts';
import type { BehaviourChange } from './trial/behaviour.ts';
import { createCellPool, idleCells } from './trial/cell-pool.ts';
import { createBudget, type Limits } from './limits/budget.ts';
import { createKeptTrials, type PartSummary } from './trial/kept-trials.ts';
import { createLiveGateways, type OnHold } from './trial/live-gateways.ts';
import { createRunner } from './create-runner.ts';
import { drawJobs, openOrError, scheduleOf, type Ended } from './draw-jobs.ts';
import { createFailures } from './trial/faults/failures.ts';
import type { CellStore } from './trial/open-cell.ts';
import type { LiveSettings } from './trial/record-trial.ts';
import { refuseSecretsIn } from './refuse-secrets.ts';
import { redactRow } from './file/redact-row.ts';
import { scenarioRedactions } from './trial/scenario-redaction.ts';
import type { TrialOutcome } from './trial/run-trial.ts';
import type { TrialSettings } from './trial/settings.ts';
import type { UntilPlan } from './until/until-plan.ts';
import type { ConnectOptions } from '../mcp/connection.ts';
import { createServers } from '../mcp/servers.ts';

export interface RunRequest extends TrialSettings {
  readonly version: string;
  /** How it was asked for. */
  readonly asked: Pick<RunSettings, 'command' | 'repeat' | 'cassettes' | 'name'>;
  readonly cells: readonly Cell[];
  /** Models in the order of the table. */
  readonly models: readonly Model[];
  readonly scenarios: readonly Scenario[];
  /** The scenarios under each label of `--tools-from`; empty without that option. */
  readonly defined: ReadonlyMap<string, readonly Scenario[]>;
  /** Names of models whose recordings were imported. */
  readonly imported: ReadonlySet<string>;
  readonly shard: Shard | null;
  /** Folder of the cassettes. */
  readonly cassettes: string;
  /** Path of the run file. */
  readonly output: string;
  /** Most trials in flight at once while recording. */
  readonly concurrency: number;
  readonly retries: number;
  readonly timeoutMs: number;
  readonly limits: Limits;
  /** Adds trials until this is decided. Null: all trials of the cells run. */
  readonly until: UntilPlan | null;
  /** With mode `all`: true drops the parts of an earlier `all` that ended early. */
  readonly fresh: boolean;
  /** Parts of requests that keys leave out. */
  readonly ignore: readonly IgnoreEntry[];
  /** Patterns whose matches are redacted, besides common shapes of keys. */
  readonly redact: readonly Pattern[];
  /** The value of a gateway's key; null when it needs none. */
  readonly keyOf: (gateway: Gateway) => string | null;
  /** The headers of a gateway, with values from the environment. */
  readonly headersOf: (gateway: Gateway) => { readonly [name: string]: string };
  /** MCP servers that calls go to, by name; none in a replay. */
  readonly servers: ReadonlyMap<string, ResolvedServer>;
  /** Tools that each server listed before the run, by server. A server that lists others later is an error. */
  readonly listed: ReadonlyMap<string, ServerTools>;
  /** Values of all configured key variables. They are redacted everywhere. */
  readonly secrets: readonly string[];
  /** The environment that agents inherit. */
  readonly env: { readonly [name: string]: string | undefined };
  /** The environment variables that the configuration gives an agent, with their values. Errors: MISSING_KEY. */
  readonly agentEnv: (agent: AgentProgram) => { readonly [name: string]: string };
}

/** Clock, randomness, signals and callbacks of a run. */
export interface RunEnvironment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number;
  readonly random: () => number;
  /** Ends the run once the trials in flight have ended. */
  readonly stop: AbortSignal;
  /** Ends the trials in flight as well. */
  readonly abort: AbortSignal;
  /** Called as each trial ends, in no certain order. */
  readonly onTrial?: (outcome: TrialOutcome, budget: { readonly costUsd: number; readonly requests: number }) => void;
  /** Called with each row in the order of the run file, at the latest when all trials have ended. */
  readonly onRow?: (row: TrialRow) => void;
  readonly onRetry?: (model: string, event: RetryEvent) => void;
  readonly onHold?: OnHold;
  /** An id that no other run has. The lock files of this run hold it. */
  readonly id: string;
  /**
   * Called while the run waits for another run that records the same cell: with the path of the lock, and the process and host
   * that hold it.
   */
  readonly onWait?: (lock: string, holder: string) => void;
  /** Called when an MCP server asks for something that tooltape refuses, once for each: `sampling/createMessage`. */
  readonly onAsk?: ConnectOptions['onAsk'];
  /** Value of the variable NOCK_OFF, with which a replay refuses to run. */
  readonly nockOff: string | undefined;
  /** Where the rows go. Default: the run file. */
  readonly openSink?: OpenSink;
  /** Runs tool modules in a replay. Default: each is loaded once, with the network locked. */
  readonly modules?: ToolModuleRunner;
  /**
   * Resolves when what tool modules left running has ended, or after a moment. Absent where errors that no call returned end
   * the process.
   */
  readonly settleModules?: () => Promise<void>;
}

export interface RunResult {
  readonly header: RunHeader;
  readonly summary: readonly Summary[];
  readonly misses: readonly { readonly row: TrialRow; readonly miss: Miss }[];
  readonly changes: readonly BehaviourChange[];
  /** Bugs, and errors of files that could not be read, each once. Trials with such an error are not judged. */
  readonly failures: readonly unknown[];
  /** Number of trials that were recorded. */
  readonly recorded: number;
  /** Trials in `.part` files, of this run and of an earlier run that it continued. */
  readonly parts: PartSummary;
  readonly requests: number;
  readonly retries: number;
  readonly costUsd: number;
  /** True where a gateway reported no token counts, so that a part of the cost is estimated from the texts. */
  readonly costIsEstimated: boolean;
  /** Number of recorded interactions that no request used. */
  readonly unused: number;
  /** Errors of tool modules that no call returned. They may grow until the process ends. */
  readonly lateErrors: {
    /** True where a trial has such an error. */
    readonly found: boolean;
    /** The row with the error of its trial; the same row where there is none, and where it has an error or a miss of its own. */
    amend(row: TrialRow): TrialRow;
  };
  /** Why the run ended before all its trials; null when it did not. */
  readonly stoppedBy: StoppedBy | null;
}

/** Most misses and behaviour changes that are kept for lists. */
export const LISTED = 1000;

/**
 * Runs or replays all cells and writes the run file. Returns the totals of the run. A failing trial is a part of them, not an
 * error. Errors: those that the user must mend first, and bugs.
 */
export async function runHarness(request: RunRequest, environment: RunEnvironment): Promise<RunResult> {
  const redactor = createRedactor({ secrets: request.secrets, patterns: request.redact });
  const shapesOnly = createRedactor({ patterns: request.redact });
  const redactionOf = scenarioRedactions(redactor, createKeyer({ ignore: request.ignore, redactor }));
  const budget = createBudget(request.limits, environment.stop);
  const gateways = createLiveGateways({
    scenarios: request.scenarios,
    defined: request.defined,
    keyOf: request.keyOf,
    headersOf: request.headersOf,
    clock: environment.clock,
    signal: environment.abort,
    ...(environment.onHold !== undefined && { onHold: environment.onHold }),
  });
  const servers = createServers({
    servers: request.servers,
    expected: request.listed,
    redacted: (list) => ({ ...list, tools: redactor.json([...list.tools]) }),
    version: request.version,
    signal: environment.abort,
    onAsk: environment.onAsk ?? (() => {}),
  });
  let retries = 0;
  const live: LiveSettings | null =
    request.mode === 'replay'
      ? null
      : {
          ...request,
          ...environment,
          gateways,
          servers,
          budget,
          redactor,
          shapesOnly,
          signal: environment.abort,
          onRetry: (model, event) => {
            retries += 1;
            environment.onRetry?.(model, event);
          },
        };
  if (live === null) refuseNockOff(environment.nockOff);
  else refuseSecretsIn(request.scenarios, request.secrets, shapesOnly);

  const kept = createKeptTrials();
  const locks =
    live === null
      ? null
      : createFileLocks({ id: environment.id, signal: environment.stop, onWait: environment.onWait ?? (() => {}) });
  const store: CellStore = {
    dir: request.cassettes,
    redactionOf,
    mode: request.mode,
    fresh: request.fresh,
    kept,
    locks,
    now: environment.now,
  };
  const runner = createRunner(request, environment, redactor, live);
  const header = makeHeader(request, new Date(environment.now()).toISOString(), redactor, redactionOf);
  const schedule = scheduleOf(request, live !== null);
  const mayChange =
    environment.settleModules !== undefined && request.cells.some(({ scenario }) => runsModules(scenario));
  const sink = (environment.openSink ?? createRowSink)({
    output: request.output,
    header,
    inOrder: schedule.inOrder && !mayChange,
    onRow: (row) => environment.onRow?.(row),
  });
  const misses: { row: TrialRow; miss: Miss }[] = [];
  const changes: BehaviourChange[] = [];
  const failures = createFailures();
  const counts = { recorded: 0, unused: 0, left: 0 };

  const over = (): boolean => {
    const isOver = environment.stop.aborted || (live !== null && budget.reached !== null);
    if (isOver) counts.left += 1;
    return isOver;
  };
  const pool = createCellPool((cell) => openOrError(cell, store), idleCells(request.mode, schedule));
  const mayRun = recordedFirst(schedule, request.mode);
  const handOver = ({ planned, ended }: Ended): void => {
    if (ended === null) return;
    const { outcome } = ended;
    if (outcome === null) {
      counts.left += 1;
      return;
    }
    // The message of an error may quote the provider, which may quote a secret.
    const failedWith = outcome.row.error?.message ?? '';
    const row = redactor.text(failedWith) === failedWith ? outcome.row : redactRow(outcome.row, redactor);
    sink.add(row, planned.place);
    schedule.add(row);
    if (outcome.miss !== null && misses.length < LISTED) misses.push({ row, miss: outcome.miss });
    if (outcome.change !== null && changes.length < LISTED) changes.push(outcome.change);
    if (outcome.recorded) counts.recorded += 1;
    counts.unused += outcome.unused;
    if (outcome.failure !== null) failures.add(outcome.failure);
    environment.onTrial?.({ ...outcome, row }, budget);
  };
  try {
    const concurrency = live === null ? 1 : request.concurrency;
    const jobs = drawJobs(schedule, pool, runner, mayRun, over);
    await runInOrder(jobs, concurrency, (job) => job(), handOver, createPause(environment.clock));
    // A cell without all planned trials keeps its old file, and its new trials stay in the part.
    if (counts.left === 0 && live !== null && request.until !== null) await pool.end();
  } catch (error) {
    sink.discard();
    throw error;
  } finally {
    locks?.releaseAll();
    await servers.close();
    await gateways.close();
  }
  const until = 'result' in schedule ? { until: schedule.result() } : {};
  const stopped: StoppedBy | null = counts.left === 0 ? null : environment.stop.aborted ? 'interrupt' : budget.reached;
  const last = { ...header, ...until, ...(stopped !== null && { stoppedBy: stopped }) };
  if (mayChange) await environment.settleModules?.();
  const summary = sink.finish(last, (row) => runner.lateErrors.amend(row));
  return {
    header: last,
    summary,
    misses,
    changes,
    failures: failures.all,
    recorded: counts.recorded,
    parts: kept.summary(),
    unused: counts.unused,
    requests: budget.requests,
    costUsd: budget.costUsd,
    costIsEstimated: budget.isEstimated,
    retries,
    lateErrors: runner.lateErrors,
    stoppedBy: stopped,
  };
}
