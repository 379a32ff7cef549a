import type { ProtocolName } from '../domain/protocol.ts';
import type { CallRow, Summary, TrialRow, TrialStatus, UntilRow } from '../domain/run.ts';
import type { Problem } from '../domain/score.ts';

export const COMPARISON_FORMAT = 'tooltape.comparison/1';

/** A difference counts as better or worse when its adjusted p-value is below this. */
export const ALPHA = 0.05;

/** Verdict on the candidate. */
export type VerdictWord = 'better' | 'worse' | 'inconclusive';

/** A list of which only the first items are kept. `total` counts all items. */
export interface Bounded<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** Two models, or one model in two runs, compared on the same trials. */
export interface Pair {
  readonly base: string;
  readonly candidate: string;
  /** Pairs of trials of equal scenario and number, both judged. */
  readonly n: number;
  readonly scenarios: number;
  readonly bothPass: number;
  readonly basePassOnly: number;
  readonly candidatePassOnly: number;
  readonly bothFail: number;
  /** Pass rate of the candidate minus that of the base, −1..1; null without a pair. */
  readonly difference: number | null;
  /** 95% interval of the difference; null without a pair, and with the sequential test. */
  readonly interval: readonly [number, number] | null;
  /**
   * `mcnemar`: the exact test, with one trial a scenario. `sign-flip`: its form over scenarios, with several.
   * `sequential`: the test by betting, for runs with `--until decided`.
   */
  readonly test: 'mcnemar' | 'sign-flip' | 'sequential';
  /** p-value of the difference; null without a pair. */
  readonly p: number | null;
  /** p-value after Holm's correction over the pairs of this comparison. */
  readonly pAdjusted: number | null;
  readonly verdict: VerdictWord;
  /**
   * About how many more scenarios would decide an inconclusive pair; null when the pair is decided, and when both pass equally
   * often so far.
   */
  readonly moreScenarios: number | null;
  /** Trials without a pair: by an error, without a recording, or only in one of the two. `scenarios` are their ids. */
  readonly dropped: {
    readonly error: number;
    readonly unrecorded: number;
    readonly baseOnly: number;
    readonly candidateOnly: number;
    readonly scenarios: Bounded<string>;
  };
}

/** How often two sides called the right tools, over pairs of trials. */
export interface SelectionTest {
  readonly n: number;
  readonly scenarios: number;
  /** Shares of the pairs in which the base and the candidate called the right tools, 0..1. */
  readonly base: number;
  readonly candidate: number;
  /** p-value of the exact sign-flip test over scenarios, which equals McNemar's test with one trial a scenario. */
  readonly p: number | null;
  /** p-value after Holm's correction over the pairs of the comparison, or over the tools of a pair. */
  readonly pAdjusted: number | null;
  readonly verdict: VerdictWord;
}

/** The choice of tools under two lists of definitions, under two orders of a list, or in two runs. */
export interface SelectionPair {
  readonly base: string;
  readonly candidate: string;
  /** Right when all tools of the trial were called as wanted. */
  readonly overall: SelectionTest;
  /** Tools that some scenario wants or some trial called, smallest p-value first. */
  readonly tools: readonly (SelectionTest & { readonly tool: string })[];
}

/** One model through two gateways. */
export interface GatewayPair {
  readonly servedAs: string;
  readonly base: string;
  readonly candidate: string;
  readonly baseGateway: string;
  readonly candidateGateway: string;
  /** The protocol of each gateway; absent where both speak chat. */
  readonly protocols?: { readonly base: ProtocolName; readonly candidate: ProtocolName };
  /** Pairs of judged trials. */
  readonly n: number;
  /** F1 of "the trial made a call", with the base as reference; null where no trial made a call. */
  readonly triggerF1: number | null;
  /** Share of pairs with equal calls: in each step the same names and arguments, in any order. */
  readonly callAgreement: number | null;
  /** Share of pairs with equal tool names in each step, in any order. */
  readonly nameAgreement: number | null;
  /** Trials whose calls are all valid / trials with calls; null where no trial made a call. */
  readonly schemaAccuracy: { readonly base: number | null; readonly candidate: number | null };
  /**
   * How often one trial of the base agrees with the next trial of the same scenario; null with one trial a scenario. Two
   * gateways cannot agree more than that.
   */
  readonly noiseFloor: { readonly n: number; readonly triggerF1: number | null; readonly callAgreement: number } | null;
  /** Wire checks with a finding in either gateway, with the number of trials in each. */
  readonly findings: readonly { readonly check: string; readonly base: number; readonly candidate: number }[];
}

/** Groups of models of a run that no test tells apart. */
export interface ModelGroups {
  /** Pairs of models with judged trials in common, and how many of these pairs differ significantly. */
  readonly pairs: number;
  readonly apart: number;
  /**
   * The largest groups of models without a significantly different pair, as names, best first. A model may be in several
   * groups.
   */
  readonly groups: readonly (readonly string[])[];
}

