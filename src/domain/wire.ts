import type { Json, JsonObject } from '../json/json.ts';
import type { JsonLayout } from '../json/json-layout.ts';

/** A received body after content decoding, as a cassette keeps it. */
export type RawBody =
  /** `value` gives the received text back without loss. `layout` holds its white space; absent for compact JSON. */
  | { readonly kind: 'json'; readonly value: Json; readonly layout?: JsonLayout }
  /** The text of an event stream. */
  | { readonly kind: 'sse'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'base64'; readonly data: string };

export interface RawResponse {
  readonly status: number;
  /** Headers that a cassette keeps, with names in lower case. */
  readonly headers: { readonly [name: string]: string };
  readonly body: RawBody;
}

/** Code of a wire check: `call-id`. `CHECKS` of `protocol/checks.ts` lists all. */
export type WireCheck = string;

/** Severities, the least first. */
export const SEVERITIES = ['cosmetic', 'degrading', 'breaking'] as const;
/**
 * breaking: a client without repairs, such as the provider's SDK, crashes, or loses or merges a call. degrading: a client needs code of
 * its own to repair the fault. cosmetic: harmless.
 */
export type Severity = (typeof SEVERITIES)[number];

/** A fault of one response. */
export interface WireFinding {
  readonly check: WireCheck;
  readonly severity: Severity;
  /** One sentence: the fault and its place. */
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
  /** Id, unique in the conversation: the served one, or a substitute that is always the same. */
  readonly id: string;
  readonly name: string;
  /** Arguments as the model wrote them; `''` without any. */
  readonly rawArguments: string;
  /** The parsed arguments; null where they are not one JSON object. */
  readonly arguments: JsonObject | null;
  /** Why `arguments` is null; null where they are well-formed. */
  readonly malformed: MalformedKind | null;
  /**
   * Texts, by path inside the arguments, of numbers that `JSON.parse` does not give back: `5.0`, integers beyond 2^53. Null
   * without any.
   */
  readonly written: { readonly [path: string]: string } | null;
}

/** Tokens as the provider counts them; null where it reports none. */
export interface Usage {
  readonly input: number | null;
  readonly output: number | null;
}

/** A use of the provider's own tool (web search, code, MCP). */
export interface HostedCall {
  readonly name: string;
  /** The item as received. */
  readonly item: JsonObject;
}

/** The limit that cut an answer: `max_tokens` of the request, the context of the model, or a limit of the provider. */
export interface TruncatedBy {
  readonly limit: 'max_tokens' | 'context' | 'provider';
  /** The limit in tokens; null where it is not known. */
  readonly tokens: number | null;
}

/** The answer of one readable response. */
export interface AssistantTurn {
  readonly ok: true;
  readonly text: string | null;
  readonly calls: readonly ToolCall[];
  /**
   * Items that the next request sends back for this answer, in the form of its protocol. Unknown fields are kept; ids are
   * replaced only where they had to be.
   */
  readonly echo: readonly JsonObject[];
  readonly finishReason: string | null;
  /** True when the provider paused: the answer continues after it is sent back unchanged. */
  readonly paused?: boolean;
  /** Uses of the provider's own tools. Reports show them, and nothing judges them. */
  readonly hosted?: readonly HostedCall[];
  /** True when a length limit cut the response. */
  readonly truncated: boolean;
  /** The limit, where it is known. */
  readonly truncatedBy?: TruncatedBy;
  /** True when the text holds the markup of a tool call. */
  readonly leaked: boolean;
  /** True when the gateway only reports on the model's output, so that the conversation cannot continue. */
  readonly reported?: boolean;
  /**
   * Text of a call that the gateway withheld in the middle of an answer. The model failed by it, and the answer holds no call.
   */
  readonly withheld?: string;
  readonly usage: Usage;
  readonly servedModel: string | null;
  readonly findings: readonly WireFinding[];
}

/** A turn that no response was read for: it has no finish reason, tokens or findings. */
export function turnWithoutResponse({
  text,
  calls,
  echo,
}: Pick<AssistantTurn, 'text' | 'calls' | 'echo'>): AssistantTurn {
  return {
    ok: true,
    text,
    calls,
    echo,
    finishReason: null,
    truncated: false,
    leaked: false,
    usage: { input: null, output: null },
    servedModel: null,
    findings: [],
  };
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
  'module',
] as const;
export type TrialErrorCode = (typeof TRIAL_ERROR_CODES)[number];

/** Why a response cannot be judged. It is never a fault of the model. */
export interface TrialError {
  readonly code: TrialErrorCode;
  /** HTTP status, or the status in the error body; null without one. */
  readonly status: number | null;
  /** What happened and what to do, with the provider's text. */
  readonly message: string;
}

export interface WireFault {
  readonly ok: false;
  readonly error: TrialError;
  readonly findings: readonly WireFinding[];
  /** True when another attempt may help. */
  readonly retryable: boolean;
  /** True while the gateway loads the model, so that waiting helps. */
  readonly loading?: boolean;
  /** True when the size of this request is to blame, so that smaller requests may be answered. */
  readonly oversized?: boolean;
  /**
   * True when the gateway refuses a malformed call of the model that was sent back. The conversation ends, and the model is
   * judged by that call.
   */
  readonly echoRefused?: boolean;
}

export type Reading = AssistantTurn | WireFault;
