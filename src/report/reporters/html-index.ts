import type { ModelGroups } from '../../compare/comparison.ts';
import type { ModelRow, RunHeader, Shard, Summary, TrialStatus, UntilRow } from '../../domain/run.ts';

/** How a trial ended: one entry for each pair of status and reason that occurs. */
export interface Outcome {
  readonly status: TrialStatus;
  /** A fail reason, an error code or an unrecorded reason; null when the trial passed. */
  readonly reason: string | null;
}

/**
 * The small part of an HTML report, decoded first: all that the overview and the matrix need.
 * Lists that describe one thing run in parallel; numbers refer to other lists by position.
 */
export interface ReportIndex {
  readonly tool: { readonly version: string };
  readonly createdAt: string;
  readonly mode: RunHeader['mode'];
  readonly wire: RunHeader['wire'];
  readonly shard: Shard | null;
  readonly models: readonly ModelRow[];
  readonly summary: readonly Summary[];
  /** Null with fewer than two models that were judged. */
  readonly groups: ModelGroups | null;
  /** Null unless trials were added until it was decided. */
  readonly until: UntilRow | null;
  readonly tags: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly scenarios: {
    readonly id: readonly string[];
    /** The start of what the user says, on one line. */
    readonly excerpt: readonly string[];
    readonly tags: readonly (readonly number[])[];
  };
  readonly trials: {
    readonly scenario: readonly number[];
    readonly model: readonly number[];
    readonly trial: readonly number[];
    readonly outcome: readonly number[];
    /** The worst wire finding: 0 none, 1 cosmetic, 2 degrading, 3 breaking. */
    readonly wire: readonly number[];
  };
  /** The position of the first trial of each chunk of trials. */
  readonly trialChunks: readonly number[];
  /** The position of the first scenario of each chunk of scenarios. */
  readonly scenarioChunks: readonly number[];
}

/** Element ids of the data in the page; `trials` and `scenarios` carry the chunk's number, from 0. */
export const ISLAND = {
  index: 'data-index',
  search: 'data-search',
  trials: 'data-trials',
  scenarios: 'data-scenarios',
} as const;
