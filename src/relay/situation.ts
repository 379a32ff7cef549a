import type { AnswerUsage, Thought } from '../domain/answer.ts';
import type { ToolChoice } from '../domain/scenario.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { FieldName } from '../protocol/places/field-name.ts';

/** One thing that a gateway must carry, in neutral words: every protocol says it in its own. */
export interface Situation {
  /** Letters, digits and `-`. */
  readonly id: string;
  readonly about: string;
  readonly send: Sending;
  /** What must arrive upstream, by name of the table of places. */
  readonly fields: readonly FieldName[];
  readonly answer: Answering;
  /** What must come back to the client. */
  readonly back: readonly FieldName[];
  /** Nothing may be added that changes what the request means. */
  readonly bare?: true;
}

/** Values by the field that says them. */
export type Values = { readonly [name in FieldName]?: Json };

export interface Sending {
  readonly tools?: readonly SentTool[];
  readonly choice?: ToolChoice;
  readonly parameters?: Values;
  /** No limit of the answer is sent where the protocol needs none. */
  readonly unlimited?: true;
  /** Holds a text of the user. */
  readonly conversation: readonly Said[];
}

export interface SentTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  readonly strict?: boolean;
  /** Further fields, where the protocol has them. */
  readonly more?: Values;
}

export type Said =
  | { readonly role: 'system' | 'developer'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly parts?: readonly SaidPart[] }
  | {
      readonly role: 'assistant';
      readonly text?: string;
      readonly thought?: Thought;
      readonly calls?: readonly SaidCall[];
    }
  | {
      readonly role: 'tool';
      /** The id of the call. */
      readonly call: string;
      readonly content: string;
      /** In place of the content. */
      readonly parts?: readonly SaidPart[];
      readonly error?: true;
    };

export interface SaidCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonObject;
}

export type SaidPart =
  | { readonly kind: 'text'; readonly text: string }
  /** An address, or a `data:` URL. */
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'file'; readonly name: string; readonly url: string }
  | { readonly kind: 'audio'; readonly format: string; readonly data: string };

/** What the upstream answers: an answer of a model, or an error. */
export type Answering =
  | {
      /** Alone, or before the calls. */
      readonly text?: string;
      readonly calls?: readonly Omit<SaidCall, 'id'>[];
      readonly thought?: Thought;
      readonly cut?: 'length' | 'filter';
      readonly usage?: AnswerUsage;
    }
  | { readonly status: number; readonly message: string };
