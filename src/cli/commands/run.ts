import { modeOf, type Mode } from '../../domain/recording.ts';
import { randomUUID } from 'node:crypto';
import { createCleaner } from '../../redact/cleaner.ts';
import { EXIT, TooltapeError } from '../../domain/errors.ts';
import type { RunResult } from '../../run/run-harness.ts';
import { runHarness } from '../../run/run-harness.ts';
import { attention } from '../../report/sections/noted/attention.ts';
import { escapeText } from '../../text/escape.ts';
import { shellWord } from '../../text/shell.ts';
import { runReporters } from '../../report/reporters.ts';
import type { ReportOptions } from '../../report/source.ts';
import { TERMINAL_ROWS, terminalOverview } from '../../report/reporters/terminal.ts';
import { openRunFile, type RunSource } from '../../run/file/run-file-read.ts';
import { baselineFileOr, copyOutput, expectFolder, expectWritable, isSameFile, keepReadable } from '../output/files.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';
import { checkGates, hasGate, NO_GATES } from '../../compare/gates/check-gates.ts';
import { catchInterrupt, untilInterrupted } from '../interrupt.ts';
import { settleModules } from '../process-end.ts';
import { refuseTakenName } from '../../run/history/history.ts';
import { expectHistory, keepInHistory, lastRunOrTemporary } from '../output/keep-in-history.ts';
import { printWarnings } from '../output/print-error.ts';
import type { CommandContext } from '../command-context.ts';
import { createHolds } from '../output/holds.ts';
import { createProgress } from '../output/progress.ts';
import { emitReport, expectOwnFiles, parseReporters } from '../output/reports.ts';
import { olderRun } from '../output/older-run.ts';
import { printVerdict } from '../output/run-verdict.ts';
import { recordingsOf } from '../output/recordings.ts';
import { scenarioPlaces } from '../../run/notes/scenario-places.ts';
import { staleGroups } from '../../run/notes/stale-recordings.ts';
import { prepareServers, type PreparedServers } from '../../run/servers/prepare-servers.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { secretsOf } from '../../config/secrets.ts';
import { askedNote } from '../../mcp/asked-note.ts';
import { prepareRun, selectionOf, type PreparedRun, type RunFlags } from '../../run/prepare-run.ts';
import type { Terminal } from '../output/terminal.ts';
import { growingUsd } from '../../text/numbers.ts';

/** `tooltape run`. In CI it replays, unless an option asks it to record. */
export function run(context: CommandContext, paths: readonly string[], options: RunFlags): Promise<number> {
  return start(context, paths, options, modeOf(options.record, process.env['CI']));
}

/** `tooltape replay`. */
export function replay(context: CommandContext, paths: readonly string[], options: RunFlags): Promise<number> {
  return start(context, paths, options, 'replay');
}

async function start(
  context: CommandContext,
  paths: readonly string[],
  options: RunFlags,
  mode: Mode,
): Promise<number> {
  const once = (): Promise<number> => execute(context, paths, options, mode);
  if (options.watch !== true) return once();
  const { watch } = await import('./watch/watch.ts');
  return watch(context, paths, options, mode === 'replay' ? null : once);
}

