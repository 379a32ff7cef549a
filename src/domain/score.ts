import type { Json } from '../json/json.ts';

export const FAIL_REASONS = [
  'truncated',
  'empty-turn',
  'malformed-call',
  'choice-ignored',
  'called-tool',
  'forbidden-call',
  'wrong-tool',
  'missing-call',
  'extra-call',
  'invalid-arguments',
  'wrong-arguments',
  'wrong-order',
  'not-parallel',
  'too-many-steps',
  'wrong-answer',
  'wrong-state',
  'wire',
] as const;
/** Fail reasons. The first that applies, in this order, becomes the trial's reason. */
export type FailReason = (typeof FAIL_REASONS)[number];

export const UNRECORDED_REASONS = ['never-recorded', 'request-changed', 'used-up'] as const;
export type UnrecordedReason = (typeof UNRECORDED_REASONS)[number];

/** One way in which a trial missed its expectation, as data. `explainProblem` makes a sentence of it. */
export interface Problem {
  readonly code: FailReason;
  /**
   * Place of the problem. `calls[1].arguments.city` is a path in the trial's `calls` of the run file, `expect.calls[0]` in the
   * scenario, `steps[2]` in the trial's steps, `streamed.steps[2]` in the steps of its streamed conversation, `state.orders` in
   * the state after the last turn.
   */
  readonly path: string;
  /** What would have been right, as JSON; null where nothing was wanted. */
  readonly expected: Json;
  /** What the model did, as JSON; null for nothing. */
  readonly actual: Json;
  /**
   * More specific kind: the kind of malformed call, the near miss of an unknown tool, the schema keyword, the matcher. Null
   * without one.
   */
  readonly detail: string | null;
}

export type ParallelSupport = 'parallel' | 'serial' | 'incomplete';

/** Scores of a trial: 0..1, or null where they do not apply. */
export interface Scores {
  /** F1 of the tool names, called against expected. */
  readonly selection: number | null;
  /** Among the calls whose name is expected, the share whose arguments all match. */
  readonly arguments: number | null;
  /** Among the calls whose name is expected, the share whose required arguments match. */
  readonly required: number | null;
  /** Share of the calls that parse, name a declared tool and satisfy its JSON Schema. */
  readonly valid: number | null;
  /** How calls of a group were made: the worst kind among the trial's groups. */
  readonly parallel: ParallelSupport | null;
  /** Where no call was wanted: 1 without a call, 0 with one. */
  readonly abstention: number | null;
  /** 1 when the first step obeyed `tool_choice` (none, required or named). */
  readonly choice: number | null;
  /** 1 when the final text meets its conditions. */
  readonly final: number | null;
  /** 1 when a turn with an error result passed. */
  readonly recovered: number | null;
}

/** Number of groups of two or more expected calls, by how the model made them. */
export interface ParallelCounts {
  readonly parallel: number;
  readonly serial: number;
  readonly incomplete: number;
}

/** The verdict on one transcript. */
export interface Verdict {
  readonly pass: boolean;
  /** The first reason that applies; null when the trial passes. */
  readonly reason: FailReason | null;
  readonly problems: readonly Problem[];
  readonly scores: Scores;
  readonly parallelCounts: ParallelCounts | null;
  /** For each made call, in order, the path of the expected call that it was paired with; null without one. */
  readonly pairs: readonly (string | null)[];
  /** Where a call was wanted: 1 with at least one well-formed call, 0 without; null where none was wanted. */
  readonly relevance: number | null;
}
