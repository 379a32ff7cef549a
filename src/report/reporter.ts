import type { Comparison } from '../compare/comparison.ts';
import type { Reporter, ReportOptions } from './source.ts';

/** Renders a comparison as text, in pieces to be written in order. */
export type ComparisonReporter = (comparison: Comparison, options: ReportOptions) => Iterable<string>;

/**
 * A reporter: a row of `reporters.ts`. `run` and `comparison` load their module at the first use, with the libraries that only
 * this reporter needs.
 */
export interface ReporterRow {
  /** Extension of a file with such a report, without the dot. */
  readonly extension: string;
  /** Purpose of the report, in one line. */
  readonly help: string;
  /** Null for a reporter that shows only comparisons. */
  readonly run: (() => Promise<Reporter>) | null;
  /** Null for a reporter that shows only runs. */
  readonly comparison: (() => Promise<ComparisonReporter>) | null;
  /** True to print the report on standard error, so that another report can go to standard output. Default: false. */
  readonly beside?: boolean;
}