async function execute(
  { terminal, version }: CommandContext,
  paths: readonly string[],
  options: RunFlags,
  mode: Mode,
): Promise<number> {
  const runFiles = options.output === undefined ? [LAST_RUN] : [LAST_RUN, options.output];
  const targets = parseReporters(options.reporter, runReporters());
  expectOwnFiles(targets, runFiles);
  if (options.baselineTolerance !== undefined && options.baseline === undefined) {
    throw new TooltapeError('USAGE', '--baseline-tolerance says what a baseline allows, and none is named', {
      remedy: 'Add --baseline <run.json>; `tooltape bless` writes one.',
    });
  }
  if (options.name !== undefined) refuseTakenName(options.name);
  const cwd = process.cwd();
  const config = loadConfig({ file: options.config ?? null, cwd });
  terminal.hide(createCleaner(secretsOf(config, process.env)));
  const servers = await serversFor(paths, options, mode, config, { terminal, version });
  if (servers === null) return EXIT.interrupted;
  const planned = prepareRun(paths, options, mode, {
    config,
    servers,
    env: process.env,
    cwd,
    version,
    command: asTyped(),
  });
  if (options.dryRun === true) {
    const { dryRun } = await import('./dry-run.ts');
    return dryRun(planned, terminal);
  }
  const written = [...runFiles, ...targets.flatMap(({ file }) => file ?? [])];
  const baseline =
    options.baseline === undefined ? null : openRunFile(keepReadable(baselineFileOr(options.baseline), written));
  for (const file of written) if (file !== LAST_RUN) expectWritable(file);
  if (options.name !== undefined) expectHistory();
  if (mode !== 'replay') expectFolder(options.cassettes);
  // A file that the user named must be writable, else the run does not start. The file of the last run may go to a temporary place.
  const output = options.output === undefined ? lastRunOrTemporary(terminal) : planned.request.output;
  const prepared = { ...planned, request: { ...planned.request, output } };
  // A replay prints no lint, because `check` does that in CI.
  if (mode !== 'replay') printWarnings(prepared.warnings(), terminal);

  warnOfUnpriced(prepared, options, terminal);

  const noted = attention(TERMINAL_ROWS);
  let liveErrors = 0;
  const result = await runWithProgress(prepared, terminal, (row) => {
    noted.add(row);
    if (row.status === 'error' && (row.attempts > 0 || row.reason === 'agent')) liveErrors += 1;
  });
  if (options.output !== undefined && !isSameFile(options.output, output)) copyOutput(output, options.output);
  keepInHistory(output, result.header, terminal);

  let source: RunSource | null = null;
  const reread = (): RunSource => (source ??= openRunFile(output));
  const { header, summary } = result;
  const held = hasGate(options, header.scenarios);
  const gates = held ? await checkGates(reread(), baseline, options) : NO_GATES;
  const stale = staleGroups(result, prepared, options);
  const places = scenarioPlaces(prepared.request.scenarios, cwd);
  const printed = targets.some((target) => target.name === 'table' && target.file === null);
  for (const target of targets) {
    if (target.name === 'table' && target.file === null) {
      emitReport(target, (how) => [terminalOverview(header, summary, noted.result(), how)], terminal);
    } else {
      const render = await target.load();
      const page = target.name === 'html' ? pageOptions(reread(), baseline, options) : {};
      const more = { gates: gates.results, baseline: baseline?.header.scenarios, ...page };
      emitReport(target, (how) => render({ ...reread(), stale, places }, { ...how, ...more }), terminal);
    }
  }
  const outcome = { prepared, result, stale, gates, noted: noted.result() };
  const failed = await printVerdict(outcome, options, terminal, printed);
  return exitCode(result, liveErrors, gates.met, failed);
}

/** Options for the HTML page alone: recordings, and the baseline beside the run. */
function pageOptions(run: RunSource, baseline: RunSource | null, options: RunFlags): ReportOptions {
  const against = baseline === null ? undefined : olderRun(options.baseline ?? baseline.path, baseline, run);
  return { recordings: recordingsOf(run.header), against };
}

/** The command line, for the run file; without the places of results, so that the same replay writes the same file anywhere. */
function asTyped(): string {
  const words = process.argv.slice(2);
  const kept = words.filter(
    (word, i) =>
      !/^(?:-o|--output\b|--reporter\b)/.test(word) && !/^(?:-o|--output|--reporter)$/.test(words[i - 1] ?? ''),
  );
  return ['tooltape', ...kept].map(shellWord).join(' ');
}

