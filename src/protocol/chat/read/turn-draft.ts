import type { Json, JsonObject } from '../../../json/json.ts';

/** A response before it is judged, in one form for whole and streamed responses. `finishTurn` makes the assistant turn of it. */
export interface Draft {
  /** The assistant message, as received or put together from its deltas. */
  readonly message: JsonObject;
  /** As served; null, `''` or undefined where it is missing. */
  readonly finishReason: Json | undefined;
  /** `native_finish_reason`: the provider's own word (OpenRouter). */
  readonly nativeFinishReason: string | null;
  readonly usage: Json | undefined;
  /** True where the request asked for token counts, so that a response without them is a finding. */
  readonly usageOwed: boolean;
  /** Every model name the response gives, without repeats and empty ones. */
  readonly servedModels: readonly string[];
  /** The sign that the gateway lost or merged what the model wrote; null without one. */
  readonly garbled: string | null;
}
