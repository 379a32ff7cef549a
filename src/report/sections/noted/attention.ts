import type { ModelGroups } from '../../../compare/comparison.ts';
import { groupTally } from '../../../compare/model-groups.ts';
import type { TrialRow } from '../../../domain/run.ts';
import { isAboutHidden } from '../../../score/explain/hidden-value.ts';
import { causeTally, type NotedCause } from './cause-tally.ts';
import { cellTally, type Noted } from './cell-tally.ts';
import { findingTally, type NotedFinding } from './finding-tally.ts';

/** Trials that need attention, for the sections below the table. */
export interface Attention {
  readonly trials: number;
  /** Number of requests that were sent again; 0 in a replay. */
  readonly retries: number;
  readonly failing: Noted;
  readonly errors: Noted;
  readonly unrecorded: Noted;
  /** Causes of failed trials. */
  readonly failures: readonly NotedCause[];
  /** Causes of trials that could not be judged: errors and missing recordings. */
  readonly troubles: readonly NotedCause[];
  /** Trials in which a simulated tool had no result for the model's arguments. */
  readonly unsimulated: Noted;
  /** Trials that failed at a value that redaction hides, so that its placeholder was judged. */
  readonly hidden: Noted;
  readonly findings: readonly NotedFinding[];
  /** Names of tools that providers ran themselves, with the number of uses, most frequent first. */
  readonly hosted: readonly (readonly [string, number])[];
  /** Null with fewer than two models that have a judged trial. */
  readonly groups: ModelGroups | null;
}

/**
 * Collects an `Attention` from trials in the order of the run file. It keeps at most `limit` scenarios × models of each kind.
 */
export interface AttentionCollector {
  add(row: TrialRow): void;
  result(): Attention;
}

/** Most names of hosted tools, because a provider that makes up a new name each time would fill the memory. */
const MOST_NAMES = 100;

/** An empty collector. */
export function attention(limit: number): AttentionCollector {
  let trials = 0;
  let retries = 0;
  const cells = cellTally(['fail', 'error', 'unrecorded', 'unsimulated', 'hidden'], limit);
  const failures = causeTally();
  const troubles = causeTally();
  const groups = groupTally();
  const findings = findingTally();
  const hosted = new Map<string, number>();
  return {
    add(row) {
      trials += 1;
      groups.add(row);
      retries += retriesOf(row);
      const unsimulated = row.steps.some((step) => step.results.some((result) => result.unsimulated));
      cells.add(row, [
        ...(row.status === 'pass' ? [] : [row.status]),
        ...(unsimulated ? (['unsimulated'] as const) : []),
        ...(row.problems.some(isAboutHidden) ? (['hidden'] as const) : []),
      ]);
      if (row.status === 'fail') failures.add(row);
      else if (row.status !== 'pass') troubles.add(row);
      findings.add(row);
      for (const { name } of row.steps.flatMap((step) => step.hosted ?? [])) {
        if (hosted.size < MOST_NAMES || hosted.has(name)) hosted.set(name, (hosted.get(name) ?? 0) + 1);
      }
    },
    result: () => ({
      trials,
      retries,
      failing: cells.result('fail'),
      errors: cells.result('error'),
      unrecorded: cells.result('unrecorded'),
      unsimulated: cells.result('unsimulated'),
      hidden: cells.result('hidden'),
      failures: failures.list(),
      troubles: troubles.list(),
      groups: groups.finish(),
      findings: findings.list(),
      hosted: [...hosted].sort(([, a], [, b]) => b - a),
    }),
  };
}

/** Attempts beyond the first of each request. The request that ended in an error has no step. */
function retriesOf({ attempts, steps, status }: TrialRow): number {
  return Math.max(0, attempts - steps.length - (status === 'error' ? 1 : 0));
}

/** The `Attention` of all trials of a run. */
export function collectAttention(trials: Iterable<TrialRow>, limit: number): Attention {
  const collector = attention(limit);
  for (const row of trials) collector.add(row);
  return collector.result();
}
