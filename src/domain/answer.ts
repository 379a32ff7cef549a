import type { JsonObject } from '../json/json.ts';

/** A call that satisfies an expected one: its name, its arguments, and the text of the arguments. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: JsonObject;
  readonly rawArguments: string;
  /** Texts of numbers that `JSON.stringify` would write differently, by path; null without any. */
  readonly written: { readonly [path: string]: string } | null;
  /** Id of the call. Default: the protocol makes one from the number of the call. */
  readonly id?: string;
}

/** Reasoning that a provider returns with an answer, and the signature that it wants back with it. */
export interface Thought {
  readonly text: string;
  readonly signature: string;
}

/** Token counts of an answer. `cached` is a part of `input`, `thought` a part of `output`. */
export interface AnswerUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly thought: number;
}

/** Further parts of an answer. Each is absent where the answer has none. */
export interface AnswerDetails {
  /** Text before the calls. */
  readonly said?: string;
  readonly thought?: Thought;
  /** What cut the answer. Absent for a complete answer. */
  readonly cut?: 'length' | 'filter';
  /** Token counts. Default: an estimate from the lengths. */
  readonly usage?: AnswerUsage;
}

/** One answer: calls, or a text. */
export type Answer = AnswerDetails &
  (
    | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }
    | { readonly kind: 'text'; readonly text: string }
  );
