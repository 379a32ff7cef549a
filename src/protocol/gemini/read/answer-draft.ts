import type { Json, JsonObject } from '../../../json/json.ts';

/** An answer before it is judged, from one body or from the chunks of a stream. */
export interface AnswerDraft {
  /** The parts as received. Texts that a stream sent in pieces are joined. */
  readonly parts: readonly JsonObject[];
  readonly finishReason: Json | undefined;
  /** Google's explanation of the finish reason. It quotes a withheld call. */
  readonly finishMessage: string;
  readonly usage: Json | undefined;
  readonly servedModel: string | null;
  /** Why Google did not answer the prompt; null where it did. */
  readonly blockReason: string | null;
}
