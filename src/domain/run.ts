import type { Json, JsonObject } from '../json/json.ts';
import type { ProtocolName } from './protocol.ts';
import type { FailReason, ParallelCounts, Problem, Scores, UnrecordedReason } from './score.ts';
import type { HostedCall, Severity, TrialErrorCode, WireCheck } from './wire.ts';

export const RUN_FORMAT = 'tooltape.run/1';

export type TrialStatus = 'pass' | 'fail' | 'error' | 'unrecorded';

export interface FindingRow {
  readonly check: WireCheck;
  readonly severity: Severity;
  readonly message: string;
  /** The evidence. `cassette` is relative to the cassette folder; `interaction` counts from 1 in the trial. */
  readonly evidence: { readonly cassette: string; readonly interaction: number; readonly excerpt: string };
}

export interface CallRow {
  /** Number of the step, from 1, counted through all turns. */
  readonly step: number;
  readonly name: string;
  /** The parsed arguments; null where the model did not write one JSON object. */
  readonly arguments: JsonObject | null;
  readonly rawArguments: string;
  /** Path of the expected call that this call was paired with; null without one. */
  readonly expected: string | null;
}

export interface ResultRow {
  readonly content: string;
  readonly isError: boolean;
  readonly unsimulated: boolean;
}

export interface StepRow {
  /** Number of the turn, from 1. */
  readonly turn: number;
  readonly text: string | null;
  readonly finishReason: string | null;
  readonly results: readonly ResultRow[];
  /**
   * Uses of the provider's own tools (search, code, MCP), as received. They are no calls and are never judged. Absent without
   * any.
   */
  readonly hosted?: readonly HostedCall[];
  readonly latencyMs: number;
}

/** One trial: one line of the run file. The order of keys is part of the format. */
export interface TrialRow {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  readonly status: TrialStatus;
  readonly reason: FailReason | TrialErrorCode | UnrecordedReason | null;
  readonly error: { readonly status: number | null; readonly code: string; readonly message: string } | null;
  /** HTTP requests of this trial in this run; 0 in a replay. */
  readonly attempts: number;
  /** Hash of the recording; null without one. */
  readonly recordingHash: string | null;
  readonly scores: Scores;
  readonly parallelCounts: ParallelCounts | null;
  readonly relevance: number | null;
  readonly problems: readonly Problem[];
  readonly calls: readonly CallRow[];
  readonly steps: readonly StepRow[];
  readonly findings: readonly FindingRow[];
  readonly usage: { readonly input: number | null; readonly output: number | null };
  /** Milliseconds, summed over the steps; null where no response came. */
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
}

export interface ScenarioRow {
  readonly id: string;
  readonly tags: readonly string[];
  /** Messages as the author wrote them. */
  readonly messages: Json;
  readonly tools: readonly JsonObject[];
  readonly expect: Json;
  /** Hash of everything besides the recording that the verdict depends on. */
  readonly ruleHash: string;
  /** Share of the judged trials, 0..1, that must pass with every model. Absent where the scenario sets none. */
  readonly minPass?: number;
}

export interface ModelRow {
  readonly name: string;
  readonly servedAs: string;
  readonly gateway: string;
  /** Protocol of the gateway. Absent for chat. */
  readonly protocol?: ProtocolName;
  /** Default parameters that were sent only where a scenario or the model's `request` sets them. Absent without any. */
  readonly unsent?: readonly string[];
  readonly price: { readonly input: number; readonly output: number } | null;
  readonly omit: readonly string[];
  readonly rename: { readonly [name: string]: string };
  /** The model and its label of `--tools-from`. Absent without that option. */
  readonly definitions?: { readonly model: string; readonly label: string };
  /** `import` for a model that is not configured and whose recordings were imported. */
  readonly source: 'live' | 'import' | null;
}

/** A mean and the number of its trials; null where the score applies to no trial. */
export interface MeanScore {
  readonly mean: number;
  readonly n: number;
}

