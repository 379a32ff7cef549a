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
  /** What the gates compared: `results` of `checkGates`. Default: none. */
  readonly gates?: readonly GateResult[] | undefined;
  /** Scenarios of the baseline, to say what was edited since. Default: those of the baseline among `gates`. */
  readonly baseline?: readonly ScenarioRow[] | undefined;
  /** Where a page that is served listens for a newer run: a path of its server. Default: nowhere. */
  readonly events?: string | undefined;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: Run, options: ReportOptions) => Iterable<string>;
