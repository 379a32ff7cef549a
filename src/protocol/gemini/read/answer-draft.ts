import type { Json, JsonObject } from '../../../json/json.ts';

/** An answer before it is judged, from one body or from the chunks of a stream. */
export interface AnswerDraft {
  /** The parts as received; texts that a stream sent in pieces are joined. */
  readonly parts: readonly JsonObject[];
  readonly finishReason: Json | undefined;
  /** What Google says of the end, in words: it quotes a call that was withheld. */
  readonly finishMessage: string;
  readonly usage: Json | undefined;
  readonly servedModel: string | null;
  /** Why the prompt was not answered at all; null where it was. */
  readonly blockReason: string | null;
}
