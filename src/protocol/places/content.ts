import { isObject, type Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse.ts';

/** A string as it is; undefined for any other value. */
export function text(value: Json): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * The neutral content of a result's text: the parsed value where the text is a JSON object or list, else the text. Undefined for a list
 * of parts without a text or with several.
 */
export function contentOf(value: Json): Json | undefined {
  if (typeof value === 'string') return parsed(value) ?? value;
  if (Array.isArray(value)) {
    const texts = textsOf(value);
    return texts.length === 1 ? contentOf(texts[0] ?? '') : undefined;
  }
  return isObject(value) ? value : undefined;
}

/** The texts of a list of several parts; undefined for one text, which is the content itself. */
export function partTexts(value: Json): Json | undefined {
  const texts = Array.isArray(value) ? textsOf(value) : [];
  return texts.length > 1 ? texts : undefined;
}

function textsOf(parts: readonly Json[]): string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [part];
    return isObject(part) && typeof part['text'] === 'string' ? [part['text']] : [];
  });
}

function parsed(text: string): Json | undefined {
  return /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
}

/** Arguments as an object. Some protocols write them as JSON text. */
export function argumentsOf(value: Json): Json | undefined {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

const DATA_URL = /^data:([^;,]+)(?:;[^,]*)?,/;

/** A `data:` URL without its parameters; undefined for another URL. */
export function dataOf(value: Json): Json | undefined {
  const [written, type] = (typeof value === 'string' ? DATA_URL.exec(value) : null) ?? [];
  return written === undefined || typeof value !== 'string' ? undefined : mediaOf(type, value.slice(written.length));
}

/** The `data:` URL of a media type and base64 data, which the protocols write apart; undefined without data. */
export function mediaOf(type: Json | undefined, data: Json | undefined): Json | undefined {
  if (typeof data !== 'string') return undefined;
  const named = typeof type === 'string' ? type.toLowerCase().replace('/x-wav', '/wav') : '';
  return `data:${named};base64,${data}`;
}

/** A URL that is no `data:` URL; undefined otherwise. */
export function addressOf(value: Json): Json | undefined {
  return typeof value === 'string' && !DATA_URL.test(value) ? value : undefined;
}

/** A list as it is, any other value as a list of one. */
export function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}
