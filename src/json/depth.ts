import type { Json } from './json.ts';

const [QUOTE, BACKSLASH, LINE_FEED, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 10, 91, 93, 123, 125];

/**
 * True when JSON in a text nests deeper than `limit` levels. Counts the brackets outside of strings, in linear time, also in
 * text that is no JSON. In an event stream (`events`) a string ends with its line and brackets end with their event.
 */
export function textNestsDeeper(text: string, limit: number, events = false): boolean {
  if (text.length <= limit) return false;
  let depth = 0;
  let inString = false;
  let lineStart = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (events && code === LINE_FEED) {
      const isBlank = at - lineStart === (text[at - 1] === '\r' ? 1 : 0);
      if (isBlank) depth = 0;
      inString = false;
      lineStart = at + 1;
    } else if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth++;
      if (depth > limit) return true;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return false;
}

/** True when a parsed value nests deeper than `limit` levels. Stops at that depth. */
export function nestsDeeper(value: Json, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (nestsDeeper(value[i] as Json, limit - 1)) return true;
    return false;
  }
  for (const key in value) if (nestsDeeper(value[key] as Json, limit - 1)) return true;
  return false;
}
