import { asText, isObject, type Json, type JsonObject, textOrJson } from '../../json/json.ts';
import type { HistoryCall, HistoryItem } from '../../protocol/neutral/history.ts';

/** The objects in a list; `[]` for a value that is not a list. */
export function partsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The text of a content: a string as it is, or the joined texts of its parts. */
export function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return partsOf(content)
    .filter(({ type }) => typeof type !== 'string' || type.endsWith('text'))
    .map(({ text }) => asText(text))
    .join('');
}

/**
 * Arguments as the text that a model writes. A string is returned as it is, because the framework keeps text where it could not
 * parse it.
 */
export function rawOf(input: Json | undefined): string {
  if (input === undefined) return '';
  return textOrJson(input);
}

/** An answer as a history item; null for an answer without text and calls. */
export function answerOf(text: string, calls: readonly HistoryCall[]): HistoryItem | null {
  return text === '' && calls.length === 0 ? null : { kind: 'assistant', content: text === '' ? null : text, calls };
}

/** A tool's value as a history item, with the text that the model reads. */
export function resultOf(callId: string, value: Json | undefined, failed: boolean): HistoryItem {
  const content = textOrJson(value);
  return { kind: 'result', callId, content, failed };
}
