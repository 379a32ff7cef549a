import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { argumentsOf } from '../../serve/custom-calls.ts';
import type { ServedEntry, ServedRequest, Serving } from '../../serving.ts';
import { ENCRYPTED_REASONING } from '../encode.ts';
import { choiceOf } from '../tool-choice.ts';
import { refusalOf } from './refuse.ts';
import { answerItems, isCall, responsesCallId, type Asked } from './served-items.ts';
import { responseBody, responseEvents } from './write.ts';

export const servedResponses: Serving = {
  refuse: ({ body }) => refusalOf(body),
  parse: ({ body }) => parse(body),
  write(answer, frame, { body }) {
    const asked = askedBy(body);
    if (body['stream'] !== true) return { stream: false, text: responseBody(answer, frame, asked) };
    return { stream: true, text: responseEvents(answer, frame, asked) };
  },
  writeRefusal({ status, code, message, param }) {
    const type = status >= 500 ? 'server_error' : 'invalid_request_error';
    return JSON.stringify({ error: { message, type, param, code } });
  },
  // Our own requests ask for reasoning.
  echo: (answer, callCount) => answerItems(answer, callCount, { reasoning: true, custom: new Set() }),
  callId: responsesCallId,
};

function askedBy({ include, tools }: JsonObject): Asked {
  const custom = (Array.isArray(tools) ? tools : []).filter(isObject).filter(({ type }) => type === 'custom');
  return {
    reasoning: Array.isArray(include) && include.includes(ENCRYPTED_REASONING),
    custom: new Set(custom.map(({ name }) => asText(name))),
  };
}

function parse(body: JsonObject): ServedRequest {
  const { model, input, instructions, tools, tool_choice: choice } = body;
  const items: readonly Json[] =
    typeof input === 'string' ? [{ role: 'user', content: input }] : Array.isArray(input) ? input : [];
  return {
    model: asText(model),
    said: [...textEntry('system', instructions), ...items.filter(isObject).flatMap(entryOf)],
    toolNames: (Array.isArray(tools) ? tools : []).filter(isObject).map((tool) => asText(tool['name'])),
    choice: choiceOf(choice),
    serial: body['parallel_tool_calls'] === false,
  };
}

function textEntry(role: 'system' | 'assistant', content: Json | undefined): ServedEntry[] {
  const text = textOf(content);
  return text === '' ? [] : [{ kind: 'text', role, text }];
}

function textOf(content: Json | undefined): string {
  if (!Array.isArray(content)) return asText(content);
  return content
    .filter(isObject)
    .map((part) => asText(part['text']))
    .join('');
}

function entryOf(item: JsonObject): ServedEntry[] {
  const { type, role, content, call_id: callId } = item;
  if (isCall(item)) {
    const rawArguments = type === 'function_call' ? asText(item['arguments']) : argumentsOf(item['input']);
    return [{ kind: 'call', id: asText(callId), name: asText(item['name']), rawArguments }];
  }
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    const output = textOf(item['output']);
    return [{ kind: 'result', callId: asText(callId), failed: isErrorText(output), content: output }];
  }
  if (role === 'user') return [{ kind: 'text', role, text: textOf(content) }];
  if (role === 'assistant') return textEntry('assistant', content);
  return role === 'system' || role === 'developer' ? textEntry('system', content) : [];
}

/** True for the text of a simulated error. Responses has no field for errors, so the model receives them as `{"error": …}`. */
function isErrorText(output: string): boolean {
  if (!output.startsWith('{"error"')) return false;
  try {
    return Object.keys(JSON.parse(output) as object).length === 1;
  } catch {
    return false;
  }
}
