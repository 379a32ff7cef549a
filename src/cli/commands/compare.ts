import { existsSync, statSync } from 'node:fs';
import { EXIT, TooltapeError } from '../../domain/errors.ts';
import { checkBaseline, type BaselineResult, type Tolerance } from '../../compare/gates/baseline.ts';
import { compareModels } from '../../compare/compare-models.ts';
import { compareRuns } from '../../compare/compare-runs.ts';
import { comparisonReporters } from '../../report/reporters.ts';
import { openRunFile } from '../../run/file/run-file-read.ts';
import { showGate } from '../gates.ts';
import { LAST } from '../../run/history/run-name.ts';
import { baselineFileOr, isSameFile, keptFile, runFileOr } from '../output/files.ts';
import { shellWord } from '../../text/shell.ts';
import type { CommandContext } from '../command-context.ts';
import { recordingsOf } from '../output/recordings.ts';
import { emitReport, expectOwnFiles, expectPlaces, parseReporters } from '../output/reports.ts';

export interface CompareOptions {
  readonly baselineModel?: string;
  /** Path of a run file; true when the first of two runs is the baseline. */
  readonly baseline?: string | true;
  readonly baselineTolerance?: Tolerance;
  readonly reporter: string;
}

/** `tooltape compare`: compares the models of one run, or two runs. */
export async function compare(
  { terminal }: CommandContext,
  paths: readonly string[],
  options: CompareOptions,
): Promise<number> {
  const targets = parseReporters(options.reporter, comparisonReporters());
  refuseModels(paths);
  const runs = runsToCompare(paths, options);
  const gated = options.baseline !== undefined || options.baselineTolerance !== undefined;
  const files = runs.map((run, i) => (gated && i === 0 ? baselineFileOr(run) : runFileOr(run)));
  expectOwnFiles(targets, files);
  if (paths.length === 1 && files[1] !== undefined && isSameFile(files[0] ?? '', files[1])) {
    throw new TooltapeError('USAGE', `${paths[0]} is the last run: there is nothing newer to hold against it`, {
      remedy: 'Run again first, or compare its models: tooltape compare last',
    });
  }
  const [first, second] = files.map(openRunFile);
  if (first === undefined) throw new Error('there is always a run to compare');
  if (gated && second === undefined) {
    throw new TooltapeError('USAGE', '--baseline needs two runs, found one', {
      remedy: 'Name the baseline and the run: tooltape compare baseline.json run.json --baseline',
    });
  }
  expectPlaces(targets);
  const named = { baseline: options.baselineModel };
  const comparison =
    second === undefined
      ? compareModels(first.header, first.summary, first.trials(), named)
      : compareRuns(first, second, named);
  const compared =
    second === undefined ? { run: first, base: null } : { run: second, base: { name: runs[0] ?? LAST, run: first } };
  for (const target of targets) {
    const render = await target.load();
    const recordings = target.name === 'html' ? recordingsOf(compared.run.header) : undefined;
    emitReport(target, (how) => render(comparison, { ...how, compared, recordings }), terminal);
  }
  if (!gated || comparison.kind === 'models') return EXIT.done;
  const live = second?.header.mode !== 'replay';
  const result = checkBaseline(comparison, { tolerance: options.baselineTolerance ?? 'none', live });
  const tableIsPrinted = targets.some((target) => target.name === 'table' && target.file === null);
  await showGate(result, terminal, tableIsPrinted ? terminal.out : terminal.err);
  return exitCode(result, live);
}

/** As for the run itself, trials that could not be judged decide before a gate that is not met. */
function exitCode({ met, noLongerJudged }: BaselineResult, live: boolean): number {
  const has = (status: 'error' | 'unrecorded'): boolean =>
    noLongerJudged.items.some(({ candidate }) => candidate.status === status);
  if (has('unrecorded')) return EXIT.unrecorded;
  if (live && has('error')) return EXIT.errored;
  return met ? EXIT.done : EXIT.gate;
}

/** True for the name of a kept run, which `compare` compares with the last run. A path stands for a run whose models are compared. */
function isKeptName(word: string): boolean {
  return word !== LAST && statSync(word, { throwIfNoEntry: false }) === undefined && keptFile(word) !== null;
}

/** Errors: USAGE for a word that is a model of the last run and no run. */
function refuseModels(words: readonly string[]): void {
  const unknown = words.filter((word) => !existsSync(word) && keptFile(word) === null);
  const last = unknown.length === 0 ? null : keptFile(LAST);
  if (last === null) return;
  const models = new Set(openRunFile(last).header.models.map(({ name }) => name));
  const model = unknown.find((word) => models.has(word));
  if (model === undefined) return;
  throw new TooltapeError('USAGE', `${model} is a model of the last run, and compare takes runs`, {
    remedy: `All models of the last run, held against this one: tooltape compare --baseline-model ${shellWord(model)}`,
  });
}

/**
 * Paths of the run files to compare: one, or base and candidate. `undefined` is the last run. `--baseline base.json` names the
 * base.
 */
function runsToCompare(paths: readonly string[], options: CompareOptions): readonly (string | undefined)[] {
  const all =
    typeof options.baseline === 'string'
      ? [options.baseline, ...(paths.length === 0 ? [undefined] : paths)]
      : paths.length === 1 && isKeptName(paths[0] ?? '')
        ? [...paths, undefined]
        : paths;
  if (all.length > 2) {
    throw new TooltapeError('USAGE', `compare takes one or two run files, found ${all.length}`, {
      remedy: 'Join shards with `tooltape merge` first.',
    });
  }
  return all.length === 0 ? [undefined] : all;
}
