import type { JsonObject } from '../json/json.ts';
import type { Miss } from './transcript.ts';
import type { Reading, TrialError } from './wire.ts';

/** The outcome of one request of a trial. */
export type ModelOutcome =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      /** Milliseconds from sending to the last byte; in a replay as recorded. */
      readonly latencyMs: number;
      /** HTTP requests that were made for this one; 0 in a replay. */
      readonly attempts: number;
      /** Number of the interaction in the trial's recording, from 0. */
      readonly interaction: number;
    }
  /** No response came: the connection was refused, the time ran out, or the run was stopped. */
  | { readonly kind: 'unreachable'; readonly error: TrialError; readonly attempts: number }
  | { readonly kind: 'unrecorded'; readonly miss: Miss };

/** A request as its protocol encoded it. */
export interface ModelRequest {
  /** Path below the base URL: `/chat/completions`. It counts in the key. */
  readonly endpoint: string;
  /** Query parameters besides those of the base URL. They do not count in the key. */
  readonly query: { readonly [name: string]: string } | null;
  /** The whole request body. */
  readonly body: JsonObject;
}

/** Answers the requests of one trial, over the network or from a cassette. */
export interface ModelClient {
  /** Never throws for a fault of a gateway or a cassette. */
  complete(request: ModelRequest): Promise<ModelOutcome>;
}
