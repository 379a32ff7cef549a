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
  /** `cassette` is relative to the cassette folder, `interaction` counts from 1 within the trial. */
  readonly evidence: { readonly cassette: string; readonly interaction: number; readonly excerpt: string };
}

export interface CallRow {
  /** From 1, counted through all turns. */
  readonly step: number;
  readonly name: string;
  /** Null where they are not one JSON object. */
  readonly arguments: JsonObject | null;
  readonly rawArguments: string;
  /** Path of the expected call that it was paired with; null without one. */
  readonly expected: string | null;
}

export interface ResultRow {
  readonly content: string;
  readonly isError: boolean;
  readonly unsimulated: boolean;
}

export interface StepRow {
  /** From 1. */
  readonly turn: number;
  readonly text: string | null;
  readonly finishReason: string | null;
  readonly results: readonly ResultRow[];
  /** What tools of the provider's own did (search, code, MCP), as it was received: no calls, never judged. Absent without any. */
  readonly hosted?: readonly HostedCall[];
  readonly latencyMs: number;
}

/** One trial of the run file: one line of it. Key order is part of the format. */
export interface TrialRow {
  readonly scenario: string;
  readonly model: string;
  readonly trial: number;
  readonly status: TrialStatus;
  readonly reason: FailReason | TrialErrorCode | UnrecordedReason | null;
  readonly error: { readonly status: number | null; readonly code: string; readonly message: string } | null;
  /** HTTP requests made when recorded live in this run; 0 in replay. */
  readonly attempts: number;
  /** Hash of what was recorded; null where nothing was. */
  readonly recordingHash: string | null;
  readonly scores: Scores;
  readonly parallelCounts: ParallelCounts | null;
  readonly relevance: number | null;
  readonly problems: readonly Problem[];
  readonly calls: readonly CallRow[];
  readonly steps: readonly StepRow[];
  readonly findings: readonly FindingRow[];
  readonly usage: { readonly input: number | null; readonly output: number | null };
  /** Sum over the trial's steps; null where no response came. */
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
}

export interface ScenarioRow {
  readonly id: string;
  readonly tags: readonly string[];
  /** As the author wrote them. */
  readonly messages: Json;
  readonly tools: readonly JsonObject[];
  readonly expect: Json;
  /** Hash of everything that a verdict depends on beside the recording. */
  readonly ruleHash: string;
  /** The share of its judged trials, 0..1, that must pass with every model; left out where the scenario sets none. */
  readonly minPass?: number;
}

export interface ModelRow {
  readonly name: string;
  readonly servedAs: string;
  readonly gateway: string;
  /** Absent for chat. */
  readonly protocol?: ProtocolName;
  /** Defaults of the run that were sent only where a scenario or the model's `request` writes them; absent without any. */
  readonly unsent?: readonly string[];
  readonly price: { readonly input: number; readonly output: number } | null;
  readonly omit: readonly string[];
  readonly rename: { readonly [name: string]: string };
  /** The model, and the label of the definitions that it was told of; absent where there was one list of tools. */
  readonly definitions?: { readonly model: string; readonly label: string };
  /** `import` for a model that nobody configured and whose recordings came from elsewhere. */
  readonly source: 'live' | 'import' | null;
}

/** A mean with the number of trials it is over; null where the score applied nowhere. */
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
  /** Passed / judged; null with nothing judged. */
  readonly passRate: number | null;
  /** Wilson 95 % interval, clustered by scenario where some have several trials; null with nothing judged. */
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
  /** Counts of groups of two or more expected calls; `support` = parallel / judged groups. */
  readonly parallel: (ParallelCounts & { readonly support: number }) | null;
  readonly relevance: MeanScore | null;
  readonly irrelevance: MeanScore | null;
  /** Mean of relevance and irrelevance; null unless both apply. */
  readonly balancedAccuracy: number | null;
  /** By k, from 1 to the trials a scenario has: the mean over scenarios with at least k judged trials. */
  readonly passAtK: readonly {
    readonly k: number;
    readonly passAt: number;
    readonly passHat: number;
    readonly scenarios: number;
    /** 95 % intervals over scenarios; null with none. Run files of version 0.1 have none of the two. */
    readonly passAtInterval?: readonly [number, number] | null;
    readonly passHatInterval?: readonly [number, number] | null;
  }[];
  /** Ids of scenarios that passed in some and failed in other trials. */
  readonly flaky: readonly string[];
  readonly reasons: { readonly [reason: string]: number };
  readonly latency: { readonly p50: number; readonly p95: number } | null;
  readonly usage: { readonly input: number; readonly output: number };
  readonly costUsd: number | null;
  readonly costPerSolvedUsd: number | null;
  /** Wire checks with a finding, and in how many trials. */
  readonly findings: { readonly [check: string]: number };
  readonly tags: readonly {
    readonly tag: string;
    readonly judged: number;
    readonly pass: number;
    readonly passRate: number | null;
  }[];
}

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** What `--until decided` came to. */
export interface UntilRow {
  /** The model that the others were held against; null for a baseline. */
  readonly against: string | null;
  /** The smallest difference of pass rates that matters, 0..1. */
  readonly margin: number;
  /** Trials of a scenario × model, at most. */
  readonly maxTrials: number;
  readonly candidates: readonly {
    readonly model: string;
    /** `equal`: no difference larger than the margin. Null: undecided. */
    readonly verdict: 'better' | 'worse' | 'equal' | null;
    /** Up to the verdict. */
    readonly pairs: number;
    readonly basePassOnly: number;
    readonly candidatePassOnly: number;
    /** p-values at any time of looking: of no difference, and of one as large as the margin. Not corrected for other models. */
    readonly pDifference: number;
    readonly pMargin: number;
  }[];
}

/** Everything of a run file but the trials, which stream. */
export interface RunHeader {
  readonly format: typeof RUN_FORMAT;
  readonly tool: { readonly version: string };
  readonly createdAt: string;
  /** `import`: verdicts from elsewhere, without transcripts. */
  readonly mode: 'missing' | 'all' | 'replay' | 'import';
  readonly wire: 'fair' | 'raw';
  readonly shard: Shard | null;
  /** Of a run that added trials until it was decided. */
  readonly until?: UntilRow;
  /** The second half of the trials of each scenario and model had the list of tools reversed. */
  readonly toolOrder?: 'both';
  readonly models: readonly ModelRow[];
  readonly scenarios: readonly ScenarioRow[];
}

/** A run file in memory; files of any size are read trial by trial instead. */
export interface RunFile extends RunHeader {
  readonly trials: readonly TrialRow[];
  readonly summary: readonly Summary[];
}

/** A run to compare or report on. Its trials are read anew at each call, one at a time. */
export interface Run {
  readonly header: RunHeader;
  /** One a model. */
  readonly summary: readonly Summary[];
  /** Sorted by scenario. */
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
