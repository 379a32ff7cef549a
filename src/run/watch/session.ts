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
import { prepareRun, selectionOf, type PreparedRun, type RunOptions } from '../prepare-run.ts';
import { LISTED, runHarness, type RunEnvironment, type RunResult } from '../run-harness.ts';
import { prepareServers } from '../servers/prepare-servers.ts';
import { createFailures } from '../trial/failures.ts';
import type { TrialOutcome } from '../trial/run-trial.ts';
import { createJudgedCells } from './judged-cells.ts';

/** What a session is about: the same in all its passes. */
export interface SessionOptions {
  readonly paths: readonly string[];
  readonly options: RunOptions;
  /** Plans what `run` would record, whether or not it is recorded; else what `replay` plans. */
  readonly asRun: boolean;
  readonly cwd: string;
  readonly env: Environment;
  readonly version: string;
}

/** What was edited since the last pass. */
export interface Edits {
  /** Scenario files, by absolute path. */
  readonly files: ReadonlySet<string>;
  /** Folders of recordings, by their names in the cassette folder; null for any. */
  readonly recordings: ReadonlySet<string> | null;
  /** Tool modules or agents. */
  readonly programs: boolean;
  /** Tools of MCP servers. */
  readonly servers: boolean;
}

/** What surrounds a pass. */
export interface PassEnvironment extends RunEnvironment {
  /** Told how many trials the pass is going to judge, as far as that is known. */
  readonly onPlan?: (trials: number) => void;
}

export const NO_EDITS: Edits = { files: new Set(), recordings: new Set(), programs: false, servers: false };

/** A run as one pass found it. Nothing of it is on the disk. */
export interface Pass {
  readonly prepared: PreparedRun;
  readonly result: RunResult;
  readonly run: Run;
  /** Trials that this pass judged; those of the others stand as they were. */
  readonly judged: number;
  /** Cells with another outcome than in the pass before; in the first pass `[]`. */
  readonly since: readonly CellSince[];
}

/** Replays again and again, and judges only what an edit touches. */
export interface WatchSession {
  /**
   * Replays what `edits` touch. Null where `environment.stop` ended it: the next pass goes on. Errors: those of a replay, after which
   * the next pass starts from what the last whole one knew.
   */
  pass(edits: Edits, config: Config, environment: PassEnvironment): Promise<Pass | null>;
  /** Files of programs that verdicts rest on. Absolute paths. */
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
  /** Rows of the last pass that was whole, of the cells that were judged since. */
  const stood = new Map<string, readonly TrialRow[]>();
  let configured = '';
  let isFirst = true;

  const apply = (edits: Edits, config: Config): void => {
    files.doubt(edits.files);
    // What decides how a scenario file is read beside its text.
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
      const settled = cells.withSettings(request);
      if (!settled) scenarioRows = new WeakMap();
      const touched = request.cells.filter((cell) => cells.find(cell) === null);
      environment.onPlan?.(touched.reduce((sum, { trials }) => sum + (trials === 'recorded' ? 1 : trials), 0));
      const outcomes = new Map<string, TrialOutcome[]>();
      const result = await runHarness(
        { ...request, cells: touched, scenarios: request.scenarios.filter((scenario) => !scenarioRows.has(scenario)) },
        {
          ...environment,
          modules: modules.run,
          openSink: () => NO_SINK,
          onTrial(outcome, budget) {
            const name = cellName(outcome.row);
            const before = outcomes.get(name);
            if (before === undefined) outcomes.set(name, [outcome]);
            else before.push(outcome);
            environment.onTrial?.(outcome, budget);
          },
        },
      );
      rememberRows(result.header.scenarios, request.scenarios, scenarioRows);
      // The last cell of a pass that was stopped may lack trials.
      if (result.stoppedBy !== null) outcomes.delete([...outcomes.keys()].at(-1) ?? '');
      const remember = (before: readonly TrialOutcome[], name: string): void => {
        if (!stood.has(name)) stood.set(name, before.map(rowOf));
      };
      for (const cell of touched) {
        const name = nameOf(cell);
        const found = outcomes.get(name);
        if (found === undefined) continue;
        remember(cells.before(cell), name);
        cells.keep(cell, found);
      }
      if (result.stoppedBy !== null) return null;
      for (const gone of cells.retain(request.cells)) {
        const [first] = gone;
        if (first !== undefined) remember(gone, cellName(first.row));
      }
      const all = request.cells.flatMap((cell) => cells.find(cell) ?? []);
      const header = { ...result.header, scenarios: request.scenarios.flatMap((one) => scenarioRows.get(one) ?? []) };
      const since = isFirst ? [] : sinceLast(stood, request.cells, (cell) => (cells.find(cell) ?? []).map(rowOf));
      isFirst = false;
      stood.clear();
      const judged = [...outcomes.values()].reduce((sum, { length }) => sum + length, 0);
      return { ...passOf(prepared, result, header, all), judged, since };
    },
  };
}

const rowOf = ({ row }: TrialOutcome): TrialRow => row;

const nameOf = ({ scenario, model }: Cell): string => cellName({ scenario: scenario.id, model: model.name });

const cellName = ({ scenario, model }: Pick<TrialRow, 'scenario' | 'model'>): string => `${scenario}\n${model}`;

/** What became of the cells that were judged since they stood as in `stood`: those of the plan in its order, then those it no longer holds. */
function sinceLast(
  stood: ReadonlyMap<string, readonly TrialRow[]>,
  planned: readonly Cell[],
  rowsOf: (cell: Cell) => readonly TrialRow[],
): CellSince[] {
  const left = new Map(stood);
  const changes: (CellSince | null)[] = [];
  for (const cell of planned) {
    const before = left.get(nameOf(cell));
    if (before === undefined) continue;
    left.delete(nameOf(cell));
    changes.push(cellSince(before, rowsOf(cell)));
  }
  for (const before of left.values()) changes.push(cellSince(before, []));
  return changes.filter((change) => change !== null);
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

/** The pass as a run of all its trials, of which only those that were touched were judged in it. */
function passOf(
  prepared: PreparedRun,
  result: RunResult,
  header: RunHeader,
  outcomes: readonly TrialOutcome[],
): Omit<Pass, 'judged' | 'since'> {
  const aggregator = createAggregator(
    header.models.map(({ name }) => name),
    header.scenarios,
  );
  const failures = createFailures();
  const misses: { row: TrialRow; miss: NonNullable<TrialOutcome['miss']> }[] = [];
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
    run: { header, summary, trials: () => outcomes.map(rowOf) },
  };
}
