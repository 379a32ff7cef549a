import type { Comparison } from '../compare/comparison.ts';
import type { Reporter, ReportOptions } from './source.ts';

/** Renders a comparison as text, in pieces to be written in order. */
export type ComparisonReporter = (comparison: Comparison, options: ReportOptions) => Iterable<string>;

/** A form that reports have: a row of `reporters.ts`. What it renders is loaded when it is used, with the libraries that it alone needs. */
export interface ReporterRow {
  /** Of a file that holds such a report, without the dot. */
  readonly extension: string;
  /** What it is for, in one line. */
  readonly help: string;
  /** Null where it shows comparisons only. */
  readonly run: (() => Promise<Reporter>) | null;
  /** Null where it shows runs only. */
  readonly comparison: (() => Promise<ComparisonReporter>) | null;
  /** Printed on standard error, so that another report can be printed too. Default false. */
  readonly beside?: boolean;
}
