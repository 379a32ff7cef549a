import type { JsonObject } from '../json/json.ts';
import type { Answer } from '../domain/answer.ts';
import type { ToolChoice } from '../domain/scenario.ts';
import type { AskedRequest } from './protocol.ts';

/** The server's side of a protocol: what the sandbox needs to stand in for a real endpoint. */
export interface Serving {
  /** What a client asks; a refusal for a request that the real endpoint would refuse. */
  parse(request: AskedRequest): ServedRequest | Refusal;
  /** The body that carries an answer: JSON, or an event stream where the request asks for one. Equal arguments give equal bytes. */
  write(answer: Answer, frame: ResponseFrame, request: AskedRequest): ServedBody;
  /** The JSON body of a refusal. */
  writeRefusal(refusal: Refusal): string;
  /** What a client echoes of an answer that `write` wrote; `callCount` calls came before it in the conversation. */
  echo(answer: Answer, callCount: number): readonly JsonObject[];
  /** The id of a call of the conversation, counted from 1, as `write` gives it. */
  callId(place: number): string;
}

export interface ServedBody {
  readonly stream: boolean;
  readonly text: string;
}

/** A request in neutral words. */
export interface ServedRequest {
  readonly model: string;
  readonly said: readonly ServedEntry[];
  readonly toolNames: readonly string[];
  readonly choice: ToolChoice | null;
  /** At most one call an answer is asked for. */
  readonly serial: boolean;
}

/**
 * What stands in the conversation of a request, in order. An empty text is left out, but for that of a user message,
 * which is one entry whatever its content is; a user message that brings results alone is none.
 */
export type ServedEntry =
  | { readonly kind: 'text'; readonly role: 'system' | 'user' | 'assistant'; readonly text: string }
  | { readonly kind: 'call'; readonly id: string; readonly name: string; readonly rawArguments: string }
  | { readonly kind: 'result'; readonly callId: string; readonly failed: boolean; readonly content: string };

/** Why a request is not answered. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The field to blame; null without one. */
  readonly param: string | null;
}

/** What a response needs beside the answer. Nothing in it may depend on the time, or recordings would change. */
export interface ResponseFrame {
  /** Hex digits that name the response. */
  readonly id: string;
  readonly model: string;
  /** Calls of the conversation before this answer. */
  readonly callCount: number;
  /** Characters of the request body. */
  readonly requestLength: number;
}
