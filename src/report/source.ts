import type { GateResult } from './sections/gates/gate-document.ts';
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
  /** A file is read from its beginning, a terminal from its end: the verdict stands there. Default false. */
  readonly toFile?: boolean | undefined;
  /** Gates that the run was held against. Default none. */
  readonly gates?: readonly GateResult[] | undefined;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: ReportSource, options: ReportOptions) => Iterable<string>;
