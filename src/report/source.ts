import type { GateResult } from '../compare/gates/check-gates.ts';
import type { Run, ScenarioRow } from '../domain/run.ts';

/** What reports are made of. */
export type ReportSource = Run;

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
  /** Where a page that is served listens for a newer run: a path of its server. Default: nowhere. */
  readonly events?: string | undefined;
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
export type Reporter = (source: Run, options: ReportOptions) => Iterable<string>;
