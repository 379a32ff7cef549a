import type { Json, JsonObject } from '../../../json/json.ts';

/**
 * A response before it is judged, in one form for whole and streamed responses. `finishTurn` turns it into the assistant turn.
 */
export interface Draft {
  /** The assistant message, as received or joined from its deltas. */
  readonly message: JsonObject;
  /** The finish reason as served; null, `''` or undefined where it is missing. */
  readonly finishReason: Json | undefined;
  /** `native_finish_reason`: the provider's own word (OpenRouter). */
  readonly nativeFinishReason: string | null;
  readonly usage: Json | undefined;
  /** True where the request asked for token counts, so that a response without them is a finding. */
  readonly usageOwed: boolean;
  /** All different model names in the response, without empty ones. */
  readonly servedModels: readonly string[];
  /** The fault that shows that the gateway lost or merged parts of the answer; null without one. */
  readonly garbled: string | null;
}
