import { encodeName } from '../../cassette/format/file-name.ts';
import { createCellList } from '../../cassette/store/list-cells.ts';
import { cellSince, type CellSince } from '../../compare/since.ts';
import type { Config } from '../../config/config.ts';
import type { Environment } from '../../config/environment.ts';
import { createReloadableModules } from '../../conversation/tools/reloadable-modules.ts';
import type { Run, RunHeader, ScenarioRow, TrialRow } from '../../domain/run.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { createFileMemory } from '../../scenario/file-memory.ts';
import { createAggregator } from '../aggregate.ts';
import type { RowSink } from '../file/row-sink.ts';
import type { Cell } from '../plan.ts';
import { prepareRun, selectionOf, type PreparedRun, type RunFlags } from '../prepare-run.ts';
import { LISTED, runHarness, type RunEnvironment, type RunRequest, type RunResult } from '../run-harness.ts';
import { prepareServers } from '../servers/prepare-servers.ts';
import { createFailures } from '../trial/faults/failures.ts';
import type { TrialOutcome } from '../trial/run-trial.ts';
import { runsModules } from '../../conversation/tools/tool-modules.ts';
import { createJudgedCells } from './judged-cells.ts';

/** The options of a session. They hold for all its passes. */
export interface SessionOptions {
  readonly paths: readonly string[];
  readonly options: RunFlags;
  /**
   * True plans the cells that `run` would record, and asks simulated models again where their recording is stale. False plans the cells
   * that `replay` would replay, and asks no model.
   */
  readonly asRun: boolean;
  readonly cwd: string;
  readonly env: Environment;
  readonly version: string;
}

/** The files that were edited since the last pass. */
export interface FileEdits {
  /** Scenario files, by absolute path. */
  readonly files: ReadonlySet<string>;
  /** Names of the subfolders of the cassette folder with edited recordings; null where any may have been edited. */
  readonly recordings: ReadonlySet<string> | null;
  /** True where a tool module or an agent was edited. */
  readonly programs: boolean;
  /** True where the tools of an MCP server changed. */
  readonly servers: boolean;
}

/** The environment of a pass. */
export interface PassEnvironment extends RunEnvironment {
  /** Called with the number of trials that the pass will judge. A cell with trials `recorded` counts as one. */
  readonly onPlan?: (trials: number) => void;
}

export const NO_EDITS: FileEdits = { files: new Set(), recordings: new Set(), programs: false, servers: false };

/** The result of one pass. It is kept in memory only. */
export interface Pass {
  readonly prepared: PreparedRun;
  readonly result: RunResult;
  readonly run: Run;
  /** Number of trials that this pass judged. The other trials of `run` keep their outcomes of earlier passes. */
  readonly judged: number;
  /** Cells whose outcome differs from the pass before; `[]` in the first pass. */
  readonly since: readonly CellSince[];
  /** True where any row of a trial differs from the pass before, and in the first pass. */
  readonly changed: boolean;
  /** Subfolders of the cassette folder into which this pass recorded simulated models. */
  readonly recorded: readonly string[];
}

/** Replays in passes. Each pass judges only the cells that an edit touches. */
export interface WatchSession {
  /**
   * Judges the cells that `edits` touch. Null where `environment.stop` ended the pass, and the next pass judges the cells that are left.
   * Errors: those of a replay. The next pass then starts from the last complete pass.
   */
  pass(edits: FileEdits, config: Config, environment: PassEnvironment): Promise<Pass | null>;
  /** Absolute paths of the loaded tool modules and of the files that they import, without packages. */
  programs(): Iterable<string>;
}

/** Rows are kept in memory, so a pass writes none. */
const NO_SINK: RowSink = { add() {}, finish: () => [], discard() {} };

