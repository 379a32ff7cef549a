import type { ModelGroups } from '../../compare/comparison.ts';
import { groupTally } from '../../compare/model-groups.ts';
import type { TrialRow } from '../../domain/run.ts';
import { findingTally, type NotedFinding } from './finding-tally.ts';

/** Rows of one kind: the first ones, and how many there are in all. */
export interface Noted {
  readonly total: number;
  readonly rows: readonly TrialRow[];
}

/** What deserves a look after the table. */
export interface Attention {
  readonly trials: number;
  /** Requests that were sent again; none in replay. */
  readonly retries: number;
  readonly failing: Noted;
  readonly errors: Noted;
  readonly unrecorded: Noted;
  /** Trials in which a simulated tool had no result for the arguments that the model gave. */
  readonly unsimulated: Noted;
  readonly findings: readonly NotedFinding[];
  /** Null with fewer than two models that were judged. */
  readonly groups: ModelGroups | null;
}

/** Collects it from trials as they pass by, keeping at most `limit` rows of each kind. */
export interface AttentionCollector {
  add(row: TrialRow): void;
  result(): Attention;
}

/** A collector without any trial yet. */
export function attention(limit: number): AttentionCollector {
  let trials = 0;
  let retries = 0;
  const kinds = { fail: noted(limit), error: noted(limit), unrecorded: noted(limit), unsimulated: noted(limit) };
  const groups = groupTally();
  const findings = findingTally();
  return {
    add(row) {
      trials += 1;
      groups.add(row);
      retries += retriesOf(row);
      if (row.status !== 'pass') kinds[row.status].add(row);
      if (row.steps.some((step) => step.results.some((result) => result.unsimulated))) kinds.unsimulated.add(row);
      findings.add(row);
    },
    result: () => ({
      trials,
      retries,
      failing: kinds.fail.result(),
      errors: kinds.error.result(),
      unrecorded: kinds.unrecorded.result(),
      unsimulated: kinds.unsimulated.result(),
      groups: groups.finish(),
      findings: findings.list(),
    }),
  };
}

/** Attempts beyond the first of each request; the request that ended in an error has no step. */
function retriesOf({ attempts, steps, status }: TrialRow): number {
  return Math.max(0, attempts - steps.length - (status === 'error' ? 1 : 0));
}

/** The same from all trials at once. */
export function collectAttention(trials: Iterable<TrialRow>, limit: number): Attention {
  const collector = attention(limit);
  for (const row of trials) collector.add(row);
  return collector.result();
}

function noted(limit: number): { add(row: TrialRow): void; result(): Noted } {
  const rows: TrialRow[] = [];
  let total = 0;
  return {
    add(row) {
      total += 1;
      if (rows.length < limit) rows.push(row);
    },
    result: () => ({ total, rows }),
  };
}
