import type { Json, JsonObject } from '../../../json/json.ts';

/** A response in one form, whether it came whole or as a stream: what `finishTurn` makes an assistant turn of. */
export interface Draft {
  /** The assistant message, as received or put together from its deltas. */
  readonly message: JsonObject;
  /** As served; null, `''` or undefined where it is missing. */
  readonly finishReason: Json | undefined;
  /** The provider's own word beside it (OpenRouter). */
  readonly nativeFinishReason: string | null;
  readonly usage: Json | undefined;
  /** A response without token counts is a finding. */
  readonly usageOwed: boolean;
  /** Every model name the response gives, without repeats and empty ones. */
  readonly servedModels: readonly string[];
  /** What shows that the gateway lost or merged what the model wrote; null where nothing does. */
  readonly garbled: string | null;
}
