import type { JsonObject } from '../../../json/json.ts';
import { eachEvent } from '../../sse/each-event.ts';
import { addChunk, finishAnswer, startAnswer } from '../read/collect-chunks.ts';

/** Joins a stream of chunks into the response that a request without streaming would have returned. */
export function joined(text: string): JsonObject | null {
  const state = startAnswer();
  const take = ({ data }: { readonly data: JsonObject }): boolean => {
    if (!('error' in data)) addChunk(state, data, []);
    return false;
  };
  eachEvent(text, { take, takeError: () => {} }, []);
  if (!state.sawCandidate) return null;
  const { parts, finishReason = null, usage = null } = finishAnswer(state);
  return { candidates: [{ content: { role: 'model', parts: [...parts] }, finishReason }], usageMetadata: usage };
}
