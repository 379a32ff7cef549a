import type { RunHeader, Summary, TrialRow } from '../domain/run.ts';

/** A run to report on. Its trials are read anew at each call, one at a time. */
export interface ReportSource {
  readonly header: RunHeader;
  readonly summary: readonly Summary[];
  trials(): Iterable<TrialRow>;
}

export interface ReportOptions {
  /** Columns of the terminal. Default 80. */
  readonly width?: number | undefined;
  /** Default false. */
  readonly color?: boolean | undefined;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: ReportSource, options: ReportOptions) => Iterable<string>;
