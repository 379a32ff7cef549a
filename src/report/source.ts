import type { GateResult } from './sections/gates/gate-document.ts';
import type { RunHeader, ScenarioRow, Summary, TrialRow } from '../domain/run.ts';

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
  /** Scenarios of the baseline, to say what was edited since. Default none. */
  readonly baseline?: readonly ScenarioRow[] | undefined;
  /** What could not be replayed. Default none. */
  readonly stale?: readonly StaleRecordings[] | undefined;
  /** Where a scenario stands, by its id; null where nobody knows. Default: nowhere. */
  readonly places?: ((scenario: string) => { readonly file: string; readonly line: number } | null) | undefined;
}

/** Trials whose requests no longer match their recordings, in the same way. */
export interface StaleRecordings {
  /** `weather × gpt-4o`, each scenario × model once. */
  readonly cells: readonly string[];
  /** What differs: `- path: before`, `+ path: after`. */
  readonly differences: readonly string[];
  /** Records them anew. */
  readonly command: string;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: ReportSource, options: ReportOptions) => Iterable<string>;