export interface Summary {
  readonly model: string;
  readonly scenarios: number;
  readonly trials: number;
  readonly judged: number;
  readonly pass: number;
  readonly error: number;
  readonly unrecorded: number;
  /** Passed / judged trials, 0..1; null without a judged trial. */
  readonly passRate: number | null;
  /**
   * Wilson's 95% interval of the pass rate, clustered by scenario where scenarios have several trials; null without a judged
   * trial.
   */
  readonly interval: readonly [number, number] | null;
  readonly scores: {
    readonly selection: MeanScore | null;
    readonly arguments: MeanScore | null;
    readonly required: MeanScore | null;
    readonly valid: MeanScore | null;
    readonly abstention: MeanScore | null;
    readonly choice: MeanScore | null;
    readonly final: MeanScore | null;
    readonly recovered: MeanScore | null;
  };
  /** Counts of groups of two or more expected calls. `support` is the share of parallel groups, 0..1. */
  readonly parallel: (ParallelCounts & { readonly support: number }) | null;
  readonly relevance: MeanScore | null;
  readonly irrelevance: MeanScore | null;
  /** Mean of relevance and irrelevance; null unless both apply. */
  readonly balancedAccuracy: number | null;
  /** For each k, from 1 to the most trials of a scenario: the mean over the scenarios with at least k judged trials. */
  readonly passAtK: readonly {
    readonly k: number;
    readonly passAt: number;
    readonly passHat: number;
    readonly scenarios: number;
    /** 95% intervals over scenarios; null without any. Run files of version 0.1 have no intervals here. */
    readonly passAtInterval?: readonly [number, number] | null;
    readonly passHatInterval?: readonly [number, number] | null;
  }[];
  /** Ids of scenarios that passed in some trials and failed in others. */
  readonly flaky: readonly string[];
  readonly reasons: { readonly [reason: string]: number };
  readonly latency: { readonly p50: number; readonly p95: number } | null;
  readonly usage: { readonly input: number; readonly output: number };
  readonly costUsd: number | null;
  readonly costPerSolvedUsd: number | null;
  /** Number of trials with a finding, by wire check. */
  readonly findings: { readonly [check: string]: number };
  readonly tags: readonly {
    readonly tag: string;
    readonly judged: number;
    readonly pass: number;
    readonly passRate: number | null;
  }[];
}

export interface Shard {
  /** Number of the shard, from 1. */
  readonly index: number;
  readonly count: number;
}

/** The verdicts of `--until decided`. */
export interface UntilRow {
  /** The model that the candidates were compared with; null for a baseline. */
  readonly against: string | null;
  /** The smallest difference of pass rates that matters, 0..1. */
  readonly margin: number;
  /** Most trials of a scenario × model. */
  readonly maxTrials: number;
  readonly candidates: readonly {
    readonly model: string;
    /** `equal`: the difference is not larger than the margin. Null: undecided. */
    readonly verdict: 'better' | 'worse' | 'equal' | null;
    /** Pairs of trials until the verdict. */
    readonly pairs: number;
    readonly basePassOnly: number;
    readonly candidatePassOnly: number;
    /**
     * p-values that are valid at any time of looking: of no difference, and of a difference as large as the margin. They are
     * not corrected for the number of models.
     */
    readonly pDifference: number;
    readonly pMargin: number;
  }[];
}

/** How a run was asked for. */
export interface RunSettings {
  /** As typed, without secrets: `tooltape replay --models all`; null where the library ran it. */
  readonly command: string | null;
  /** What a command repeats that is about a part of this run: paths, `--cassettes` and `--config`. */
  readonly repeat: readonly string[];
  /** Folder of the recordings. */
  readonly cassettes: string;
  readonly stream: boolean | 'both';
  readonly temperature: number | null;
  readonly maxTokens: number | null;
  /** The name that it is kept under, among the runs of its folder; absent without one. */
  readonly name?: string;
}

/** Why a run ended before all its trials. */
export type StoppedBy = 'interrupt' | 'cost' | 'requests';

/** A run file without its trials, which are read one at a time. */
export interface RunHeader {
  readonly format: typeof RUN_FORMAT;
  readonly tool: { readonly version: string };
  readonly createdAt: string;
  /** `import`: imported verdicts, without transcripts. */
  readonly mode: 'missing' | 'all' | 'replay' | 'import';
  readonly wire: 'fair' | 'raw';
  readonly shard: Shard | null;
  /** Absent for a run with a fixed number of trials. */
  readonly until?: UntilRow;
  /** Absent in run files of version 0.1. */
  readonly settings?: RunSettings;
  /** Why trials are missing; absent where none is. In the file it stands behind the trials. */
  readonly stoppedBy?: StoppedBy;
  /** `both`: the second half of the trials of each scenario × model had the list of tools reversed. */
  readonly toolOrder?: 'both';
  readonly models: readonly ModelRow[];
  readonly scenarios: readonly ScenarioRow[];
}

/** A whole run file in memory. Run files of any size are read trial by trial instead. */
export interface RunFile extends RunHeader {
  readonly trials: readonly TrialRow[];
  readonly summary: readonly Summary[];
}

/** A run, for comparisons and reports. `trials` reads the trials anew at each call, one at a time. */
export interface Run {
  readonly header: RunHeader;
  /** One summary for each model. */
  readonly summary: readonly Summary[];
  /** The trials, sorted by scenario. */
  trials(): Iterable<TrialRow>;
  /** Trials that could not be replayed, by cause. Absent for a run that was opened from its file, which does not keep them. */
  readonly stale?: readonly StaleRecordings[];
  /** The place of a scenario by its id; null where it stands in no file. Absent for a run that was opened from its file. */
  readonly places?: (scenario: string) => ScenarioPlace | null;
}

/** Trials whose requests no longer match their recordings, in the same way. */
export interface StaleRecordings {
  /** `weather × gpt-4o`, each scenario × model once. */
  readonly cells: readonly string[];
  /** What differs: `- path: before`, `+ path: after`. */
  readonly differences: readonly string[];
  /** Records these trials anew. */
  readonly command: string;
}

/** Where a scenario stands. */
export interface ScenarioPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}
