import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { entriesOf } from '../chat-entries.ts';
import type { Refusal, ServedRequest, Serving } from '../serving.ts';
import { completionBody, completionEvents } from './serve-completion.ts';
import { assistantMessage, chatCallId } from './serve-message.ts';
import { choiceOf } from './tool-choice.ts';

export const servedChat: Serving = {
  parse: ({ body }) => parse(body),
  write(answer, frame, { body }) {
    if (body['stream'] !== true) return { stream: false, text: completionBody(answer, frame) };
    const options = body['stream_options'];
    const withUsage = isObject(options) && options['include_usage'] === true;
    return { stream: true, text: completionEvents(answer, frame, withUsage) };
  },
  writeRefusal({ status, code, message, param }) {
    const type = status >= 500 ? 'server_error' : 'invalid_request_error';
    return JSON.stringify({ error: { message, type, param, code } });
  },
  echo: (answer, callCount) => [assistantMessage(answer, callCount)],
  callId: chatCallId,
};

function parse(body: JsonObject): ServedRequest | Refusal {
  const { model, messages } = body;
  if (typeof model !== 'string' || model === '') return missing("Missing required parameter: 'model'.", 'model');
  if (!Array.isArray(messages) || messages.length === 0) {
    return missing("'messages' must be a list of at least one message.", 'messages');
  }
  return {
    model,
    said: entriesOf(messages),
    toolNames: toolNames(body['tools']),
    choice: choiceOf(body['tool_choice']),
    serial: body['parallel_tool_calls'] === false,
  };
}

function missing(message: string, param: string): Refusal {
  return { status: 400, code: 'missing_required_parameter', message, param };
}

function toolNames(tools: Json | undefined): string[] {
  if (!Array.isArray(tools)) return [];
  return tools.map((tool) => {
    const made = isObject(tool) ? (tool['function'] ?? tool['custom']) : undefined;
    return isObject(made) && typeof made['name'] === 'string' ? made['name'] : '';
  });
}
