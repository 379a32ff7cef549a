import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { literals } from './literals.ts';

/** How a call chooses its entry of `returns`: by its arguments, or one entry after the other in call order. */
export type ReturnsBy = 'arguments' | 'order';

/** A call with the message that has its result. */
export interface ToolAnswer {
  readonly call: ToolCall;
  readonly message: Message;
}

/** Recorded results as entries of `returns`. Entries with more arguments come first, so that none hides another. */
export function returnsOf(answers: readonly ToolAnswer[], by: ReturnsBy): JsonObject[] {
  const entries = answers.map(({ call, message }): JsonObject => {
    const args = call.arguments ?? {};
    const when = Object.keys(args).some((name) => name.startsWith('$')) ? {} : literals(args);
    return { ...(Object.keys(when).length > 0 && { when }), ...answerOf(message) };
  });
  if (by === 'order') return entries.map((entry) => ({ ...entry, times: 1 }));
  const distinct = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
  return distinct.toSorted((a, b) => size(b) - size(a));
}

function size(entry: JsonObject): number {
  return isObject(entry['when']) ? Object.keys(entry['when']).length : 0;
}

/** The result that the model got: a text, or parts. A text with only `{"error": …}` becomes the `error` of a scenario. */
function answerOf(message: Message): JsonObject {
  const { content } = message;
  const marked = typeof message['is_error'] === 'boolean' && { is_error: message['is_error'] };
  if (Array.isArray(content) && content.length > 0) return { content: content.map(escapeTexts), ...marked };
  const text = typeof content === 'string' ? content : '';
  const told = errorOf(text);
  return told === null ? { result: escapeTexts(valueOf(text) ?? text), ...marked } : { error: told };
}

function escapeTexts(value: Json): Json {
  if (typeof value === 'string') return escapeTemplate(value);
  if (Array.isArray(value)) return value.map(escapeTexts);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, escapeTexts(inner)]));
}

/** The object or list in a compact JSON text, because some protocols send it as JSON. Null for any other text. */
export function valueOf(text: string): JsonObject | Json[] | null {
  if (!text.startsWith('{') && !text.startsWith('[')) return null;
  try {
    const value = JSON.parse(text) as Json;
    const holds = isObject(value) || Array.isArray(value);
    return holds && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

function errorOf(text: string): Json | null {
  if (!text.startsWith('{"error":') || text.includes('${')) return null;
  const value = valueOf(text);
  return value === null || !isObject(value) || Object.keys(value).length !== 1 ? null : (value['error'] ?? null);
}

function escapeTemplate(text: string): string {
  return text.replaceAll('${', () => '$${');
}
