import type { Json, JsonObject } from '../../../json/json.ts';

/** A message before it is judged, from a JSON body or from a stream. */
export interface MessageDraft {
  /** The content blocks as received; blocks of a stream are joined from their deltas. */
  readonly blocks: readonly JsonObject[];
  /** For each call of a stream its input as the model wrote it, before it was parsed. */
  readonly inputText: ReadonlyMap<JsonObject, string>;
  readonly stopReason: Json | undefined;
  readonly usage: Json | undefined;
  readonly servedModel: string | null;
}
