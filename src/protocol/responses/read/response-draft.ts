import type { Json, JsonObject } from '../../../json/json.ts';

/** A response before it is judged, from a JSON body or from a stream. */
export interface ResponseDraft {
  /** Output items as received. */
  readonly items: readonly JsonObject[];
  readonly status: Json | undefined;
  /** Why the response is incomplete; null where it is complete, or gives no reason. */
  readonly incomplete: string | null;
  readonly usage: Json | undefined;
  readonly servedModel: string | null;
}

/** The draft of a response object, which is a JSON body or the last event of a stream. */
export function draftOf(response: JsonObject, items: readonly JsonObject[]): ResponseDraft {
  const { status, incomplete_details: details, usage, model } = response;
  const reason = typeof details === 'object' && details !== null && !Array.isArray(details) ? details['reason'] : null;
  return {
    items,
    status,
    incomplete: typeof reason === 'string' ? reason : null,
    usage,
    servedModel: typeof model === 'string' && model !== '' ? model : null,
  };
}
