import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { entriesOf } from '../chat-entries.ts';
import type { ServedRequest, Serving } from '../serving.ts';
import { definitionOfCustom } from '../neutral/custom-tool.ts';
import { completionBody, completionEvents } from './serve-completion.ts';
import { assistantMessage, chatCallId, type CustomNames } from './serve-message.ts';
import { refusalOf } from './serve-refuse.ts';
import { choiceOf } from './tool-choice.ts';

export const servedChat: Serving = {
  refuse: ({ body }) => refusalOf(body),
  parse: ({ body }) => parse(body),
  write(answer, frame, { body }) {
    const custom = customNames(body['tools']);
    if (body['stream'] !== true) return { stream: false, text: completionBody(answer, frame, custom) };
    const options = body['stream_options'];
    const withUsage = isObject(options) && options['include_usage'] === true;
    return { stream: true, text: completionEvents(answer, frame, withUsage, custom) };
  },
  writeRefusal({ status, code, message, param }) {
    const type = status >= 500 ? 'server_error' : 'invalid_request_error';
    return JSON.stringify({ error: { message, type, param, code } });
  },
  echo: (answer, callCount) => [assistantMessage(answer, callCount, new Set())],
  callId: chatCallId,
};

function parse(body: JsonObject): ServedRequest {
  const { model, messages } = body;
  return {
    model: asText(model),
    said: entriesOf(Array.isArray(messages) ? messages : []),
    toolNames: toolNames(body['tools']),
    choice: choiceOf(body['tool_choice']),
    serial: body['parallel_tool_calls'] === false,
  };
}

function toolNames(tools: Json | undefined): string[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool) => {
    const made = isObject(tool) ? (tool['function'] ?? tool['custom']) : undefined;
    return isObject(made) && typeof made['name'] === 'string' ? made['name'] : '';
  });
}

function customNames(tools: Json | undefined): CustomNames {
  if (!Array.isArray(tools)) return new Set();
  return new Set(tools.flatMap((tool) => asText(definitionOfCustom(tool)?.['name'])));
}
