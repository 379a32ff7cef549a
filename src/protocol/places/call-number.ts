import { isObject, type Json } from '../../json/json.ts';
import { rootSpot, spotsAt, valueOf, type Spellings } from './pattern.ts';
import type { FieldPlace } from './places.ts';

/**
 * Reads the id in a result as the number of the call that has it, from 0; the id itself where no call has it. `calls` is the
 * pattern of the calls of a request, `field` the member that holds their ids.
 */
export function callNumber(calls: string, field: string, spellings: Spellings): NonNullable<FieldPlace['says']> {
  return (id, { body }) => {
    const place = spotsAt(rootSpot(body), calls, spellings)
      .map(valueOf)
      .findIndex((call: Json | undefined) => isObject(call) && call[field] === id);
    return place === -1 ? id : place;
  };
}
