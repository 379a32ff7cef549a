import type { Json, JsonObject } from '../json/json.ts';
import type { Miss } from './transcript.ts';
import type { RawResponse } from './wire.ts';

/** The words by which a user chooses the mode: `--record`, `record` of the library, the variable TOOLTAPE_RECORD. */
export const RECORD_WORDS = ['missing', 'all', 'none'] as const;
export type RecordWord = (typeof RECORD_WORDS)[number];

/** Where answers come from. `missing` and `all` ask models; `replay`, which users call `none`, reads recordings only. */
export type Mode = 'missing' | 'all' | 'replay';
/** A mode that records. */
export type RecordingMode = Exclude<Mode, 'replay'>;

/** The mode of a word. Without a word `missing`; in CI (`ci` is the variable's value) `replay`, so that CI costs nothing by accident. */
export function modeOf(word: RecordWord | undefined, ci: string | undefined): Mode {
  const wanted = word ?? (isCi(ci) ? 'none' : 'missing');
  return wanted === 'none' ? 'replay' : wanted;
}

/** Whether the variable CI, of this value, says that nobody is there to look. */
export function isCi(ci: string | undefined): boolean {
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}

/** One HTTP request with its response, redacted, as a cassette keeps them. */
export interface Interaction {
  /** Path below the base URL: `/chat/completions`. */
  readonly endpoint: string;
  /** Hex SHA-256 of endpoint and canonical body. */
  readonly key: string;
  /** The canonical, redacted body. */
  readonly request: JsonObject;
  /** The body that a program sent, redacted, where an import stores the request of its scenario and the two differ. */
  readonly original?: JsonObject;
  readonly response: RawResponse;
  /** Results that a replay must not compute again. Absent without any. */
  readonly results?: readonly RecordedResult[];
  /** Milliseconds from sending to the last byte. */
  readonly latencyMs: number;
  /** Milliseconds from sending to the first byte of the body. */
  readonly firstByteMs: number;
  /**
   * Milliseconds from the start of the trial to the sending of the request. Present only for programs, whose requests may
   * overlap.
   */
  readonly sentMs?: number;
}

/** A result that a replay does not compute again, redacted. */
export type RecordedResult = RecordedValue | RecordedAnswer;

/** The result of a call with a value in its arguments that a replay does not know. */
export interface RecordedValue {
  /** Number of the call in the answer, from 0. */
  readonly call: number;
  /** What the model received: a text as it is, any other value before it became JSON. */
  readonly value: Json;
  readonly isError?: true;
  readonly unsimulated?: true;
}

/** The answer of an MCP server to a call. */
export interface RecordedAnswer {
  /** Number of the call in the answer, from 0. */
  readonly call: number;
  readonly server: string;
  /** Name of the tool on the server. */
  readonly tool: string;
  readonly arguments: JsonObject;
  /** Content blocks of MCP, as received. */
  readonly content: readonly JsonObject[];
  readonly structuredContent?: Json;
  readonly isError?: true;
}

/** An exchange that has just gone over the network. */
export interface CapturedExchange extends Interaction {
  /** The response as received, with which the conversation continues. `response` is the redacted form for the cassette. */
  readonly received: RawResponse;
  /** True when the whole body arrived; false when the connection broke or the reader stopped. */
  readonly complete: boolean;
  /** True where the reader of the body stopped before its end. */
  readonly stopped?: boolean;
}

/** Callbacks while an answer arrives. */
export interface ExchangeWatch {
  /** Called when status and headers have arrived. */
  started(): void;
  saw(chunk: Uint8Array): void;
}

/** Sends the requests of one trial over the network and captures the exchanges. */
export interface RecordingTransport {
  /**
   * Sends a request and reads its answer to the end, or until the signal in `init` aborts. `body` is the object whose text is
   * in `init`. Rejects like `fetch`, and like reading the body.
   */
  exchange(
    url: string | URL | Request,
    init: RequestInit | undefined,
    body: JsonObject,
    watch: ExchangeWatch,
  ): Promise<void>;
  /** The latest exchange, after its body has ended or was cut; null before the first, and when no response came. */
  latest(): Promise<CapturedExchange | null>;
  /** Makes the latest exchange an interaction of the trial. Returns its number, from 0. */
  keep(): number;
}

/** Answers the requests of one recorded trial, in recorded order. */
export interface TrialReplay {
  find(
    endpoint: string,
    body: JsonObject,
  ): { readonly interaction: Interaction; readonly index: number } | { readonly miss: Miss };
  /** Number of interactions that no request has asked for. */
  unused(): number;
}

/** The recording of a finished trial. */
export interface RecordedTrial {
  readonly trial: number;
  readonly interactions: readonly Interaction[];
}
