import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Leavable } from '../protocol.ts';

/** Fields of a message, a call and a function that every chat API takes. */
const KNOWN_IN_MESSAGE = new Set(['role', 'content', 'tool_calls', 'name', 'refusal', 'function_call', 'tool_call_id']);
const KNOWN_IN_CALL = new Set(['id', 'type', 'function']);
const KNOWN_IN_FUNCTION = new Set(['name', 'arguments']);
/** Words of an error that asks for a field. Such an error names a field that is missing, so it must not be left out. */
const ASKS_FOR = /must be (?:passed|provided|included|sent|set|present|echoed)|is (?:required|missing)|missing/i;

/** Unknown fields of assistant messages. Some gateways (Groq, Cerebras) send `reasoning` and refuse it in the next request. */
export const leavableInChat: Leavable = {
  names: ({ body }) => {
    const names = new Set<string>();
    visit(body, (holder, known) => {
      for (const name of Object.keys(holder)) if (!known.has(name)) names.add(name);
    });
    return [...names];
  },
  refused: (request, { message }) => {
    if (ASKS_FOR.test(message)) return null;
    const named = leavableInChat.names(request).filter((name) => isNamed(name, message));
    // The name `reasoning_content` contains `reasoning`, so the longest field name is looked for first.
    return named.toSorted((a, b) => b.length - a.length)[0] ?? null;
  },
  without: (request, name) => {
    const messages = request.body['messages'];
    if (!Array.isArray(messages)) return request;
    return {
      ...request,
      body: {
        ...request.body,
        messages: messages.map((message) => (isObject(message) ? withoutField(message, name) : message)),
      },
    };
  },
  describe: (name) => `the gateway sends "${name}" and refuses it in the next request, which leaves it out`,
};

function isNamed(name: string, text: string): boolean {
  const at = text.indexOf(name);
  if (at < 0) return false;
  const around = `${text[at - 1] ?? ''}${text[at + name.length] ?? ''}`;
  return !/[\w]/.test(around);
}

function visit(body: JsonObject, look: (holder: JsonObject, known: ReadonlySet<string>) => void): void {
  const { messages } = body;
  for (const message of Array.isArray(messages) ? messages : []) {
    if (!isObject(message) || message['role'] !== 'assistant') continue;
    look(message, KNOWN_IN_MESSAGE);
    const calls = message['tool_calls'];
    for (const call of Array.isArray(calls) ? calls : []) {
      if (!isObject(call)) continue;
      look(call, KNOWN_IN_CALL);
      const definition = call['function'];
      if (isObject(definition ?? null) && isObject(definition)) look(definition, KNOWN_IN_FUNCTION);
    }
  }
}

/** The assistant message without a field, in its calls and functions, too; the same object where it has no such field. */
export function withoutField(message: JsonObject, name: string): JsonObject {
  if (message['role'] !== 'assistant') return message;
  const { tool_calls: calls } = message;
  const rest = KNOWN_IN_MESSAGE.has(name) ? message : without(message, name);
  if (!Array.isArray(calls)) return rest;
  const kept = calls.map((call) => withoutInCall(call, name));
  return kept.every((call, i) => call === calls[i]) ? rest : { ...rest, tool_calls: kept };
}

function withoutInCall(call: Json, name: string): Json {
  if (!isObject(call) || KNOWN_IN_CALL.has(name)) return call;
  const rest = without(call, name);
  const definition = rest['function'];
  if (!isObject(definition ?? null) || !isObject(definition) || KNOWN_IN_FUNCTION.has(name)) return rest;
  const kept = without(definition, name);
  return kept === definition ? rest : { ...rest, function: kept };
}

function without(holder: JsonObject, name: string): JsonObject {
  if (!Object.hasOwn(holder, name)) return holder;
  const { [name]: _, ...rest } = holder;
  return rest;
}
