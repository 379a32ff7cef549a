import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { refusedFormat } from '../serve/custom-calls.ts';
import type { Refusal } from '../serving.ts';

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * OpenAI's refusal of a request, in its words; null where it would accept the request.
 * @see https://developers.openai.com/api/docs/guides/function-calling
 */
export function refusalOf(body: JsonObject): Refusal | null {
  const { model, messages } = body;
  const missing = 'missing_required_parameter';
  if (typeof model !== 'string' || model === '') {
    return refuse("Missing required parameter: 'model'.", 'model', missing);
  }
  if (!Array.isArray(messages) || messages.length === 0) {
    return refuse("'messages' must be a list of at least one message.", 'messages', missing);
  }
  return refusedTools(body) ?? refusedMessages(messages);
}

function refuse(message: string, param: string, code = 'invalid_value'): Refusal {
  return { status: 400, code, message, param };
}

function refusedTools({ tools, tool_choice: choice }: JsonObject): Refusal | null {
  const list = Array.isArray(tools) ? tools : [];
  for (const [i, tool] of list.entries()) {
    const kind = isObject(tool) && tool['type'] === 'custom' ? 'custom' : 'function';
    const made = isObject(tool) ? tool[kind] : undefined;
    const at = `tools[${i}].${kind}`;
    if (!isObject(made ?? null) || !isObject(made)) {
      return refuse(`Missing required parameter: '${at}'.`, at, 'missing_required_parameter');
    }
    const { name } = made;
    if (typeof name !== 'string') {
      return refuse(`Missing required parameter: '${at}.name'.`, `${at}.name`, 'missing_required_parameter');
    }
    if (!TOOL_NAME.test(name)) {
      const message = `Invalid '${at}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
      return refuse(message, `${at}.name`);
    }
    const format = kind === 'custom' ? refusedFormat(made['format'], `${at}.format`, 'grammar') : null;
    if (format !== null) return format;
  }
  if (list.length > 0 || choice === undefined || choice === null || choice === 'none' || choice === 'auto') return null;
  return refuse("'tool_choice' is only allowed when 'tools' are specified.", 'tool_choice');
}

/** Refuses a result without its call, and a call without its result. */
function refusedMessages(messages: readonly Json[]): Refusal | null {
  const open = new Set<string>();
  for (const [i, message] of messages.filter(isObject).entries()) {
    if (message['role'] === 'tool') {
      const id = asText(message['tool_call_id']);
      if (open.delete(id)) continue;
      const text = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
      return refuse(`Invalid parameter: ${text}`, `messages.[${i}].role`);
    }
    if (open.size > 0) break;
    const calls = message['role'] === 'assistant' ? message['tool_calls'] : null;
    for (const call of Array.isArray(calls) ? calls.filter(isObject) : []) open.add(asText(call['id']));
  }
  if (open.size === 0) return null;
  const text =
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
  return refuse(
    `${text} The following tool_call_ids did not have response messages: ${[...open].join(', ')}`,
    'messages',
  );
}
