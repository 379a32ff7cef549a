import type { TrialErrorCode } from '../../domain/wire.ts';

/** One published verdict: a model on an item, once. */
export interface PublishedVerdict {
  readonly model: string;
  readonly item: string;
  /** From 1. */
  readonly trial: number;
  readonly outcome: 'pass' | 'fail' | 'error';
  /** Why it could not be judged; null unless the outcome is an error. */
  readonly error: { readonly code: TrialErrorCode; readonly message: string } | null;
  readonly tags: readonly string[];
  readonly latencyMs: number | null;
  readonly costUsd: number | null;
  /** Where it stands: `results.csv:17`. */
  readonly place: string;
}

/** The columns that are read, by the names they have without `--map`. */
export const COLUMNS = ['model', 'item', 'trial', 'pass', 'error', 'tag', 'latency_ms', 'cost'] as const;
export type VerdictColumn = (typeof COLUMNS)[number];
/** Without these there is no verdict; without `trial` each is the first. */
export const REQUIRED: readonly VerdictColumn[] = ['model', 'item', 'pass'];
