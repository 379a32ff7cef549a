import type { ModelGroups } from '../../compare/comparison.ts';
import type { ModelRow, RunHeader, Shard, Summary, TrialStatus, UntilRow } from '../../domain/run.ts';

/** A pair of status and reason that occurs in the run. */
export interface Outcome {
  readonly status: TrialStatus;
  /** A fail reason, an error code or an unrecorded reason; null for a passed trial. */
  readonly reason: string | null;
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
  readonly models: readonly ModelRow[];
  readonly summary: readonly Summary[];
  /** Null with fewer than two models that have a judged trial. */
  readonly groups: ModelGroups | null;
  /** Null for a run with a fixed number of trials. */
  readonly until: UntilRow | null;
  readonly tags: readonly string[];
  readonly outcomes: readonly Outcome[];
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

/** Ids of the elements that hold the page's data. `trials` and `scenarios` get the number of the chunk, from 0. */
export const ISLAND = {
  index: 'data-index',
  search: 'data-search',
  trials: 'data-trials',
  scenarios: 'data-scenarios',
} as const;
