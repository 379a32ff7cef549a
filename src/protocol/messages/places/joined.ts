import type { JsonObject } from '../../../json/json.ts';
import { eachEvent } from '../../sse/each-event.ts';
import { addEvent, finishStream, startMessage } from '../read/accumulate.ts';

/** A stream of events as the message that would have come whole. */
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
