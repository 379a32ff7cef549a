import type { AnswerUsage, Thought } from '../domain/answer.ts';
import type { ToolChoice } from '../domain/scenario.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { FieldName } from '../protocol/places/field-name.ts';

/** A request and its answer that a gateway must carry without loss, in a form that no protocol owns. */
export interface Situation {
  /** Letters, digits and `-`. */
  readonly id: string;
  readonly about: string;
  readonly send: Sending;
  /** Fields of the request that must arrive upstream. */
  readonly fields: readonly FieldName[];
  readonly answer: Answering;
  /** Fields of the answer and the exchange that must come back to the client. */
  readonly back: readonly FieldName[];
  /** The gateway may add no field that changes the meaning of the request. */
  readonly bare?: true;
}

/** Values of fields, by the name of the field. */
export type Values = { readonly [name in FieldName]?: Json };

export interface Sending {
  readonly tools?: readonly SentTool[];
  readonly choice?: ToolChoice;
  readonly parameters?: Values;
  /** Sends no `max_tokens`, unless the protocol requires it. */
  readonly unlimited?: true;
  /** Holds at least one user message, which carries the mark. */
  readonly conversation: readonly Said[];
}

export interface SentTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  readonly strict?: boolean;
  /** Further fields, which are sent over the protocols that have them. */
  readonly more?: Values;
}

export type Said =
  | { readonly role: 'system' | 'developer'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly name?: string; readonly parts?: readonly SaidPart[] }
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
      /** Parts that replace `content`. */
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
  /** `url` is an http URL or a `data:` URL. */
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'file'; readonly name: string; readonly url: string }
  | { readonly kind: 'audio'; readonly format: string; readonly data: string };

/** The answer of the upstream: an answer of a model, or an error. */
export type Answering =
  | {
      /** The whole answer, or the text before the calls. */
      readonly text?: string;
      readonly calls?: readonly Omit<SaidCall, 'id'>[];
      readonly thought?: Thought;
      readonly cut?: 'length' | 'filter';
      readonly usage?: AnswerUsage;
    }
  | { readonly status: number; readonly message: string };
