import { asText, isObject, type Json, type JsonObject } from '../json/json.ts';
import { parseObject } from '../json/parse.ts';
import { argumentsOf } from './serve/custom-calls.ts';
import type { ServedEntry } from './serving.ts';

/**
 * The texts, calls and results of messages in chat form, in order. Chat requests have this form, and so do the messages of
 * every scenario. Values that are no message are left out.
 */
export function entriesOf(messages: readonly Json[]): ServedEntry[] {
  return messages.filter(isObject).flatMap(entriesOfMessage);
}

function entriesOfMessage(message: JsonObject): ServedEntry[] {
  const { role } = message;
  if (role === 'tool') {
    const callId = asText(message['tool_call_id']);
    const { content } = message;
    return [{ kind: 'result', callId, failed: isErrorText(content), content: textOf(content) }];
  }
  const text = textOf(message['content']);
  // A user message that holds only an image still begins a turn.
  const said: ServedEntry[] = text === '' && role !== 'user' ? [] : [{ kind: 'text', role: roleOf(role), text }];
  const calls = role === 'assistant' && Array.isArray(message['tool_calls']) ? message['tool_calls'] : [];
  for (const call of calls.filter(isObject)) {
    const custom = call['type'] === 'custom' && isObject(call['custom']) ? call['custom'] : null;
    const made = custom ?? (isObject(call['function']) ? call['function'] : {});
    const rawArguments = custom === null ? asText(made['arguments']) : argumentsOf(custom['input']);
    said.push({ kind: 'call', id: asText(call['id']), name: asText(made['name']), rawArguments });
  }
  return said;
}

function roleOf(role: Json | undefined): 'system' | 'user' | 'assistant' {
  return role === 'user' || role === 'assistant' ? role : 'system';
}

/** The text of a `content`: a string as it is, the texts of parts joined. */
function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isObject(part) ? asText(part['text']) : '')).join('');
}

/** True for the text of a simulated error, which the model receives as `{"error": …}`. */
export function isErrorText(content: Json | undefined): boolean {
  if (typeof content !== 'string' || !content.startsWith('{"error"')) return false;
  const value = parseObject(content);
  return value !== null && Object.keys(value).length === 1;
}
