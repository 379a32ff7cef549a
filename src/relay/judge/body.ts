import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Places } from '../../protocol/places/places.ts';

/** A body as JSON where it is JSON, else as the text that it is. */
export function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** An answer as one body; null where there is none in it. */
export function wholeBody(text: string, places: Places): JsonObject | null {
  const body = bodyOf(text);
  if (isObject(body)) return body;
  return typeof body === 'string' ? places.joined(body) : null;
}

const EVENTS = /^\s*(?:(?:data|event|id|retry) ?:|:)/;

/** Whether a body is an event stream, whatever its headers say. */
export function isStream(text: string): boolean {
  return EVENTS.test(text);
}
