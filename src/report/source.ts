import type { RunComparison } from '../compare/comparison.ts';
import type { GateResult } from '../compare/gates/check-gates.ts';
import type { Interaction } from '../domain/recording.ts';
import type { Run, ScenarioRow, TrialRow } from '../domain/run.ts';

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
  /** What was recorded of each trial, to be shown beside it. Default: nothing. */
  readonly recordings?: Recordings | undefined;
  /** The runs of a comparison, whose trials a page shows. Default none: the comparison alone. */
  readonly compared?: ComparedRuns | undefined;
  /** An older run, which the page shows beside this one. Default none. */
  readonly against?: OlderRun | undefined;
  /** Runs that the reader of a served page can choose. Default none. */
  readonly history?: RunChoice | undefined;
}

/** The runs of a comparison. */
export interface ComparedRuns {
  /** The run whose models are compared, or the newer of two. */
  readonly run: Run;
  /** The older run and its name for readers; null where the models of one run are compared. */
  readonly base: { readonly name: string; readonly run: Run } | null;
}

/** A run that another is compared with. */
export interface OlderRun {
  /** The name of the run for readers: its file, or the name that the user gave it. */
  readonly name: string;
  readonly run: Run;
  readonly comparison: RunComparison;
}

/** The runs that a server has, and which of them its page shows. */
export interface RunChoice {
  /** Newest first. */
  readonly runs: readonly { readonly id: string; readonly label: string }[];
  readonly shown: string;
  /** Null where the run stands alone. */
  readonly against: string | null;
}

/** The recordings that a run was judged by. */
export interface Recordings {
  /** The requests and responses of a trial, as recorded; null where the recording is missing, or was recorded again after the run. */
  readonly exchangesOf: (
    row: Pick<TrialRow, 'scenario' | 'model' | 'trial' | 'recordingHash'>,
  ) => readonly Interaction[] | null;
  /** When the latest trial of a scenario × model was recorded, ISO 8601; null where no file tells it. */
  readonly recordedAt: (scenario: string, model: string) => string | null;
}

/** Renders a run as text, in pieces to be written in order. */
export type Reporter = (source: Run, options: ReportOptions) => Iterable<string>;
