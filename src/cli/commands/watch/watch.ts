import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../../../config/config.ts';
import { CONFIG_FILES, loadConfig } from '../../../config/load.ts';
import { secretsOf } from '../../../config/secrets.ts';
import { EXIT } from '../../../domain/errors.ts';
import { createCleaner } from '../../../redact/cleaner.ts';
import { runReporters } from '../../../report/reporters.ts';
import type { RunSource } from '../../../run/file/run-file-read.ts';
import { LAST_RUN } from '../../../run/file/run-file-name.ts';
import { lastRunFault } from '../../../run/file/run-file-place.ts';
import type { RunFlags } from '../../../run/prepare-run.ts';
import { createSession, NO_EDITS, type Pass, type WatchSession } from '../../../run/watch/session.ts';
import { escapeText } from '../../../text/escape.ts';
import { count, counted, timeInWords } from '../../../text/numbers.ts';
import type { CommandContext } from '../../command-context.ts';
import { catchInterrupt } from '../../interrupt.ts';
import { baselineFileOr, expectWritable, keepReadable } from '../../output/files.ts';
import { warnOfLastRun } from '../../output/keep-in-history.ts';
import { printError } from '../../output/print-error.ts';
import { createProgress } from '../../output/progress.ts';
import { expectOwnFiles, parseReporters } from '../../output/reports.ts';
import type { Terminal } from '../../output/terminal.ts';
import { type EditBurst, type EditWatch, watchEdits } from './edit-watch.ts';
import { printPass, readBaseline } from './print-pass.ts';
import { createPublisher, type Publisher } from './publisher.ts';
import { refuseWatch } from './refuse.ts';

/** Most file names printed for an edit. */
const NAMED = 3;

/**
 * `run --watch` and `replay --watch`: after each save, judges the affected trials again, until Ctrl-C. A save sends no request.
 * `first` is the run before the watching; only `run` has one. Resolves to 0, or to 130 where Ctrl-C came during a pass.
 */
export async function watch(
  { terminal, version }: CommandContext,
  paths: readonly string[],
  options: RunFlags,
  first: (() => Promise<number>) | null,
): Promise<number> {
  const { env } = process;
  const cwd = process.cwd();
  const targets = parseReporters(options.reporter, runReporters());
  refuseWatch(options, targets, env['CI']);
  const named = options.output === undefined ? [] : [options.output];
  expectOwnFiles(targets, [LAST_RUN, ...named]);
  const files = targets.flatMap((target) => (target.file === null ? [] : [{ ...target, file: target.file }]));
  for (const file of [...named, ...files.map(({ file: path }) => path)]) expectWritable(file);
  const fault = lastRunFault();
  // A run before the watching gives the warning by itself.
  if (fault !== null && named.length === 0 && first === null) warnOfLastRun(fault, terminal);
  const runFiles = fault === null ? [LAST_RUN, ...named] : named;
  const written = [...runFiles, ...files.map(({ file }) => file)];
  if (first !== null) {
    const code = await attempt(terminal, first);
    if (code === EXIT.interrupted || code === EXIT.bug) return code;
  }
  const publisher = createPublisher({
    runFiles,
    reports: await Promise.all(files.map(async (target) => ({ ...target, render: await target.load() }))),
    clock: () => performance.now(),
    onError: (error) => void printError(error, terminal),
  });
  const session = createSession({ paths, options, asRun: first !== null, cwd, env, version });
  const table = targets.some(({ name, file }) => name === 'table' && file === null);
  const around = { terminal, options, cwd, session, publisher, written, table };
  return keepWatching(around, paths, first !== null);
}

interface Around {
  readonly terminal: Terminal;
  readonly options: RunFlags;
  readonly cwd: string;
  readonly session: WatchSession;
  readonly publisher: Publisher;
  /** Files that this process writes. */
  readonly written: readonly string[];
  /** True when the table is printed. */
  readonly table: boolean;
}

/** Result of a pass: printed, without a change to print, interrupted by an edit, or the exit code that ends the watching. */
type Ended = 'shown' | 'same' | 'broken off' | number;

/** Makes one pass for each edit. With `silent` the first pass prints nothing, because the run before it did. */
async function keepWatching(around: Around, paths: readonly string[], silent: boolean): Promise<number> {
  const { terminal, options, cwd, publisher, written } = around;
  const interrupt = catchInterrupt(() => {
    if (current === null) return;
    current.abort();
    terminal.err('ending after the trial in flight; press Ctrl-C again to end at once\n');
    interrupt.release();
  });
  let current: AbortController | null = null;
  const edits = watchEdits({
    cwd,
    paths,
    cassettes: options.cassettes,
    settings: options.config === undefined ? CONFIG_FILES : [options.config],
    tools: (options.toolsFrom ?? []).map(({ file }) => file),
    gates: options.baseline === undefined ? [] : [options.baseline],
    written,
    onEdit: () => {
      current?.abort();
      publisher.pause();
    },
    onTrouble: (reason) =>
      terminal.err(`${terminal.paint('yellow', 'warning:')} not everything can be watched: ${escapeText(reason)}\n`),
    // Nobody sees a later verdict once the reader of the output has left.
    stop: AbortSignal.any([interrupt.stop, terminal.unread]),
  });
  const passes = passesOf(around, edits);
  try {
    let burst: EditBurst | null = null;
    let isSilent = silent;
    for (;;) {
      current = new AbortController();
      const ended = await passes(burst, isSilent, current.signal);
      current = null;
      if (typeof ended === 'number') return ended;
      if (interrupt.stop.aborted && ended === 'broken off') return EXIT.interrupted;
      if (ended !== 'broken off') isSilent = false;
      burst = await edits.next();
      if (burst === null) return EXIT.done;
    }
  } finally {
    edits.close();
    interrupt.release();
    publisher.finish();
  }
}

