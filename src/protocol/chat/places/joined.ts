import type { JsonObject } from '../../../json/json.ts';
import { readContextOf } from '../read-context-of.ts';
import { addChunk, finishStream, startStream } from '../read/stream/accumulate.ts';
import { readEvents } from '../read/stream/read-events.ts';

/** Joins a stream of chunks into the completion that a request without streaming would have returned. */
export function joined(text: string): JsonObject | null {
  const state = startStream();
  const context = readContextOf({}, 1);
  readEvents(text, [], (chunk) => addChunk(state, chunk, context, []));
  if (state.choices.size === 0) return null;
  const { message, finishReason = null, usage = null } = finishStream(state, context, []);
  return { choices: [{ index: 0, message, finish_reason: finishReason }], usage };
}
