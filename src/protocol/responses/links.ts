import { isObject, type JsonObject } from '../../json/json.ts';
import type { Links } from '../protocol.ts';
import { eachEvent } from '../sse/each-event.ts';

/** Ids of responses that the server stored, and of their items. */
export const responsesLinks: Links = {
  previous({ body }) {
    const id = body['previous_response_id'];
    return typeof id === 'string' && id !== '' ? id : null;
  },
  answerId({ body }) {
    if (body.kind === 'json') return idOf(body.value);
    if (body.kind !== 'sse') return null;
    let id: string | null = null;
    const take = ({ data }: { readonly data: JsonObject }): boolean => {
      id ??= idOf(data['response']);
      return id !== null;
    };
    eachEvent(body.text, { take, takeError: () => {} }, []);
    return id;
  },
  refers({ body }) {
    const { input, previous_response_id: previous } = body;
    if (typeof previous === 'string' && previous !== '') return true;
    return Array.isArray(input) && input.some((item) => isObject(item) && item['type'] === 'item_reference');
  },
};

function idOf(response: unknown): string | null {
  const id = isObject(response) ? response['id'] : null;
  return typeof id === 'string' && id !== '' ? id : null;
}
