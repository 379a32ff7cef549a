import type { Severity } from '../../../domain/wire.ts';
import type { RunChoice } from '../../source.ts';
import type { GatewayPair, ModelGroups, RunComparison } from '../../../compare/comparison.ts';
import type {
  ModelRow,
  RunHeader,
  RunSettings,
  StoppedBy,
  Shard,
  Summary,
  TrialStatus,
  UntilRow,
} from '../../../domain/run.ts';

/** A pair of status and reason that occurs in the run. */
export interface StatusReason {
  readonly status: TrialStatus;
  /** A fail reason, an error code or an unrecorded reason; null for a passed trial. */
  readonly reason: string | null;
}

export type { GatewayPair, RunComparison } from '../../../compare/comparison.ts';

/** A wire check that some responses of a run did not pass. */
export interface WireRow {
  readonly check: string;
  /** The rule, in words that fit every protocol; empty for a check that this version does not know. */
  readonly says: string;
  /** The demand of the check in each protocol of a model with a finding. */
  readonly rules: readonly { readonly protocol: string; readonly says: string }[];
  /** When a finding is breaking, degrading or cosmetic. */
  readonly scale: string;
  /** Public reports of the fault, or documentation of the rule. */
  readonly links: readonly string[];
  /** The worst of all models. */
  readonly severity: Severity;
  /** Worst first, then the most frequent. */
  readonly models: readonly WireModel[];
}

/** The findings of one model under a check. */
interface WireModel {
  readonly model: string;
  readonly severity: Severity;
  /** Trials with a finding. */
  readonly trials: number;
  /** The trial of the worst finding, its message and its excerpt. */
  readonly scenario: string;
  readonly trial: number;
  readonly message: string;
  readonly excerpt: string;
}

/** The trials whose requests and responses are in the page, and the number of those left out. */
export interface RawIndex {
  /** Positions of the trials that have them, in the order of the chunks. */
  readonly positions: readonly number[];
  /** The place in `positions` of the first trial of each chunk. */
  readonly chunks: readonly number[];
  /** Characters of JSON that the page takes at most, for all trials and for one. */
  readonly limit: number;
  readonly trialLimit: number;
  /** Trials that did not pass and are left out for the limit. */
  readonly left: number;
  /** Trials whose recording is missing, or was recorded again after the run. */
  readonly gone: number;
}

/** The older run of the page, and its comparison with this one. */
export interface AgainstIndex {
  readonly name: string;
  /** The comparison in a sentence, with its test. */
  readonly sentence: string;
  /** The statistical tests, and the settings they used. */
  readonly method: string;
  readonly comparison: RunComparison;
  /** Edits of scenarios since the older run, as a diff. Scenarios with equal edits share an entry. */
  readonly edits: readonly { readonly scenarios: readonly string[]; readonly lines: readonly string[] }[];
  /** Edits that are left out. */
  readonly moreEdits: number;
}

/**
 * The index of an HTML report: all data of the overview and the matrix, which the page decodes first. `scenarios` and `trials`
 * are columns: entries at one position belong to one scenario or trial, and numbers in them are positions in other lists.
 */
export interface ReportIndex {
  readonly tool: { readonly version: string };
  readonly createdAt: string;
  readonly mode: RunHeader['mode'];
  readonly wire: RunHeader['wire'];
  readonly shard: Shard | null;
  /** Null in run files of version 0.1. */
  readonly settings: RunSettings | null;
  /** Why trials are missing; null where none is. */
  readonly stoppedBy: StoppedBy | null;
  readonly models: readonly ModelRow[];
  readonly summary: readonly Summary[];
  /** Null with fewer than two models that have a judged trial. */
  readonly groups: ModelGroups | null;
  /** One for each further gateway of a model. */
  readonly gateways: readonly GatewayPair[];
  /** Wire checks that some responses did not pass, worst first. */
  readonly wireRows: readonly WireRow[];
  /** When the oldest and the latest recording were made, ISO 8601; null where nobody knows. */
  readonly recorded: { readonly from: string; readonly to: string } | null;
  /** Null where no recordings were at hand. */
  readonly raw: RawIndex | null;
  /** Null where the run stands alone. */
  readonly against: AgainstIndex | null;
  /** Null unless trials were added until it was decided. */
  readonly until: UntilRow | null;
  readonly tags: readonly string[];
  readonly outcomes: readonly StatusReason[];
  readonly scenarios: {
    readonly id: readonly string[];
    /** Beginning of the user's messages, on one line. */
    readonly excerpt: readonly string[];
    readonly tags: readonly (readonly number[])[];
  };
  readonly trials: {
    readonly scenario: readonly number[];
    readonly model: readonly number[];
    readonly trial: readonly number[];
    readonly outcome: readonly number[];
    /** Worst wire finding: 0 none, 1 cosmetic, 2 degrading, 3 breaking. */
    readonly wire: readonly number[];
  };
  /** Number of the first trial of each chunk of trials. */
  readonly trialChunks: readonly number[];
  /** Number of the first scenario of each chunk of scenarios. */
  readonly scenarioChunks: readonly number[];
}

/** The server of a served page, as the page needs it. */
export interface Served {
  /** Path of the requests and responses of a trial: `?scenario=…&model=…&trial=1`. */
  readonly exchanges: string;
  readonly history: RunChoice | null;
}

/** Element ids of the data of a run in the page; `trials`, `scenarios` and `raw` carry the chunk's number, from 0. */
export interface Islands {
  readonly index: string;
  readonly search: string;
  readonly trials: string;
  readonly scenarios: string;
  readonly raw: string;
}

export const ISLAND: Islands = islands('data');
/** The element ids of the older run. */
export const BASE_ISLAND: Islands = islands('base');
/** Element id of `Served`. A page in a file has no such element. */
export const SERVED = 'served';

function islands(prefix: string): Islands {
  return {
    index: `${prefix}-index`,
    search: `${prefix}-search`,
    trials: `${prefix}-trials`,
    scenarios: `${prefix}-scenarios`,
    raw: `${prefix}-raw`,
  };
}