/** Returns the function that makes a pass. It remembers what the pass before printed. */
function passesOf(
  around: Around,
  edits: EditWatch,
): (burst: EditBurst | null, silent: boolean, stop: AbortSignal) => Promise<Ended> {
  const { terminal, options, cwd, session, publisher, written, table } = around;
  let baseline: { readonly source: RunSource } | null = null;
  /**
   * True when the printed result is not that of the current files: an error, another gate, or nothing yet. The next pass then
   * prints even without a judged trial.
   */
  let outdated = true;
  let named: string[] = [];
  /** The printed table. */
  let shown = '';
  /** Cassette folders that the last pass wrote. Notifications about them are ignored. */
  let own: ReadonlySet<string> = new Set();

  const judge = async (burst: EditBurst | null, stop: AbortSignal): Promise<Pass | null> => {
    const config = loadConfig({ file: options.config ?? null, cwd });
    terminal.hide(createCleaner(secretsOf(config, process.env)));
    edits.programs(agentFiles(config));
    if (options.baseline !== undefined && baseline === null) {
      baseline = { source: readBaseline(keepReadable(baselineFileOr(options.baseline), written)) };
    }
    const progress = await createProgress(terminal, 'replaying', () => performance.now());
    let done = 0;
    let planned = 0;
    try {
      return await session.pass(burst ?? NO_EDITS, config, {
        now: Date.now,
        clock: () => performance.now(),
        random: Math.random,
        stop,
        abort: stop,
        nockOff: process.env['NOCK_OFF'],
        id: randomUUID(),
        onPlan: (trials) => (planned = trials),
        onTrial: () => progress.update((done += 1), Math.max(done, planned)),
      });
    } finally {
      progress.end();
      edits.programs(session.programs());
    }
  };

  return async (burst, silent, stop) => {
    const started = performance.now();
    named = [...new Set([...named, ...(burst?.named ?? [])])];
    if (burst?.shown === true) {
      baseline = null;
      outdated = true;
    }
    let pass: Pass | null = null;
    const code = await attempt(terminal, async () => {
      pass = await judge(burst, stop);
      return EXIT.done;
    });
    if (code === EXIT.bug) return code;
    if (code !== EXIT.done) {
      outdated = true;
      named = [];
      terminal.err('waiting for the next save; Ctrl-C ends it\n');
      publisher.resume();
      return 'shown';
    }
    const found = pass as Pass | null;
    if (found === null) return 'broken off';
    const look = JSON.stringify([found.run.summary, found.run.header.models]);
    const isNew = outdated || found.changed || look !== shown;
    const isOwn = burst !== null && isOnlyOf(burst, own);
    own = new Set(found.recorded);
    const what = namesOf(named);
    const isTold = named.length > 0;
    outdated = false;
    named = [];
    shown = look;
    if (!isNew) {
      if (isTold && !isOwn) terminal.err(`${what}: nothing that is judged changed\n`);
      publisher.resume();
      return 'same';
    }
    if (silent && burst === null) {
      terminal.err(`watching ${counted(found.run.header.scenarios.length, 'scenario')}; Ctrl-C ends it\n`);
      return 'shown';
    }
    if (burst !== null) terminal.newScreen();
    const printed = await printPass(found, baseline?.source ?? null, options, terminal, table);
    terminal.err(`${isTold ? `${what}: ` : ''}${timing(found, performance.now() - started)}\n`);
    publisher.publish(printed);
    return 'shown';
  };
}

function isOnlyOf({ files, recordings, programs, servers, shown }: EditBurst, folders: ReadonlySet<string>): boolean {
  const isElsewhere = programs || servers || shown || files.size > 0 || recordings === null;
  return !isElsewhere && [...recordings].every((folder) => folders.has(folder));
}

/** `3 of 15,000 trials judged anew in 84 ms; Ctrl-C ends the watching`. */
function timing({ run, judged }: Pass, ms: number): string {
  const total = run.summary.reduce((sum, { trials }) => sum + trials, 0);
  const what = judged === total ? counted(total, 'trial') : `${count(judged)} of ${counted(total, 'trial')}`;
  return `${what} judged in ${timeInWords(ms)}; waiting for the next save, Ctrl-C ends it`;
}

function namesOf(files: readonly string[]): string {
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  return escapeText(`${files.slice(0, NAMED).join(', ')}${more}`);
}

/** Files in the command lines of agents. */
function agentFiles({ models }: Config): string[] {
  return [...models.values()].flatMap(({ agent }) =>
    (agent?.command ?? [])
      .map((part) => resolve(agent?.cwd ?? '', part))
      .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true),
  );
}

/** Runs the work and resolves to its exit code. Prints an error and resolves to the exit code of the error. */
async function attempt(terminal: Terminal, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    return printError(error, terminal);
  }
}
