import { isObject, type Json } from '../../json/json.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import type { Pattern } from '../../pattern/pattern.ts';
import { mapBetween } from '../../redact/placeholder.ts';

/** The text that replaces every match in a key. */
const IGNORED = '[ignored]';

/** Replaces matches of `ignore: [{ text }]` by one text, so that they do not count in a key. */
export interface EvenedTexts {
  /** The text with its matches replaced; the same string where nothing matches. */
  text(given: string): string;
  /**
   * The value with matches replaced in its strings at any depth, but not in its keys; the same object where nothing matches.
   */
  json(value: Json): Json;
}

/**
 * `{ text: … }` of the setting `ignore`: matches in any text of a request count as one and the same. Placeholders of hidden values
 * stay as they are, because a replay has others than a recording. Errors: `PatternStopped`, which shows nothing of the text.
 */
export function evenedTexts(patterns: readonly Pattern[]): EvenedTexts {
  if (patterns.length === 0) return { text: (given) => given, json: (value) => value };
  const even = (piece: string): string => {
    let result = piece;
    for (const pattern of patterns) {
      try {
        result = pattern.replaceAll(result, (match) => (match === '' ? '' : IGNORED));
      } catch (error) {
        throw error instanceof PatternStopped ? new PatternStopped(pattern.source, null) : error;
      }
    }
    return result;
  };
  const text = (given: string): string => mapBetween(given, even);
  const json = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) {
      const items = value.map(json);
      return items.every((item, i) => item === value[i]) ? value : items;
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([name, item]): [string, Json] => [name, json(item)]);
    return entries.every(([name, item]) => item === value[name]) ? value : Object.fromEntries(entries);
  };
  return { text, json };
}
