import type { JsonObject } from '../json/json.ts';
import type { Miss } from './transcript.ts';
import type { Reading, TrialError } from './wire.ts';

/** What one request of a trial led to. */
export type ModelOutcome =
  | {
      readonly kind: 'read';
      readonly reading: Reading;
      /** Milliseconds from sending to the last byte, as recorded. */
      readonly latencyMs: number;
      /** HTTP requests made for this one; 0 in replay. */
      readonly attempts: number;
      /** The interaction's place in the trial's recording, from 0. */
      readonly interaction: number;
    }
  /** No response could be had: refused connection, time-out, a stop. */
  | { readonly kind: 'unreachable'; readonly error: TrialError; readonly attempts: number }
  | { readonly kind: 'unrecorded'; readonly miss: Miss };

/** A request as it is sent: its protocol has put it together. */
export interface ModelRequest {
  /** Path below the base URL: `/chat/completions`. Part of the key. */
  readonly endpoint: string;
  /** Query of the request beside that of the base URL; not part of the key. */
  readonly query: { readonly [name: string]: string } | null;
  /** The whole request body. */
  readonly body: JsonObject;
}

/** Answers the requests of one trial: over the network, or from a cassette. One a trial. */
export interface ModelClient {
  /** Never throws for what a gateway or a cassette does. */
  complete(request: ModelRequest): Promise<ModelOutcome>;
}
