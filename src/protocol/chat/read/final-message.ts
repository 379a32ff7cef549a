import { isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { ChoiceState } from './stream/choice-state.ts';
import { isSame } from './stream/stream-call.ts';

/** Whole `message` objects of a stream: either deltas, or a repetition of the deltas. */
export interface FinalMessage {
  /** Messages to read as deltas, because the stream has no deltas. */
  readonly instead: readonly JsonObject[];
  /** A message that repeats the streamed answer, to compare it with; null without one. */
  readonly repeated: JsonObject | null;
  repeats(streamed: JsonObject): boolean;
}

/**
 * Sorts the `message` objects of a stream. Some gateways close a stream with the whole answer in `message`. Others send each
 * delta as a `message`, or the whole message so far in every chunk (Perplexity).
 */
export function finalMessage({ messages, message, calls }: ChoiceState): FinalMessage {
  const last = messages.at(-1);
  const streamed = calls.length > 0 || textOf(message['content']) !== '';
  if (last === undefined) return { instead: [], repeated: null, repeats: () => true };
  if (!streamed) {
    return { instead: grows(messages) ? [last] : messages, repeated: null, repeats: () => true };
  }
  const repeated = textOf(last['content']) !== '' || callsOf(last).length > 0 ? last : null;
  return {
    instead: [],
    repeated,
    repeats: (whole) => textOf(last['content']) === textOf(whole['content']) && isSame(callsOf(last), callsOf(whole)),
  };
}

/** Whether each message begins with the one before it. */
function grows(messages: readonly JsonObject[]): boolean {
  return messages.every((message, i) => {
    const before = messages[i - 1];
    if (before === undefined) return true;
    const isLonger = textOf(message['content']).startsWith(textOf(before['content']));
    return isLonger && callsOf(message).length >= callsOf(before).length;
  });
}

function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
}

/** Names and arguments of the calls, in which a repetition must agree. Ids and indexes may differ. */
function callsOf(message: JsonObject): Json[] {
  const calls = message['tool_calls'];
  return (Array.isArray(calls) ? calls : []).flatMap((call) => {
    const definition = isObject(call) ? call['function'] : null;
    if (!isObject(definition ?? null) || !isObject(definition)) return [];
    const { name, arguments: args } = definition;
    if ((name ?? '') === '' && (args ?? '') === '') return [];
    return [[name ?? '', parsed(args ?? '')]];
  });
}

function parsed(args: Json): Json {
  if (typeof args !== 'string') return args;
  try {
    return JSON.parse(args) as Json;
  } catch {
    return args;
  }
}
