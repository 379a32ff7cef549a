import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import { isErrorText } from '../chat-entries.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { choiceOf, isSerial } from './tool-choice.ts';

/** A request to the Messages API in the words of a scenario. */
export function decodeMessages(body: JsonObject): DecodedRequest {
  const { model: _, system, messages, tools, tool_choice: choice, stop_sequences: stop, ...rest } = body;
  const { max_tokens, temperature, top_p, stream, ...native } = rest;
  const parameters: JsonObject = {};
  for (const [name, value] of Object.entries({ max_tokens, temperature, top_p, stream, stop })) {
    if (value !== undefined) parameters[name] = value;
  }
  if (isSerial(choice)) parameters['parallel_tool_calls'] = false;
  const functions = (Array.isArray(tools) ? tools : []).flatMap(definitionOf);
  if (Array.isArray(tools) && functions.length < tools.length) native['tools'] = tools;
  const read = choiceOf(choice);
  if (isObject(choice) && read === null) native['tool_choice'] = choice;
  const said = Array.isArray(messages) ? messages.filter(isObject).flatMap(decodeMessage) : [];
  return {
    messages: system === undefined ? said : [{ role: 'system', content: system }, ...said],
    tools: functions,
    // The choice that stands there for the sake of its switch alone says nothing.
    choice: isSerial(choice) && read === 'auto' ? null : read,
    parameters,
    native,
  };
}

/** Tools of Anthropic's own have a dated type and no schema. */
function definitionOf(tool: Json): JsonObject[] {
  if (!isObject(tool) || typeof tool['name'] !== 'string' || !isObject(tool['input_schema'])) return [];
  const { input_schema: parameters, type: _, ...rest } = tool;
  return [{ ...rest, parameters }];
}

/** One message as several in chat form: a result each, then what else a user says. */
function decodeMessage(message: JsonObject): Message[] {
  const { role, content = '' } = message;
  const blocks = Array.isArray(content) ? content.filter(isObject) : null;
  if (role === 'assistant') return [blocks === null ? { role: 'assistant', content } : decodeAnswer(blocks)];
  if (role === 'system' || blocks === null) return [{ role: role === 'system' ? 'system' : 'user', content }];
  const results = blocks.filter((block) => block['type'] === 'tool_result').map(decodeResult);
  const others = blocks.filter((block) => block['type'] !== 'tool_result');
  return others.length === 0 && results.length > 0 ? results : [...results, { role: 'user', content: plain(others) }];
}

function decodeAnswer(blocks: readonly JsonObject[]): Message {
  const calls = blocks.filter((block) => block['type'] === 'tool_use').map(decodeCall);
  const others = blocks.filter((block) => block['type'] !== 'tool_use');
  const content = others.length === 0 ? null : plain(others);
  return calls.length === 0 ? { role: 'assistant', content } : { role: 'assistant', content, tool_calls: calls };
}

function decodeCall({ id, name, input }: JsonObject): JsonObject {
  const made = { name: asText(name), arguments: JSON.stringify(input ?? {}) };
  return { id: asText(id), type: 'function', function: made };
}

/** An error that its text does not tell is marked: chat has no word for it. */
function decodeResult({ tool_use_id: id, content = '', is_error: isError }: JsonObject): Message {
  const marked = isError === true && !isErrorText(content);
  return { role: 'tool', tool_call_id: asText(id), content, ...(marked && { is_error: true }) };
}

/** A lone text as a string, everything else as it was written. */
function plain(blocks: readonly JsonObject[]): Json {
  const [first] = blocks;
  const isPlain = blocks.length === 1 && first?.['type'] === 'text' && Object.keys(first).length === 2;
  return isPlain ? asText(first['text']) : [...blocks];
}
