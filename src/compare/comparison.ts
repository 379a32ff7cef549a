import type { ProtocolName } from '../domain/protocol.ts';
import type { CallRow, Summary, TrialRow, TrialStatus, UntilRow } from '../domain/run.ts';
import type { Problem } from '../domain/score.ts';

export const COMPARISON_FORMAT = 'tooltape.comparison/1';

/** Adjusted p below which a difference is called better or worse. */
export const ALPHA = 0.05;

/** Of the candidate, against the base. */
export type VerdictWord = 'better' | 'worse' | 'inconclusive';

/** A list that may be long: its first items, and how many there are in all. */
export interface Bounded<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** Two models, or one model in two runs, judged on the same trials. */
export interface Pair {
  readonly base: string;
  readonly candidate: string;
  /** Pairs of trials, by scenario and trial number, that were judged on both sides. */
  readonly n: number;
  readonly scenarios: number;
  readonly bothPass: number;
  readonly basePassOnly: number;
  readonly candidatePassOnly: number;
  readonly bothFail: number;
  /** Candidate's pass rate minus the base's, over the pairs; null with none. */
  readonly difference: number | null;
  /** 95 % interval of the difference; null with no pair, and with the sequential test. */
  readonly interval: readonly [number, number] | null;
  /**
   * The exact McNemar test with one trial a scenario, else the paired cluster bootstrap; the test by betting where trials were added
   * until it was decided.
   */
  readonly test: 'mcnemar' | 'bootstrap' | 'sequential';
  /** Null with no pair. */
  readonly p: number | null;
  /** Holm-corrected over the pairs of this comparison. */
  readonly pAdjusted: number | null;
  readonly verdict: VerdictWord;
  /** About how many more scenarios would decide an inconclusive pair; null when it is decided, or when both are equal so far. */
  readonly moreScenarios: number | null;
  /** Trials that could not be paired, by what kept them out; `scenarios` names them. */
  readonly dropped: {
    readonly error: number;
    readonly unrecorded: number;
    readonly baseOnly: number;
    readonly candidateOnly: number;
    readonly scenarios: Bounded<string>;
  };
}

/** Whether the right tools were chosen, in pairs of trials. */
export interface SelectionTest {
  readonly n: number;
  readonly scenarios: number;
  /** Shares of the pairs in which the base and the candidate chose rightly, 0..1. */
  readonly base: number;
  readonly candidate: number;
  /** The exact sign-flip test over scenarios, which is McNemar's with one trial each. */
  readonly p: number | null;
  /** Holm-corrected over the pairs, or over the tools of a pair. */
  readonly pAdjusted: number | null;
  readonly verdict: VerdictWord;
}

/** The selection of tools under two lists of definitions, two orders of a list, or in two runs. */
export interface SelectionPair {
  readonly base: string;
  readonly candidate: string;
  /** All tools of a trial at once. */
  readonly overall: SelectionTest;
  /** Clearest first: tools that some scenario wants, or some trial called. */
  readonly tools: readonly (SelectionTest & { readonly tool: string })[];
}

/** A model through two gateways. */
export interface GatewayPair {
  readonly servedAs: string;
  readonly base: string;
  readonly candidate: string;
  readonly baseGateway: string;
  readonly candidateGateway: string;
  /** What the model is asked over through each; absent where both are chat. */
  readonly protocols?: { readonly base: ProtocolName; readonly candidate: ProtocolName };
  /** Pairs of trials in which both gateways answered. */
  readonly n: number;
  /** F1 of "made a tool call", the base's calls as the reference; null where neither ever called. */
  readonly triggerF1: number | null;
  /** Share of pairs with the same calls: per step the same names and arguments, in any order. */
  readonly callAgreement: number | null;
  /** The same by names alone. */
  readonly nameAgreement: number | null;
  /** Trials whose calls are all valid / trials that made calls; null where none did. */
  readonly schemaAccuracy: { readonly base: number | null; readonly candidate: number | null };
  /** How well the base agrees with itself from one trial to the next; null with one trial a scenario. */
  readonly noiseFloor: { readonly n: number; readonly triggerF1: number | null; readonly callAgreement: number } | null;
  /** Wire checks with a finding on either side: in how many trials. */
  readonly findings: readonly { readonly check: string; readonly base: number; readonly candidate: number }[];
}

/** Which models of a run cannot be told apart. */
export interface ModelGroups {
  /** Pairs of models that have judged trials in common, and how many of them differ significantly. */
  readonly pairs: number;
  readonly apart: number;
  /** The largest groups of models of which no two differ significantly: names, best first. Groups may overlap. */
  readonly groups: readonly (readonly string[])[];
}

