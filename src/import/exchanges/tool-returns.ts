import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import { literals } from './literals.ts';

/** How entries of `returns` are chosen: by the arguments of the call, or each once, in the order of the calls. */
export type ReturnsBy = 'arguments' | 'order';

/** A call that was made, and the message that brought its result. */
export interface ToolAnswer {
  readonly call: ToolCall;
  readonly message: Message;
}

/** What a tool answered, as entries of `returns`; those with more arguments first, so that none hides another. */
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

/** What the model was given: a text, or parts. `{"error": …}` alone is what a scenario's `error` is written as. */
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

/** The object or list that a text writes compactly: some protocols send it as it is. Null for any other text. */
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
