import type { JsonObject } from '../../../json/json.ts';
import { eachEvent } from '../../sse/each-event.ts';
import { addEvent, itemsAsShown, startStream } from '../read/stream-items.ts';

/**
 * Joins a stream of events into a whole response, with the items as a client shows them while they come, or with those of the last
 * event where none were streamed.
 */
export function joined(text: string): JsonObject | null {
  const state = startStream();
  const take = ({ data }: { readonly data: JsonObject }): boolean => {
    if (data['type'] !== 'error') addEvent(state, data, []);
    return state.final !== null;
  };
  eachEvent(text, { take, takeError: () => {} }, []);
  const response = state.final ?? state.created;
  if (response === null) return null;
  const items = itemsAsShown(state);
  return items.length === 0 ? response : { ...response, output: [...items] };
}
