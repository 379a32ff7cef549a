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
/** In the order in which the first that applies becomes the trial's reason. */
export type FailReason = (typeof FAIL_REASONS)[number];

export const UNRECORDED_REASONS = ['never-recorded', 'request-changed', 'used-up'] as const;
export type UnrecordedReason = (typeof UNRECORDED_REASONS)[number];

/** One way in which a trial missed its expectation. Data: one pure function turns it into a sentence. */
export interface Problem {
  readonly code: FailReason;
  /**
   * Where: `calls[1].arguments.city` points into the trial's `calls` of the run file,
   * `expect.calls[0]` into the scenario's expectation, `steps[2]` into the trial's steps, `streamed.steps[2]` into those of the
   * same conversation held once more, streamed, `state.orders` into the trial's state after its last turn.
   */
  readonly path: string;
  /** What would have been right, as JSON; null where nothing was wanted. */
  readonly expected: Json;
  /** What came, as JSON; null where nothing came. */
  readonly actual: Json;
  /** A finer kind: the malformed kind, the near miss of an unknown tool, the schema keyword, the matcher. Null without one. */
  readonly detail: string | null;
}

export type ParallelSupport = 'parallel' | 'serial' | 'incomplete';

/** Scores of a trial: 0..1, or null where they do not apply. */
export interface Scores {
  /** F1 of the function names: called against expected. */
  readonly selection: number | null;
  /** Calls whose arguments all match, of the calls whose name does. */
  readonly arguments: number | null;
  /** Calls whose required arguments match, of the calls whose name does. */
  readonly required: number | null;
  /** Calls that parse, name a declared tool and satisfy its JSON Schema, of the calls made. */
  readonly valid: number | null;
  /** Whether calls that belong together came in one step; the worst group of the trial. */
  readonly parallel: ParallelSupport | null;
  /** Where no call was wanted: 1 when none was made, 0 when one was. */
  readonly abstention: number | null;
  /** 1 when `tool_choice` none, required or named was obeyed on the first step. */
  readonly choice: number | null;
  /** 1 when the conditions on the last text hold. */
  readonly final: number | null;
  /** 1 when the turn passed after an error result. */
  readonly recovered: number | null;
}

/** Groups of two or more expected calls, counted by how they came. */
export interface ParallelCounts {
  readonly parallel: number;
  readonly serial: number;
  readonly incomplete: number;
}

/** What scoring says of one transcript. */
export interface Verdict {
  readonly pass: boolean;
  /** The first reason that applies; null when the trial passes. */
  readonly reason: FailReason | null;
  readonly problems: readonly Problem[];
  readonly scores: Scores;
  readonly parallelCounts: ParallelCounts | null;
  /** Per call made, in order: the path of the expected call it was paired with, or null. */
  readonly pairs: readonly (string | null)[];
  /** At least one well-formed call where one was wanted (1) or not (0); null where none was wanted. */
  readonly relevance: number | null;
}
