import type { JsonObject } from '../../../json/json.ts';
import { eachEvent } from '../../sse/each-event.ts';
import { addEvent, finishStream, startMessage } from '../read/accumulate.ts';

/** Joins a stream of events into the message that a request without streaming would have returned. */
export function joined(text: string): JsonObject | null {
  const state = startMessage();
  const take = ({ data }: { readonly data: JsonObject }): boolean => {
    if (data['type'] !== 'error') addEvent(state, data, []);
    return state.over;
  };
  eachEvent(text, { take, takeError: () => {} }, []);
  if (state.message === null) return null;
  const { blocks, stopReason = null, usage = null } = finishStream(state, []);
  return { ...state.message, content: [...blocks], stop_reason: stopReason, usage };
}
