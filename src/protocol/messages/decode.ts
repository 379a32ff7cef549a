import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import { isErrorText } from '../chat-entries.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { keepWire } from '../neutral/history.ts';
import { encodeTool } from './encode.ts';
import { saidMessage } from './encode-conversation.ts';
import { choiceOf, isSerial } from './tool-choice.ts';

/** Decodes a request to the Messages API. */
export function decodeMessages(body: JsonObject): DecodedRequest {
  const { model: _, system, messages, tools, tool_choice: choice, stop_sequences: stop, ...rest } = body;
  const { max_tokens, temperature, top_p, stream, ...native } = rest;
  const parameters: JsonObject = {};
  for (const [name, value] of Object.entries({ max_tokens, temperature, top_p, stream, stop })) {
    if (value !== undefined) parameters[name] = value;
  }
  if (isSerial(choice)) parameters['parallel_tool_calls'] = false;
  const functions = (Array.isArray(tools) ? tools : []).flatMap(definitionOf);
  if (Array.isArray(tools) && !deepEqual(functions.map(encodeTool), tools)) native['tools'] = tools;
  const read = choiceOf(choice);
  const chosen = isObject(choice) ? { tool_choice: choice } : {};
  if (read === null || functions.length === 0) Object.assign(native, chosen);
  const said = Array.isArray(messages) ? messages.filter(isObject).flatMap(decodeMessage) : [];
  return {
    messages: system === undefined ? said : [{ role: 'system', content: system }, ...said],
    tools: functions,
    // A `tool_choice` of `auto` that only carries `disable_parallel_tool_use` is not a choice of the client.
    choice: isSerial(choice) && read === 'auto' ? null : read,
    chosen,
    parameters,
    native,
  };
}

/** The definition of a client's tool; `[]` for a tool of Anthropic, which has a dated type and no schema. */
function definitionOf(tool: Json): JsonObject[] {
  if (!isObject(tool) || typeof tool['name'] !== 'string' || !isObject(tool['input_schema'])) return [];
  const { input_schema: parameters, type: _, ...rest } = tool;
  return [{ ...rest, parameters }];
}

/** The messages in chat form for one message: one for each result, then one for what else the user says. */
function decodeMessage(message: JsonObject): Message[] {
  const { role, content = '' } = message;
  const blocks = Array.isArray(content) ? content.filter(isObject) : null;
  if (role === 'assistant') return [decodeAnswer(message, blocks)];
  if (role === 'system' || blocks === null) return [{ role: role === 'system' ? 'system' : 'user', content }];
  const results = blocks.filter((block) => block['type'] === 'tool_result').map(decodeResult);
  const others = blocks.filter((block) => block['type'] !== 'tool_result');
  return others.length === 0 && results.length > 0 ? results : [...results, { role: 'user', content: others }];
}

function decodeAnswer(message: JsonObject, blocks: readonly JsonObject[] | null): Message {
  const calls = (blocks ?? []).filter((block) => block['type'] === 'tool_use').map(decodeCall);
  const others = (blocks ?? []).filter((block) => block['type'] !== 'tool_use');
  const content = blocks === null ? (message['content'] ?? '') : others.length === 0 ? null : others;
  const said: Message = { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
  return keepWire(said, 'messages', [message], [saidMessage(said)]);
}

function decodeCall({ id, name, input }: JsonObject): JsonObject {
  const made = { name: asText(name), arguments: JSON.stringify(input ?? {}) };
  return { id: asText(id), type: 'function', function: made };
}

/** Marks an error whose text does not show that it is one, because chat has no field for errors. */
function decodeResult({ tool_use_id: id, content = '', is_error: isError }: JsonObject): Message {
  const marked = typeof isError === 'boolean' && !isErrorText(content);
  return { role: 'tool', tool_call_id: asText(id), content, ...(marked && { is_error: isError }) };
}
