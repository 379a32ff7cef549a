import { isObject, type Json, type JsonObject } from './json.ts';

/** The value of a JSON text; undefined where the text is no JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The object in a JSON text; null where the text is no JSON, or holds another value. */
export function parseObject(text: string): JsonObject | null {
  const value = parseJson(text);
  return isObject(value) ? value : null;
}
