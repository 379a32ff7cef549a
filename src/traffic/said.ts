import { hash } from 'node:crypto';
import stableJson from 'fast-json-stable-stringify';
import type { Json, JsonObject } from '../json/json.ts';
import type { Message } from '../domain/scenario.ts';
import type { AssistantTurn } from '../domain/wire.ts';
import { entriesOf } from '../protocol/chat-entries.ts';
import { protocolNamed } from '../protocol/protocols.ts';

/** What an answer says, comparable with the message that repeats it: its calls, else its text; `''` for a silent one. */
export function saidIn({ calls, text }: AssistantTurn): Json {
  return calls.length === 0 ? (text ?? '').trim() : calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
}

/** What an assistant message of a request says, comparable with an answer. */
export function saidBy(message: Message): Json {
  const calls = callsOf(message);
  if (calls.length > 0) return calls.map(({ name, rawArguments }) => [name, even(rawArguments)]);
  return textIn(message).trim();
}

/** The text of a message in chat form; of parts, their texts one after the other. */
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

/** Messages as they are compared: ids by order of appearance, without what clients leave out or write as null. */
export function withoutIds(messages: readonly Message[]): Json[] {
  return protocolNamed('chat').recording.canonical(messages.map(bare));
}

/** Hex SHA-256 of a value, whatever the order of its keys. */
export function digest(value: Json): string {
  return hash('sha256', stableJson(value), 'hex');
}

/** Arguments that a client wrote anew are the same. */
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
