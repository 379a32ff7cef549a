import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { ENCRYPTED_REASONING } from './encode.ts';
import { choiceOf } from './tool-choice.ts';

/** Parameters that have the name of chat in Responses. */
const SAME = new Set(['temperature', 'top_p', 'stream', 'parallel_tool_calls', 'user', 'metadata', 'service_tier']);

/** A request to the Responses API in the words of a scenario. */
export function decodeResponses(body: JsonObject): DecodedRequest {
  const { model: _, input, instructions, tools, tool_choice: choice, max_output_tokens: limit, ...rest } = body;
  const parameters: JsonObject = {};
  const native: JsonObject = {};
  for (const [name, value] of Object.entries(rest)) {
    if (SAME.has(name)) parameters[name] = value;
    else if (name === 'reasoning' && isEffort(value)) parameters['reasoning_effort'] = value['effort'] ?? null;
    else if (!isOurs(name, value)) native[name] = value;
  }
  if (limit !== undefined) parameters['max_tokens'] = limit;
  const list = Array.isArray(tools) ? tools : [];
  const functions = list.flatMap(definitionOf);
  if (functions.length < list.length) native['tools'] = list;
  const read = choiceOf(choice);
  if (choice !== undefined && choice !== null && read === null) native['tool_choice'] = choice;
  const system: Message[] = typeof instructions === 'string' ? [{ role: 'system', content: instructions }] : [];
  return { messages: [...system, ...decodeInput(input)], tools: functions, choice: read, parameters, native };
}

function isEffort(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).length === 1 && 'effort' in value;
}

/** What our own requests carry anyway. */
function isOurs(name: string, value: Json): boolean {
  if (name === 'store') return value === false;
  return name === 'include' && Array.isArray(value) && value.length === 1 && value[0] === ENCRYPTED_REASONING;
}

function definitionOf(tool: Json): JsonObject[] {
  if (!isObject(tool) || typeof tool['name'] !== 'string') return [];
  const { type, ...definition } = tool;
  return type === 'function' || type === 'custom' ? [definition] : [];
}

/** Calls that follow each other are one answer, with the text before them. */
function decodeInput(input: Json | undefined): Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const messages: Message[] = [];
  for (const item of Array.isArray(input) ? input.filter(isObject) : []) {
    const { type, role } = item;
    if (type === 'function_call' || type === 'custom_tool_call') addCall(messages, decodeCall(item));
    else if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      messages.push({ role: 'tool', tool_call_id: asText(item['call_id']), content: item['output'] ?? '' });
    } else if (typeof role === 'string' && (type === undefined || type === 'message')) {
      messages.push({ role, content: decodeContent(item['content']) });
    }
  }
  return messages;
}

function addCall(messages: Message[], call: JsonObject): void {
  const last = messages.at(-1);
  if (last?.role !== 'assistant') messages.push({ role: 'assistant', content: null, tool_calls: [call] });
  else last['tool_calls'] = [...(Array.isArray(last['tool_calls']) ? last['tool_calls'] : []), call];
}

function decodeCall(item: JsonObject): JsonObject {
  const text = item['type'] === 'custom_tool_call' ? JSON.stringify({ input: item['input'] ?? '' }) : item['arguments'];
  return {
    id: asText(item['call_id']),
    type: 'function',
    function: { name: asText(item['name']), arguments: asText(text) },
  };
}

function decodeContent(content: Json | undefined): Json {
  if (!Array.isArray(content)) return content ?? '';
  const parts = content.map(decodePart);
  const [first] = parts;
  const isText = parts.length === 1 && isObject(first ?? null) && isObject(first) && first['type'] === 'text';
  return isText && Object.keys(first).length === 2 ? asText(first['text']) : parts;
}

function decodePart(part: Json): Json {
  if (!isObject(part)) return part;
  const { type, text, image_url: url, detail } = part;
  if (type === 'input_text' || type === 'output_text') return { type: 'text', text: text ?? '' };
  if (type !== 'input_image' || typeof url !== 'string') return part;
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } };
}
