import type { JsonObject } from '../json/json.ts';

/** A call that meets an expected one: its name, its arguments, and their text. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: JsonObject;
  readonly rawArguments: string;
  /** Written forms of numbers that JSON would write otherwise, by path; null without any. */
  readonly written: { readonly [path: string]: string } | null;
  /** The id that the call goes out with; left out, the protocol counts the calls of the conversation. */
  readonly id?: string;
}

/** Reasoning that a provider hands out with an answer, and the signature that it wants back with it. */
export interface Thought {
  readonly text: string;
  readonly signature: string;
}

/** Tokens that an answer says it took. `cached` is a part of `input`, `thought` a part of `output`. */
export interface AnswerUsage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly thought: number;
}

/** What an answer may say beside its text or its calls; left out, it says nothing of the kind. */
export interface AnswerDetails {
  /** A text before the calls. */
  readonly said?: string;
  readonly thought?: Thought;
  /** What cut the answer; left out, it ended by itself. */
  readonly cut?: 'length' | 'filter';
  /** Left out, the tokens are guessed from the lengths. */
  readonly usage?: AnswerUsage;
}

/** One answer: calls, or text when there is nothing left to call. */
export type Answer = AnswerDetails &
  (
    | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }
    | { readonly kind: 'text'; readonly text: string }
  );
