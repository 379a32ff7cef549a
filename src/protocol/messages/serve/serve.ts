import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import type { ServedEntry, ServedRequest, Serving } from '../../serving.ts';
import { choiceOf, isSerial } from '../tool-choice.ts';
import { refusalOf } from './refuse.ts';
import { answerBlocks, asksToThink, messagesCallId } from './served-message.ts';
import { messageBody, messageEvents } from './write.ts';

export const servedMessages: Serving = {
  refuse: ({ body }) => refusalOf(body),
  parse: ({ body }) => parse(body),
  write(answer, frame, { body }) {
    const thinking = asksToThink(body);
    if (body['stream'] !== true) return { stream: false, text: messageBody(answer, frame, thinking) };
    return { stream: true, text: messageEvents(answer, frame, thinking) };
  },
  writeRefusal: ({ status, message }) =>
    JSON.stringify({ type: 'error', error: { type: errorType(status), message }, request_id: 'req_sandbox' }),
  echo: (answer, callCount) => [{ role: 'assistant', content: answerBlocks(answer, callCount, false) }],
  callId: messagesCallId,
};

/** https://platform.claude.com/docs/en/api/errors */
const ERROR_TYPES: { readonly [status: number]: string } = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function errorType(status: number): string {
  return ERROR_TYPES[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

function parse(body: JsonObject): ServedRequest {
  const { model, system, messages, tools, tool_choice: choice } = body;
  return {
    model: asText(model),
    said: [
      ...textEntry('system', system),
      ...(Array.isArray(messages) ? messages : []).filter(isObject).flatMap(entriesOf),
    ],
    toolNames: Array.isArray(tools)
      ? tools.map((tool) => (isObject(tool) && typeof tool['name'] === 'string' ? tool['name'] : ''))
      : [],
    choice: choiceOf(choice),
    serial: isSerial(choice),
  };
}

function textEntry(role: 'system' | 'user' | 'assistant', content: Json | undefined): ServedEntry[] {
  const text = textOf(content);
  return text === '' ? [] : [{ kind: 'text', role, text }];
}

function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .filter(isObject)
    .map((block) => (typeof block['text'] === 'string' ? block['text'] : ''))
    .join('');
}

function entriesOf(message: JsonObject): ServedEntry[] {
  const { role, content } = message;
  const blocks = Array.isArray(content) ? content.filter(isObject) : [];
  if (role === 'assistant') return [...textEntry('assistant', content), ...blocks.flatMap(callEntry)];
  if (role === 'system') return textEntry('system', content);
  const results = blocks.filter((block) => block['type'] === 'tool_result');
  const said: ServedEntry[] = results.map((block) => ({
    kind: 'result',
    callId: asText(block['tool_use_id']),
    failed: block['is_error'] === true,
    content: textOf(block['content']),
  }));
  // A user message that holds only results is no message of the user.
  if (results.length > 0 && results.length === blocks.length) return said;
  return [...said, { kind: 'text', role: 'user', text: textOf(content) }];
}

function callEntry(block: JsonObject): ServedEntry[] {
  const { type, id, name, input } = block;
  if (type !== 'tool_use') return [];
  return [{ kind: 'call', id: asText(id), name: asText(name), rawArguments: JSON.stringify(input ?? {}) }];
}
