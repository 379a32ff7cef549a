import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import { isErrorText } from '../chat-entries.ts';

/** A call that stands in a message of a scenario. */
export interface HistoryCall {
  readonly id: string;
  readonly name: string;
  /** As it is written: JSON text. */
  readonly rawArguments: string;
}

/** What one message of a scenario says, for protocols that say it in other words. */
export type HistoryItem =
  /** A text, or parts in chat form. */
  | { readonly kind: 'system'; readonly content: Json }
  | { readonly kind: 'user'; readonly content: Json }
  | { readonly kind: 'assistant'; readonly content: Json; readonly calls: readonly HistoryCall[] }
  | { readonly kind: 'result'; readonly callId: string; readonly content: Json; readonly failed: boolean };

/** Reads a message of a scenario, which is written in chat form whatever protocol carries it. */
export function historyItem(message: Message): HistoryItem {
  const { role, content = null } = message;
  switch (role) {
    case 'system':
    case 'developer':
      return { kind: 'system', content };
    case 'assistant':
      return { kind: 'assistant', content, calls: callsOf(message['tool_calls']) };
    case 'tool':
      return {
        kind: 'result',
        callId: asText(message['tool_call_id']),
        content,
        failed: message['is_error'] === true || isErrorText(content),
      };
    default:
      return { kind: 'user', content };
  }
}

function callsOf(calls: Json | undefined): HistoryCall[] {
  return (Array.isArray(calls) ? calls : []).filter(isObject).map((call: JsonObject) => {
    const made = isObject(call['function']) ? call['function'] : {};
    return { id: asText(call['id']), name: asText(made['name']), rawArguments: asText(made['arguments']) };
  });
}

/** The arguments of a call of the history as an object; null where the text holds none. */
export function historyArguments({ rawArguments }: HistoryCall): JsonObject | null {
  try {
    const value: unknown = JSON.parse(rawArguments);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
