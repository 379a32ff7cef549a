import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parseObject } from '../../json/parse.ts';
import type { ProtocolName } from '../../domain/protocol.ts';
import type { Message } from '../../domain/scenario.ts';
import { isErrorText } from '../chat-entries.ts';
import { argumentsOf, inputOf } from '../serve/custom-calls.ts';

/** A call in a message of a scenario. */
export interface HistoryCall {
  readonly id: string;
  readonly name: string;
  /** The arguments as JSON text; `{"input": text}` for a custom tool. */
  readonly rawArguments: string;
  /** True for the call of a custom tool. */
  readonly custom?: boolean;
}

/** The content of one message of a scenario, for protocols whose messages differ from chat. */
export type HistoryItem =
  /** A string, or parts in chat form. */
  | { readonly kind: 'system'; readonly content: Json }
  | { readonly kind: 'user'; readonly content: Json }
  | { readonly kind: 'assistant'; readonly content: Json; readonly calls: readonly HistoryCall[] }
  | {
      readonly kind: 'result';
      readonly callId: string;
      readonly content: Json;
      /** True for an error; null where the message does not say so and its text does not show it. */
      readonly failed: boolean | null;
    };

/** The field of a message that holds, by protocol, the exact items to send in place of the message. */
export const SENT_AS = 'sent_as';

/**
 * The exact items that a protocol sends in place of a message, from its field `sent_as`; null where the message has none for
 * the protocol, so that it is encoded.
 */
export function sentAs(message: Message, protocol: ProtocolName): readonly JsonObject[] | null {
  const all = message[SENT_AS];
  const own = isObject(all) ? all[protocol] : undefined;
  return Array.isArray(own) ? own.filter(isObject) : null;
}

/** True for a message that only has items of `sent_as`. Other protocols send nothing for it. */
export function isForeign(message: Message): boolean {
  return SENT_AS in message && (message['content'] ?? null) === null && message['tool_calls'] === undefined;
}

/** The message, with the items of a request in `sent_as` where encoding the message again would give other items. */
export function keepWire(
  message: Message,
  protocol: ProtocolName,
  wire: readonly JsonObject[],
  encoded: readonly JsonObject[],
): Message {
  return deepEqual([...wire], [...encoded]) ? message : { ...message, [SENT_AS]: { [protocol]: [...wire] } };
}

/** Reads a message of a scenario, which has chat form in every protocol. */
export function historyItem(message: Message): HistoryItem {
  const { role, content = null } = message;
  switch (role) {
    case 'system':
    case 'developer':
      return { kind: 'system', content };
    case 'assistant':
      return { kind: 'assistant', content: saidBy(message), calls: callsOf(message['tool_calls']) };
    case 'tool':
      return {
        kind: 'result',
        callId: asText(message['tool_call_id']),
        content,
        failed: isErrorText(content) ? true : typeof message['is_error'] === 'boolean' ? message['is_error'] : null,
      };
    default:
      return { kind: 'user', content };
  }
}

/** The message of a scenario for an item: the inverse of `historyItem`. */
export function messageOf(item: HistoryItem): Message {
  const { kind, content } = item;
  if (kind === 'result') {
    const { callId, failed } = item;
    return { role: 'tool', tool_call_id: callId, content, ...(failed !== null && { is_error: failed }) };
  }
  if (kind !== 'assistant' || item.calls.length === 0) return { role: kind, content };
  return { role: kind, content, tool_calls: item.calls.map(chatCall) };
}

/** The call in chat form. */
export function chatCall({ id, name, rawArguments, custom = false }: HistoryCall): JsonObject {
  return custom
    ? { id, type: 'custom', custom: { name, input: inputOf(rawArguments) } }
    : { id, type: 'function', function: { name, arguments: rawArguments } };
}

/** The content of an assistant message. A refusal in the model's words is a text. */
function saidBy({ content = null, refusal }: Message): Json {
  const isEmpty = content === null || content === '';
  return isEmpty && typeof refusal === 'string' ? refusal : content;
}

function callsOf(calls: Json | undefined): HistoryCall[] {
  return (Array.isArray(calls) ? calls : []).filter(isObject).map((call: JsonObject) => {
    const id = asText(call['id']);
    const { custom } = call;
    if (call['type'] === 'custom' && custom !== undefined && isObject(custom)) {
      return { id, name: asText(custom['name']), rawArguments: argumentsOf(custom['input']), custom: true };
    }
    const made = isObject(call['function']) ? call['function'] : {};
    return { id, name: asText(made['name']), rawArguments: asText(made['arguments']) };
  });
}

/** The arguments of a call in the history as an object; null where the text is not one. */
export function historyArguments({ rawArguments }: HistoryCall): JsonObject | null {
  return parseObject(rawArguments);
}
