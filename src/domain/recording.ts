import type { Json, JsonObject } from '../json/json.ts';
import type { Miss } from './transcript.ts';
import type { RawResponse } from './wire.ts';

/** One HTTP request and its response, as a cassette keeps them: redacted. */
export interface Interaction {
  /** Path below the base URL: `/chat/completions`. */
  readonly endpoint: string;
  /** Hex SHA-256 of endpoint and canonical body. */
  readonly key: string;
  /** The canonical, redacted body. */
  readonly request: JsonObject;
  /** The body that a program sent in its place, where an import stores the request that the scenario leads to and they differ; redacted. */
  readonly original?: JsonObject;
  readonly response: RawResponse;
  /** Results that a replay must not compute again; absent without any. */
  readonly results?: readonly RecordedResult[];
  /** Milliseconds from sending to the last byte. */
  readonly latencyMs: number;
  /** Milliseconds from sending to the first byte of the body. */
  readonly firstByteMs: number;
  /** Milliseconds from the start of the trial to the sending, where requests may overlap: of a program of the user's. */
  readonly sentMs?: number;
}

/** A result that a replay does not compute again. Redacted. */
export type RecordedResult = RecordedValue | RecordedAnswer;

/** The result of a call whose arguments held a value that a replay does not know. */
export interface RecordedValue {
  /** The call's place in the answer, from 0. */
  readonly call: number;
  /** What the model received: a text as it is, everything else before it became JSON. */
  readonly value: Json;
  readonly isError?: true;
  readonly unsimulated?: true;
}

/** What an MCP server answered to a call. */
export interface RecordedAnswer {
  /** The call's place in the answer, from 0. */
  readonly call: number;
  readonly server: string;
  /** As the server calls it. */
  readonly tool: string;
  readonly arguments: JsonObject;
  /** The fields of MCP, as received. */
  readonly content: readonly JsonObject[];
  readonly structuredContent?: Json;
  readonly isError?: true;
}

/** An exchange that the transport has just carried. */
export interface CapturedExchange extends Interaction {
  /** The response as it came: what the conversation goes on with. `response` is what a cassette keeps of it. */
  readonly received: RawResponse;
  /** The body came to its end; false when the connection broke or the reader gave up. */
  readonly complete: boolean;
}

/** Is told of an answer while it comes in. */
export interface ExchangeWatch {
  /** The status and the headers are there. */
  started(): void;
  saw(chunk: Uint8Array): void;
}

/** Carries the requests of one trial over the network and captures them. One a trial. */
export interface RecordingTransport {
  /**
   * Makes a request and reads its answer to the end, or until the signal in `init` aborts. `body` is what the text in `init` was
   * made of. Rejects as `fetch` and the reading of its body do.
   */
  exchange(
    url: string | URL | Request,
    init: RequestInit | undefined,
    body: JsonObject,
    watch: ExchangeWatch,
  ): Promise<void>;
  /** The latest exchange, once its body has ended or been cut; null before the first, or when no response came. */
  latest(): Promise<CapturedExchange | null>;
  /** Makes the latest exchange the trial's next interaction; returns its index, from 0. */
  keep(): number;
}

/** Answers the requests of one recorded trial, in recorded order. One a trial. */
export interface TrialReplay {
  find(
    endpoint: string,
    body: JsonObject,
  ): { readonly interaction: Interaction; readonly index: number } | { readonly miss: Miss };
  /** Interactions that no request has asked for. */
  unused(): number;
}

/** What a recorder hands over when its trial is finished. */
export interface RecordedTrial {
  readonly trial: number;
  readonly interactions: readonly Interaction[];
}
