import type { Json, JsonObject } from '../json/json.ts';
import type { JsonLayout } from '../json/json-layout.ts';

/** A body as a cassette keeps it: as received, after content decoding. */
export type RawBody =
  /** `value` serialises to the received text without loss; `layout` gives its white space back, compact without one. */
  | { readonly kind: 'json'; readonly value: Json; readonly layout?: JsonLayout }
  /** The text of the event stream; reading it again gives the received bytes. */
  | { readonly kind: 'sse'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly data: string };

export interface RawResponse {
  readonly status: number;
  /** Lower-case names; only those that a cassette keeps. */
  readonly headers: { readonly [name: string]: string };
  readonly body: RawBody;
}

/** The code of a wire check: `call-id`. The table of them is `CHECKS` of `protocol/checks.ts`. */
export type WireCheck = string;

/** From harmless to worst. */
export const SEVERITIES = ['cosmetic', 'degrading', 'breaking'] as const;
/** breaking: a stock client crashes, loses or merges a call; degrading: repairable by a special client; cosmetic: harmless. */
export type Severity = (typeof SEVERITIES)[number];

/** Something wrong in one response. */
export interface WireFinding {
  readonly check: WireCheck;
  readonly severity: Severity;
  /** One sentence: what was seen, where. */
  readonly message: string;
  /** At most 160 characters of the response that show it. */
  readonly excerpt: string;
}

export type MalformedKind =
  | 'bad-json'
  | 'concatenated'
  | 'double-encoded'
  | 'truncated'
  | 'empty'
  | 'not-an-object'
  | 'no-name';

export interface ToolCall {
  /** Unique within the conversation: as served, or a deterministic substitute. */
  readonly id: string;
  readonly name: string;
  /** The text that the model wrote; `''` where there was none. */
  readonly rawArguments: string;
  /** Null where the arguments are not one JSON object. */
  readonly arguments: JsonObject | null;
  /** Why `arguments` is null; null where they are well-formed. */
  readonly malformed: MalformedKind | null;
  /** Written forms, by path inside the arguments, of numbers that JSON.parse does not give back: `5.0`, integers beyond 2^53. Null when there are none. */
  readonly written: { readonly [path: string]: string } | null;
}

/** Tokens, as the provider counts them; null where it does not say. */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
}

/** What a tool of the provider's own did (web search, code, MCP). */
export interface HostedCall {
  readonly name: string;
  /** The item as it was received. */
  readonly item: JsonObject;
}

/** The limit that cut an answer: our own `max_tokens`, the context of the model, or one that the provider sets. */
export interface TruncatedBy {
  readonly limit: 'max_tokens' | 'context' | 'provider';
  /** The limit in tokens; null where it is not known. */
  readonly tokens: number | null;
}

/** One response that could be read: what the model said. */
export interface AssistantTurn {
  readonly ok: true;
  readonly text: string | null;
  readonly calls: readonly ToolCall[];
  /** What the next request carries for this answer, as its protocol writes it: every unknown field kept, ids replaced only where they had to be. */
  readonly echo: readonly JsonObject[];
  readonly finishReason: string | null;
  /** The provider has not finished: the answer goes on when it is sent back as it is. */
  readonly paused?: boolean;
  /** Calls of tools that the provider runs itself: shown, never judged. */
  readonly hosted?: readonly HostedCall[];
  /** The response hit the length limit. */
  readonly truncated: boolean;
  /** Which one, where that is known. */
  readonly truncatedBy?: TruncatedBy;
  /** Tool-call markup stands in the text. */
  readonly leaked: boolean;
  /** The gateway reports what the model did in place of passing it on: the conversation cannot go on from here. */
  readonly reported?: boolean;
  /** What the model wrote of a call that the gateway reports in the middle of an answer: it failed by that, and the answer holds no call. */
  readonly withheld?: string;
  readonly usage: Usage;
  readonly servedModel: string | null;
  readonly findings: readonly WireFinding[];
}

export const TRIAL_ERROR_CODES = [
  'auth',
  'quota',
  'not-found',
  'rate-limit',
  'refused',
  'filtered',
  'garbled',
  'timeout',
  'network',
  'provider-error',
  'stream-error',
  'finish-error',
  'truncated-stream',
  'malformed-response',
  'pattern',
  'server',
  'agent',
] as const;
export type TrialErrorCode = (typeof TRIAL_ERROR_CODES)[number];

/** Why a response cannot be judged. Never a fault of the model. */
export interface TrialError {
  readonly code: TrialErrorCode;
  /** The HTTP status, or the one the error body names; null without one. */
  readonly status: number | null;
  /** What happened and what to do, with the provider's own text. */
  readonly message: string;
}

export interface WireFault {
  readonly ok: false;
  readonly error: TrialError;
  readonly findings: readonly WireFinding[];
  /** Worth another attempt. */
  readonly retryable: boolean;
  /** The model is still being loaded: it is worth waiting for. */
  readonly loading?: boolean;
  /** The gateway refuses the echo of a call that the model malformed: the conversation ends, and the model is judged by that call. */
  readonly echoRefused?: boolean;
}

export type Reading = AssistantTurn | WireFault;