/** A session that has judged nothing yet. */
export function createSession({ paths, options, asRun, cwd, env, version }: SessionOptions): WatchSession {
  const cells = createJudgedCells();
  const files = createFileMemory();
  const list = createCellList(options.cassettes);
  const modules = createReloadableModules(env['NOCK_OFF']);
  let scenarioRows = new WeakMap<Scenario, ScenarioRow>();
  /** The rows that cells had in the last complete pass, for each cell that was judged or removed since. */
  const stood = new Map<string, readonly TrialRow[]>();
  let configured = '';
  let isFirst = true;

  const apply = (edits: FileEdits, config: Config): void => {
    files.doubt(edits.files);
    // Parts of the configuration that change how a scenario file is read.
    const reading = JSON.stringify([...config.servers.keys(), [...config.models.values()].some(({ agent }) => agent)]);
    if (edits.servers || reading !== configured) files.doubtAll();
    configured = reading;
    for (const folder of edits.recordings ?? [null]) {
      list.doubt(folder);
      cells.doubtRecordings(folder);
    }
    if (!edits.programs) return;
    modules.reload();
    cells.doubtPrograms();
  };

  const prepare = async (config: Config, environment: RunEnvironment): Promise<PreparedRun> => {
    const { cassettes, toolsFrom = [] } = options;
    const selection = selectionOf(options);
    const servers = await prepareServers(
      { paths, cwd, selection, mode: 'replay', cassettes, dryRun: false, toolsFrom },
      config,
      env,
      { version, signal: environment.stop, legacy: new Set(), onAsk: () => {} },
    );
    const memory = { files, cells: list };
    return prepareRun(paths, options, 'replay', { config, servers, env, cwd, version, memory, asRun });
  };

  return {
    programs: () => modules.files,
    async pass(edits, config, environment) {
      apply(edits, config);
      const prepared = await prepare(config, environment);
      const { request } = prepared;
      if (!cells.withSettings(request)) scenarioRows = new WeakMap();
      const touched = request.cells.filter((cell) => cells.find(cell) === null);
      environment.onPlan?.(touched.reduce((sum, { trials }) => sum + (trials === 'recorded' ? 1 : trials), 0));
      const judge = async (which: readonly Cell[]): Promise<Judged> => {
        const scenarios = request.scenarios.filter((scenario) => !scenarioRows.has(scenario));
        const found = await judgeCells(
          { ...request, cells: which, scenarios },
          { ...environment, modules: modules.run },
        );
        rememberRows(found.result.header.scenarios, request.scenarios, scenarioRows);
        for (const cell of which) {
          const outcomes = found.outcomes.get(nameOf(cell));
          if (outcomes === undefined) continue;
          if (!stood.has(nameOf(cell))) stood.set(nameOf(cell), cells.before(cell).map(rowOf));
          cells.keep(cell, outcomes);
        }
        return found;
      };
      let found = await judge(touched);
      let judged = found.outcomes;
      const stale = asRun ? touched.filter((cell) => isFree(cell) && isMissing(judged.get(nameOf(cell)))) : [];
      if (stale.length > 0 && found.result.stoppedBy === null) {
        await modules.unlock();
        await runHarness({ ...request, mode: 'missing', cells: stale }, { ...environment, openSink: () => NO_SINK });
        list.doubt(null);
        found = await judge(stale);
        judged = new Map([...judged, ...found.outcomes]);
      }
      if (found.result.stoppedBy !== null) {
        for (const { scenario } of stale) cells.doubtRecordings(encodeName(scenario.id));
        return null;
      }
      const all = cells.retain(request.cells, (gone) => {
        const [first] = gone;
        if (first !== undefined && !stood.has(cellName(first.row))) stood.set(cellName(first.row), gone.map(rowOf));
      });
      const scenarios = request.scenarios.flatMap((one) => scenarioRows.get(one) ?? []);
      const rowsNow = (cell: Cell): readonly TrialRow[] => cells.before(cell).map(rowOf);
      const since = isFirst ? NO_CHANGES : sinceLast(stood, request.cells, rowsNow);
      isFirst = false;
      stood.clear();
      return {
        ...passOf(prepared, found.result, { ...found.result.header, scenarios }, all),
        ...since,
        judged: [...judged.values()].reduce((sum, { length }) => sum + length, 0),
        recorded: [...new Set(stale.map(({ scenario }) => encodeName(scenario.id)))],
      };
    },
  };
}

interface Judged {
  readonly result: RunResult;
  /** Outcomes by the name of the cell. A cell is missing until all its trials are judged. */
  readonly outcomes: ReadonlyMap<string, readonly TrialOutcome[]>;
}

