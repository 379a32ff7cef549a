import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { HistoryCall, HistoryItem } from '../../protocol/neutral/history.ts';

/** The objects of a list; none of anything else. */
export function partsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The text of a content: a string as it is, the texts of its parts joined. */
export function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return partsOf(content)
    .filter(({ type }) => typeof type !== 'string' || /text$/.test(type))
    .map(({ text }) => asText(text))
    .join('');
}

/** A value that a framework has parsed, as the text that a model wrote; a text is one that it could not parse. */
export function rawOf(input: Json | undefined): string {
  if (input === undefined) return '';
  return typeof input === 'string' ? input : JSON.stringify(input);
}

/** What an answer says; null for one that says nothing. */
export function answerOf(text: string, calls: readonly HistoryCall[]): HistoryItem | null {
  return text === '' && calls.length === 0 ? null : { kind: 'assistant', content: text === '' ? null : text, calls };
}

/** What a tool returned, as the text that a model reads. */
export function resultOf(callId: string, value: Json | undefined, failed: boolean): HistoryItem {
  const content = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return { kind: 'result', callId, content, failed };
}
