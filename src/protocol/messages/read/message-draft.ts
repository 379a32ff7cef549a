import type { Json, JsonObject } from '../../../json/json.ts';

/** A message before it is judged, from a JSON body or from a stream. */
export interface MessageDraft {
  /** The content blocks as received; of a stream, put together. */
  readonly blocks: readonly JsonObject[];
  /** The text of a call's input where a stream sent it in pieces, by the block: what the model wrote, before it was parsed. */
  readonly inputText: ReadonlyMap<JsonObject, string>;
  readonly stopReason: Json | undefined;
  readonly usage: Json | undefined;
  readonly servedModel: string | null;
}
