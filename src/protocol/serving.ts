import type { JsonObject } from '../json/json.ts';
import type { Answer } from '../domain/answer.ts';
import type { ToolChoice } from '../domain/scenario.ts';
import type { AskedRequest } from './protocol.ts';

/** The server's side of a protocol: what the sandbox needs to act like the real API. */
export interface Serving {
  /** The refusal of a request that the real API would refuse; null for any other. */
  refuse(request: AskedRequest): Refusal | null;
  /** Decodes a request, also one that the real API would refuse. */
  parse(request: AskedRequest): ServedRequest;
  /** The body of an answer: JSON, or an event stream where the request asks for one. Equal arguments give equal bytes. */
  write(answer: Answer, frame: ResponseFrame, request: AskedRequest): ServedBody;
  /** The JSON body of a refusal. */
  writeRefusal(refusal: Refusal): string;
  /** The messages that a client sends back for an answer of `write`. `callCount` is the number of calls before it. */
  echo(answer: Answer, callCount: number): readonly JsonObject[];
  /** The id that `write` gives to a call. `place` is its number in the conversation, from 1. */
  callId(place: number): string;
}

export interface ServedBody {
  readonly stream: boolean;
  readonly text: string;
}

/** A decoded request. */
export interface ServedRequest {
  readonly model: string;
  readonly said: readonly ServedEntry[];
  readonly toolNames: readonly string[];
  readonly choice: ToolChoice | null;
  /** True when the request asks for at most one call an answer. */
  readonly serial: boolean;
}

/**
 * The conversation of a request, in order. Empty texts are left out. A user message is always one entry, whatever its content;
 * a user message with results alone is none.
 */
export type ServedEntry =
  | { readonly kind: 'text'; readonly role: 'system' | 'user' | 'assistant'; readonly text: string }
  | { readonly kind: 'call'; readonly id: string; readonly name: string; readonly rawArguments: string }
  | { readonly kind: 'result'; readonly callId: string; readonly failed: boolean; readonly content: string };

/** Why the sandbox refuses a request. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Name of the wrong field; null without one. */
  readonly param: string | null;
}

/** Data of a response besides the answer. Nothing in it may depend on the time, because recordings would change. */
export interface ResponseFrame {
  /** Hex digits for the id of the response. */
  readonly id: string;
  readonly model: string;
  /** Number of calls in the conversation before this answer. */
  readonly callCount: number;
  /** Length of the request body in characters. */
  readonly requestLength: number;
}
