import type { JsonObject } from '../json/json.ts';

/** A call that meets an expected one: its name, its arguments, and their text. */
export interface PlannedCall {
  readonly name: string;
  readonly arguments: JsonObject;
  readonly rawArguments: string;
  /** Written forms of numbers that JSON would write otherwise, by path; null without any. */
  readonly written: { readonly [path: string]: string } | null;
}

/** One answer of a persona: calls, or text when there is nothing left to call. */
export type Answer =
  | { readonly kind: 'calls'; readonly calls: readonly PlannedCall[] }
  | { readonly kind: 'text'; readonly text: string };
