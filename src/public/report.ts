import { dirname } from 'node:path';
import type { Comparison } from '../compare/comparison.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { Run } from '../domain/run.ts';
import { openNewFile } from '../files/atomic-write.ts';
import { prepareFolder } from '../files/make-folder.ts';
import type { ComparisonReporter } from '../report/reporter.ts';
import { comparisonReporters, runReporters, type Load } from '../report/reporters.ts';
import type { Reporter, ReportOptions } from '../report/source.ts';
import { closest } from '../text/closest.ts';
import { checkGates } from './check-gates.ts';
import { checkOptions, expectArgument } from './checks/check-options.ts';
import {
  either,
  FLAG,
  FUNCTION,
  LIST,
  OBJECT,
  RUN_OR_COMPARISON,
  TEXT,
  whole,
  type OptionRule,
  type OptionRules,
} from './checks/rules.ts';

/** Name of a reporter in `reporters`. */
export type ReporterName = 'table' | 'json' | 'junit' | 'html' | 'markdown' | 'csv' | 'github' | (string & {});

/** A report, rendered in pieces each time it is read, so that its size does not matter. */
export interface Report extends AsyncIterable<string> {
  /** The report as one string. */
  text(): Promise<string>;
  /**
   * Writes the report to a file and makes missing folders. The old file stays until the new one is complete. Errors: USAGE,
   * OUTPUT.
   */
  write(file: string): Promise<void>;
}

/**
 * Reports on a run or a comparison, as `--reporter` does: `table` (the default), `json`, `junit`, `html`, `markdown`, `csv`, `github`, or a
 * function of yours that yields text.
 *
 * Returns the report, to be read as text, written to a file, or iterated piece by piece. `options.width` is in columns (80),
 * `options.color` is false unless set, and `options.gates` are the results of `checkGates` (default: the `min_pass` of scenarios).
 * Errors: USAGE for a name that no reporter has, or one that does not show comparisons.
 *
 * @example
 * await report(run, 'html').write('report.html');
 * await report(compareRuns(older, run), 'html', { compared: { run, base: { name: 'before', run: older } } }).write('changes.html');
 * console.log(await report(compareModels(run)).text());
 */
export function report(run: Run, reporter?: ReporterName | Reporter, options?: ReportOptions): Report;
export function report(
  comparison: Comparison,
  reporter?: ReporterName | ComparisonReporter,
  options?: ReportOptions,
): Report;
export function report(
  subject: Run | Comparison,
  reporter: ReporterName | Reporter | ComparisonReporter = 'table',
  options: ReportOptions = {},
): Report {
  expectArgument('report', 'run', subject, RUN_OR_COMPARISON);
  expectArgument('report', 'reporter', reporter, REPORTER);
  checkOptions('report', options, RULES);
  const render = isComparison(subject)
    ? rendering(subject, reporter as ReporterName | ComparisonReporter, comparisonReporters())
    : rendering(subject, reporter as ReporterName | Reporter, runReporters());
  const gated = async (): Promise<ReportOptions> =>
    isComparison(subject) || options.gates !== undefined
      ? options
      : { ...options, gates: (await checkGates(subject)).results };
  const pieces = async function* (more: ReportOptions = {}): AsyncGenerator<string> {
    yield* render({ ...more, ...(await gated()) });
  };
  return {
    [Symbol.asyncIterator]: () => pieces(),
    text: async () => {
      let text = '';
      for await (const piece of pieces()) text += piece;
      return text;
    },
    write: async (file) => {
      expectArgument('write', 'file', file, TEXT);
      await writeTo(file, pieces({ toFile: true }));
    },
  };
}

const REPORTER: OptionRule = either('the name of a reporter, or a function that yields text', TEXT, FUNCTION);

const RULES: OptionRules = {
  width: whole(1),
  color: FLAG,
  toFile: FLAG,
  gates: { ...LIST, says: 'the `results` of `checkGates`' },
  baseline: { ...LIST, says: 'the `header.scenarios` of a run' },
  events: TEXT,
  compared: { ...OBJECT, says: 'the runs of the comparison: { run, base: { name, run } }' },
  against: { ...OBJECT, says: 'an older run: { name, run, comparison }' },
  recordings: { ...OBJECT, says: 'what was recorded: { exchangesOf, recordedAt }' },
  history: { ...OBJECT, says: 'the runs of a server: { runs, shown, against }' },
};

function isComparison(subject: Run | Comparison): subject is Comparison {
  return 'kind' in subject;
}

type Render<Subject> = (subject: Subject, options: ReportOptions) => Iterable<string>;

function rendering<Subject>(
  subject: Subject,
  reporter: string | Render<Subject>,
  known: ReadonlyMap<string, Load<Render<Subject>>>,
): (options: ReportOptions) => AsyncGenerator<string> {
  const load = typeof reporter === 'string' ? known.get(reporter) : () => Promise.resolve(reporter);
  if (load === undefined) throw unknownReporter(String(reporter), [...known.keys()]);
  return async function* (options) {
    yield* (await load())(subject, options);
  };
}

function unknownReporter(name: string, known: readonly string[]): TooltapeError {
  const like = closest(name, known);
  const hint = like === null ? '' : ` Did you mean ${JSON.stringify(like)}?`;
  return new TooltapeError('USAGE', `report: expected one of ${known.join(', ')}, found ${JSON.stringify(name)}.`, {
    remedy: `Name one of them, or give a function that yields text.${hint}`,
  });
}

async function writeTo(file: string, pieces: AsyncIterable<string>): Promise<void> {
  prepareFolder(dirname(file));
  const target = openNewFile(file);
  try {
    for await (const piece of pieces) target.write(piece);
  } catch (error) {
    target.discard();
    throw error;
  }
  target.commit();
}
