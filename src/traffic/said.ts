import { hash } from 'node:crypto';
import stableJson from 'fast-json-stable-stringify';
import type { Json, JsonObject } from '../json/json.ts';
import type { Message } from '../domain/scenario.ts';
import type { AssistantTurn } from '../domain/wire.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import { protocolNamed } from '../protocol/protocols.ts';

/**
 * The content of an answer, comparable with the message that repeats it: its calls, or its text where it has none. `''` for an
 * empty answer.
 */
export function saidIn({ calls, text }: AssistantTurn): Json {
  return calls.length === 0 ? (text ?? '').trim() : calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
}

/** The content of an assistant message, comparable with `saidIn` of an answer. */
export function saidBy(message: Message): Json {
  const calls = callsOf(message);
  if (calls.length > 0) return calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
  return textIn(message).trim();
}

/** The text of a message in chat form; the joined texts of its parts. */
export function textIn(message: Message): string {
  return entriesOf([message])
    .map((entry) => (entry.kind === 'text' ? entry.text : ''))
    .join('');
}

/** The calls of an assistant message in chat form. */
export function callsOf(
  message: Message,
): readonly { readonly id: string; readonly name: string; readonly rawArguments: string }[] {
  return entriesOf([message]).filter((entry) => entry.kind === 'call');
}

/**
 * Messages in a form for comparison: ids are numbered in order of appearance, and fields that clients leave out or set to null
 * are removed.
 */
export function withoutIds(messages: readonly Message[]): Json[] {
  return protocolNamed('chat').recording.canonical(messages.map(bare));
}

/** SHA-256 of a value in hex. The order of keys does not matter. */
export function digest(value: Json): string {
  return hash('sha256', stableJson(value), 'hex');
}

/** Arguments in one spelling, because clients may format JSON anew. */
function even(rawArguments: string): string {
  try {
    return stableJson(JSON.parse(rawArguments === '' ? '{}' : rawArguments) as Json);
  } catch {
    return rawArguments;
  }
}

function bare(message: Message): JsonObject {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== null));
}
