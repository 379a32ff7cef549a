import type { GateResult } from '../compare/gates/check-gates.ts';
import type { Run, ScenarioRow } from '../domain/run.ts';

/** The run that a report shows. */
export type ReportSource = Run;

export interface ReportOptions {
  /** Columns of text of the terminal. Default: 80. */
  readonly width?: number | undefined;
  /** True to colour the text of a terminal. Default: false. */
  readonly color?: boolean | undefined;
  /** True for a file, which readers begin at the top: the verdict comes first. On a terminal it comes last. Default: false. */
  readonly toFile?: boolean | undefined;
  /** What the gates compared: `results` of `checkGates`. Default: none. */
  readonly gates?: readonly GateResult[] | undefined;
  /** Scenarios of the baseline, to say what was edited since. Default: those of the baseline among `gates`. */
  readonly baseline?: readonly ScenarioRow[] | undefined;
  /** Path on the page's server that sends an event when there is a newer run. Default: the page does not listen. */
  readonly events?: string | undefined;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: Run, options: ReportOptions) => Iterable<string>;