export interface ModelComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly kind: 'models';
  readonly alpha: number;
  readonly baseline: string;
  /** How trials were added until it was decided, and to which verdicts; null for a run whose trials were fixed. */
  readonly until: UntilRow | null;
  /** Best pass rate first. */
  readonly models: readonly Summary[];
  /** One for each other model, best first. */
  readonly pairs: readonly Pair[];
  /** Of all models; null with fewer than two that were judged. */
  readonly groups: ModelGroups | null;
  /** One for each further gateway of a model. */
  readonly gateways: readonly GatewayPair[];
  /** One for each further list of `--tools-from`, against the first. */
  readonly definitions: readonly SelectionPair[];
  /** With `--tool-order both`, one for each model: the reversed list against the list as it is. */
  readonly orders: readonly SelectionPair[];
}

/** Why a verdict moved. */
export type Cause = 'rule-changed' | 'answered-differently' | 'recording-changed' | 'wire-mode' | 'tool-version';

/** `fails-differently`: never passes in either run, for another reason now. */
export type CellChangeKind = 'newly-failing' | 'newly-passing' | 'flakier' | 'steadier' | 'fails-differently';

/** One scenario × model of one run, its trials folded. */
export interface CellSide {
  readonly judged: number;
  readonly pass: number;
  readonly status: TrialStatus;
  readonly reason: TrialRow['reason'];
}

export interface CellChange {
  readonly scenario: string;
  /** The model in the candidate run. */
  readonly model: string;
  readonly kind: CellChangeKind;
  /** The candidate passes less often than the base did. */
  readonly regression: boolean;
  readonly base: CellSide;
  readonly candidate: CellSide;
  /** Empty where nothing known explains it. */
  readonly causes: readonly Cause[];
  /** Of the first failing trial of the side that fails more: at most five. */
  readonly problems: readonly Problem[];
  /** The calls of that trial. */
  readonly calls: readonly CallRow[];
}

/** A cell that was judged in one run and is not in the other. */
export interface JudgedChange {
  readonly scenario: string;
  readonly model: string;
  readonly base: CellSide;
  readonly candidate: CellSide;
}

/** A cell that was judged in the base and is not in the candidate at all. */
export interface MissingCell {
  readonly scenario: string;
  readonly model: string;
  readonly base: CellSide;
}

/** A measure of a scenario × model in both runs: the mean over its trials. */
export interface Measured {
  readonly scenario: string;
  readonly model: string;
  readonly base: number;
  readonly candidate: number;
}

/** A measure of a model over the cells that have it in both runs. */
export interface Drift {
  readonly model: string;
  readonly cells: number;
  /** Median over the cells of candidate / base. */
  readonly medianRatio: number;
  readonly more: number;
  readonly less: number;
  /** Exact sign test, two-sided. */
  readonly p: number;
  /** Decided when p < 0.05 and the median moved by a tenth. */
  readonly verdict: 'more' | 'less' | 'same';
}

/** A wire check of a model whose findings came or went. */
export interface FindingChange {
  readonly model: string;
  readonly check: string;
  readonly came: Bounded<string>;
  readonly went: Bounded<string>;
}

export interface RunComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly kind: 'runs';
  readonly alpha: number;
  /** By name; where the runs share no model, the base's baseline against each of the candidate's. */
  readonly matchedBy: 'name' | 'baseline';
  readonly pairs: readonly Pair[];
  /** The selection of tools, for the same pairs. */
  readonly selection: readonly SelectionPair[];
  /** True when nothing below says otherwise and the runs hold the same scenarios and models. */
  readonly unchanged: boolean;
  /** Cells that both runs hold. */
  readonly cells: number;
  /** Of those, the ones that were judged in both. */
  readonly judgedCells: number;
  readonly changes: { readonly [kind in CellChangeKind]: Bounded<CellChange> };
  /** Cells that pass less often than before: newly failing ones, and flakier ones among them. */
  readonly regressions: number;
  readonly noLongerJudged: Bounded<JudgedChange>;
  readonly newlyJudged: Bounded<JudgedChange>;
  /** Judged in the base, by scenario and name of the model, and not in the candidate. */
  readonly missing: Bounded<MissingCell>;
  /** Numbers of trials that differ. */
  readonly trials: Bounded<Measured>;
  /** Milliseconds: cells that take twice as long and half a second more. */
  readonly slower: Bounded<Measured>;
  /** US dollars: cells that cost a fifth more. */
  readonly dearer: Bounded<Measured>;
  readonly latency: readonly Drift[];
  readonly cost: readonly Drift[];
  readonly findings: readonly FindingChange[];
  /** Cells whose calls, recordings or rules differ, whether or not a verdict moved. */
  readonly differing: { readonly calls: number; readonly recordings: number; readonly rules: number };
  readonly onlyInBase: {
    readonly scenarios: readonly string[];
    readonly models: readonly string[];
    readonly cells: Bounded<string>;
  };
  readonly onlyInCandidate: RunComparison['onlyInBase'];
}

export type Comparison = ModelComparison | RunComparison;
