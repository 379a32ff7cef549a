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

/** Answers the requests of one trial: over the network, or from a cassette. One a trial. */
export interface ModelClient {
  /** `body` is the whole request body. Never throws for what a gateway or a cassette does. */
  complete(body: JsonObject): Promise<ModelOutcome>;
}