export interface ModelComparison {
  readonly format: typeof COMPARISON_FORMAT;
  readonly kind: 'models';
  readonly alpha: number;
  readonly baseline: string;
  /** The verdicts of `--until decided`; null for a run with a fixed number of trials. */
  readonly until: UntilRow | null;
  /** Summaries, best pass rate first. */
  readonly models: readonly Summary[];
  /** The baseline with each other model, best first. */
  readonly pairs: readonly Pair[];
  /** Groups of all models; null where fewer than two have a judged trial. */
  readonly groups: ModelGroups | null;
  /** One pair for each further gateway of a model. */
  readonly gateways: readonly GatewayPair[];
  /** One pair for each further list of `--tools-from`, with the first list as base. */
  readonly definitions: readonly SelectionPair[];
  /** With `--tool-order both`, one pair for each model: the list as it is, and the reversed list. */
  readonly orders: readonly SelectionPair[];
}

/** Why a verdict changed. */
export type Cause =
  | 'rule-changed'
  | 'answered-differently'
  | 'recording-changed'
  | 'other-trials'
  | 'wire-mode'
  | 'tool-version';

/** `fails-differently`: passes in neither run, for another reason now. */
export type CellChangeKind = 'newly-failing' | 'newly-passing' | 'flakier' | 'steadier' | 'fails-differently';

/** The trials of one scenario × model in one run, summed up. */
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
  /** True when the candidate passes less often than the base. */
  readonly regression: boolean;
  readonly base: CellSide;
  readonly candidate: CellSide;
  /** Empty where nothing in the two runs explains the change. */
  readonly causes: readonly Cause[];
  /** At most five problems of the first failing trial, from the run that fails more often. */
  readonly problems: readonly Problem[];
  /** The calls of the trial of `problems`. */
  readonly calls: readonly CallRow[];
}

/** A scenario × model that one run judged and the other holds but did not judge. */
export interface JudgedChange {
  readonly scenario: string;
  readonly model: string;
  readonly base: CellSide;
  readonly candidate: CellSide;
}

/** A scenario × model that the base judged and the candidate does not hold. */
export interface MissingCell {
  readonly scenario: string;
  readonly model: string;
  readonly base: CellSide;
}

/** Mean of a measure over the trials of a scenario × model, in both runs. */
export interface Measured {
  readonly scenario: string;
  readonly model: string;
  readonly base: number;
  readonly candidate: number;
}

/** How a measure of a model moved, over the scenarios that have it in both runs. */
export interface Drift {
  readonly model: string;
  readonly cells: number;
  /** Median of candidate / base. */
  readonly medianRatio: number;
  readonly more: number;
  readonly less: number;
  /** p-value of the exact, two-sided sign test. */
  readonly p: number;
  /** `more` or `less` when p < 0.05 and the median moved by at least a tenth. */
  readonly verdict: 'more' | 'less' | 'same';
}

/** Scenarios in which a wire check of a model has a new finding, and scenarios in which it has none any more. */
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
  /**
   * `name`: models of equal name were compared. `baseline`: the runs share no model, so the base's baseline model was compared
   * with every model of the candidate.
   */
  readonly matchedBy: 'name' | 'baseline';
  readonly pairs: readonly Pair[];
  /** The choice of tools, for the pairs of `pairs`. */
  readonly selection: readonly SelectionPair[];
  /** True when both runs hold the same scenarios and models and nothing below lists a change. */
  readonly unchanged: boolean;
  /** Scenarios × models that both runs hold. */
  readonly cells: number;
  /** Scenarios × models that both runs judged. */
  readonly judgedCells: number;
  readonly changes: { readonly [kind in CellChangeKind]: Bounded<CellChange> };
  /** Scenarios × models that pass less often than before: all newly failing ones, and some of the flakier ones. */
  readonly regressions: number;
  readonly noLongerJudged: Bounded<JudgedChange>;
  readonly newlyJudged: Bounded<JudgedChange>;
  /** Scenarios × models that the base judged and the candidate does not hold. */
  readonly missing: Bounded<MissingCell>;
  /** Scenarios × models whose number of trials differs. */
  readonly trials: Bounded<Measured>;
  /** Scenarios × models that take at least twice as long and half a second more, in milliseconds. */
  readonly slower: Bounded<Measured>;
  /** Scenarios × models that cost at least a fifth more, in US dollars. */
  readonly dearer: Bounded<Measured>;
  readonly latency: readonly Drift[];
  readonly cost: readonly Drift[];
  readonly findings: readonly FindingChange[];
  /**
   * Scenarios × models whose calls, recordings, rules or numbers of trials differ, with or without a changed verdict. Calls and
   * recordings are compared in trials of equal number.
   */
  readonly differing: {
    readonly calls: number;
    readonly recordings: number;
    readonly rules: number;
    readonly trials: number;
  };
  readonly onlyInBase: {
    readonly scenarios: readonly string[];
    readonly models: readonly string[];
    readonly cells: Bounded<string>;
  };
  readonly onlyInCandidate: RunComparison['onlyInBase'];
}

export type Comparison = ModelComparison | RunComparison;
