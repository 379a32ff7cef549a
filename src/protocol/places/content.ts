import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** A text, or undefined for anything else. */
export function text(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the text of a result stands for: JSON where it is JSON of an object or a list. */
export function contentOf(value: Json): Json | undefined {
  if (typeof value === 'string') return parsed(value) ?? value;
  if (Array.isArray(value)) {
    const texts = textsOf(value);
    if (texts.length === 1) return contentOf(texts[0] ?? '');
    return texts.length === 0 ? undefined : texts;
  }
  return isObject(value) ? value : undefined;
}

/** The texts of a content of parts, or of one text. */
export function partTexts(value: Json): Json | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return undefined;
  return textsOf(value);
}

function textsOf(parts: readonly Json[]): string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part];
    return isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [];
  });
}

function parsed(text: string): JsonObject | Json[] | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonObject | Json[];
  } catch {
    return undefined;
  }
}

/** Arguments as an object, whether a protocol writes them as a text or not. */
export function argumentsOf(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const DATA_URL = /^data:([^;,]+)(?:;[^,]*)?,/;

/** The base64 of a `data:` URL; undefined for an address. */
export function dataOf(value: Json): Json | undefined {
  return typeof value === 'string' && DATA_URL.test(value) ? value.replace(DATA_URL, '') : undefined;
}

/** An address; undefined for a `data:` URL. */
export function addressOf(value: Json): Json | undefined {
  return typeof value === 'string' && !DATA_URL.test(value) ? value : undefined;
}

/** A list, also of one. */
export function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}