/** Replays cells without writing a run file. */
async function judgeCells(request: RunRequest, environment: PassEnvironment): Promise<Judged> {
  const outcomes = new Map<string, TrialOutcome[]>();
  const result = await runHarness(request, {
    ...environment,
    openSink: () => NO_SINK,
    onTrial(outcome, budget) {
      const name = cellName(outcome.row);
      const before = outcomes.get(name);
      if (before === undefined) outcomes.set(name, [outcome]);
      else before.push(outcome);
      environment.onTrial?.(outcome, budget);
    },
  });
  const { lateErrors } = result;
  const amended = (outcome: TrialOutcome): TrialOutcome => ({ ...outcome, row: lateErrors.amend(outcome.row) });
  if (lateErrors.found) for (const [name, list] of outcomes) outcomes.set(name, list.map(amended));
  // The last cell of a pass that was stopped may lack trials.
  if (result.stoppedBy !== null) outcomes.delete([...outcomes.keys()].at(-1) ?? '');
  return { result, outcomes };
}

/** True for a cell that may be recorded at every save: its model is simulated, and no tool module, agent or MCP server runs for it. */
function isFree({ scenario, model }: Cell): boolean {
  return (
    !runsModules(scenario) &&
    model.gateway.sandbox &&
    model.agent === undefined &&
    scenario.tools.every(({ server }) => server === undefined)
  );
}

function isMissing(outcomes: readonly TrialOutcome[] = []): boolean {
  return outcomes.some(({ miss, failure }) => miss !== null && failure === null);
}

const rowOf = ({ row }: TrialOutcome): TrialRow => row;

const nameOf = ({ scenario, model }: Cell): string => cellName({ scenario: scenario.id, model: model.name });

const cellName = ({ scenario, model }: Pick<TrialRow, 'scenario' | 'model'>): string => `${scenario}\n${model}`;

const NO_CHANGES: Pick<Pass, 'since' | 'changed'> = { since: [], changed: true };

/** Compares the rows in `stood` with the rows now. Cells of the plan come first, in its order, then cells that the plan no longer holds. */
function sinceLast(
  stood: ReadonlyMap<string, readonly TrialRow[]>,
  planned: readonly Cell[],
  rowsOf: (cell: Cell) => readonly TrialRow[],
): Pick<Pass, 'since' | 'changed'> {
  const left = new Map(stood);
  const since: CellSince[] = [];
  let changed = false;
  const compare = (before: readonly TrialRow[], after: readonly TrialRow[]): void => {
    changed ||= JSON.stringify(before) !== JSON.stringify(after);
    const change = cellSince(before, after);
    if (change !== null) since.push(change);
  };
  for (const cell of planned) {
    if (left.size === 0) break;
    const before = left.get(nameOf(cell));
    if (before === undefined) continue;
    left.delete(nameOf(cell));
    compare(before, rowsOf(cell));
  }
  for (const before of left.values()) compare(before, []);
  return { since, changed };
}

function rememberRows(
  rows: readonly ScenarioRow[],
  scenarios: readonly Scenario[],
  known: WeakMap<Scenario, ScenarioRow>,
): void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const scenario of scenarios) {
    const row = byId.get(scenario.id);
    if (row !== undefined) known.set(scenario, row);
  }
}

/** The run of a pass, with the outcomes of all its cells. `result` is that of the cells that this pass judged. */
function passOf(
  prepared: PreparedRun,
  result: RunResult,
  header: RunHeader,
  outcomes: readonly TrialOutcome[],
): Pick<Pass, 'prepared' | 'result' | 'run'> {
  const aggregator = createAggregator(
    header.models.map(({ name }) => name),
    header.scenarios,
  );
  const failures = createFailures();
  const misses: { row: TrialRow; miss: NonNullable<TrialOutcome['miss']> }[] = [];
  const rows = outcomes.map(rowOf);
  let unused = 0;
  for (const { row, miss, failure, unused: left } of outcomes) {
    aggregator.add(row);
    unused += left;
    if (failure !== null) failures.add(failure);
    if (miss !== null && misses.length < LISTED) misses.push({ row, miss });
  }
  const summary = aggregator.summarize();
  return {
    prepared,
    result: { ...result, header, summary, misses, unused, failures: failures.all },
    run: { header, summary, trials: () => rows },
  };
}