/** Lists the tools of the MCP servers that a recording needs. Resolves to null where Ctrl-C ended it. */
async function serversFor(
  paths: readonly string[],
  options: RunFlags,
  mode: Mode,
  config: Config,
  { terminal, version }: CommandContext,
): Promise<PreparedServers | null> {
  const { cassettes } = options;
  const selection = selectionOf(options);
  const dryRun = options.dryRun === true;
  const toolsFrom = options.toolsFrom ?? [];
  return untilInterrupted((signal) =>
    prepareServers({ paths, cwd: process.cwd(), selection, mode, cassettes, dryRun, toolsFrom }, config, process.env, {
      version,
      signal,
      legacy: new Set(),
      onAsk: (server, method) => terminal.err(`${escapeText(askedNote(server, method))}\n`),
    }),
  );
}

/** Warns of models without a price, because `--max-cost` cannot count them. */
function warnOfUnpriced({ request }: PreparedRun, options: RunFlags, terminal: Terminal): void {
  if (options.maxCost === undefined) return;
  const unpriced = request.models.filter((model) => model.price === null && !model.gateway.sandbox);
  if (unpriced.length === 0) return;
  const names = unpriced.map((model) => model.name).join(', ');
  terminal.err(
    `${terminal.paint('yellow', 'warning:')} ${escapeText(names)}: no price is configured, so --max-cost does not see the cost; --max-requests bounds it\n`,
  );
}

async function runWithProgress(
  { request }: PreparedRun,
  terminal: Terminal,
  onRow: (row: Parameters<ReturnType<typeof attention>['add']>[0]) => void,
): Promise<RunResult> {
  const total = request.cells.reduce((sum, cell) => sum + (cell.trials === 'recorded' ? 1 : cell.trials), 0);
  // Not `performance.now`, whose module Node takes a millisecond to load.
  const clock = (): number => process.uptime() * 1000;
  const progress = await createProgress(terminal, request.mode === 'replay' ? 'replaying' : 'running', clock);
  const interrupt = catchInterrupt(
    () => progress.log('finishing what is in flight; press Ctrl-C again to stop at once'),
    () => progress.log('stopping; what was in flight is not recorded'),
  );
  let done = 0;
  let retries = 0;
  const holds = createHolds(clock);
  progress.update(0, total);
  progress.hold(() => holds.told());
  try {
    return await runHarness(request, {
      now: Date.now,
      clock,
      random: Math.random,
      stop: interrupt.stop,
      abort: interrupt.abort,
      nockOff: process.env['NOCK_OFF'],
      settleModules,
      onRow,
      onTrial: (_, { costUsd }) => {
        done += 1;
        const notes: string[] = [];
        if (costUsd > 0) notes.push(growingUsd(costUsd));
        if (retries > 0) notes.push(`${retries} ${retries === 1 ? 'retry' : 'retries'}`);
        progress.update(done, Math.max(done, total), notes.length === 0 ? '' : notes.join(' · '));
      },
      onRetry: () => (retries += 1),
      onHold(gateway, waitMs) {
        // Without a bar the wait is a line of its own.
        if (holds.set(gateway, waitMs) && !terminal.interactive) progress.log(escapeText(holds.told()));
      },
      onAsk: (server, method) => progress.log(escapeText(askedNote(server, method))),
      id: randomUUID(),
      onWait: (lock, holder) =>
        progress.log(`waiting for ${holder}, which records, too (${escapeText(lock)}); Ctrl-C ends the waiting`),
    });
  } finally {
    progress.end();
    interrupt.release();
  }
}

/** The first exit code that applies, in the order of the table of exit codes. */
function exitCode(result: RunResult, liveErrors: number, gatesMet: boolean, failed: readonly number[]): number {
  if (failed.includes(EXIT.bug)) return EXIT.bug;
  if (result.stoppedBy === 'interrupt') return EXIT.interrupted;
  if (failed.length > 0 || result.lateErrors.found) return EXIT.usage;
  if (result.summary.some((row) => row.unrecorded > 0)) return EXIT.unrecorded;
  if (liveErrors > 0) return EXIT.errored;
  if (!gatesMet || result.stoppedBy !== null) return EXIT.gate;
  return EXIT.done;
}
