import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Places } from '../../protocol/places/places.ts';

/** The parsed body; the text itself where it is no JSON. */
export function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** The answer as one JSON object, joined from its events where it was streamed; null where the text holds no answer. */
export function wholeBody(text: string, places: Places): JsonObject | null {
  const body = bodyOf(text);
  if (isObject(body)) return body;
  return typeof body === 'string' ? places.joined(body) : null;
}

const EVENTS = /^\s*(?:(?:data|event|id|retry) ?:|:)/;

/** True where the body is an event stream. Its headers do not count. */
export function isStream(text: string): boolean {
  return EVENTS.test(text);
}
