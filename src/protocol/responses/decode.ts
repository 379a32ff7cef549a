import { asText, deepEqual, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { Message } from '../../domain/scenario.ts';
import type { DecodedRequest } from '../decoded-request.ts';
import { argumentsOf } from '../serve/custom-calls.ts';
import { chatCall, keepWire, SENT_AS } from '../neutral/history.ts';
import { ENCRYPTED_REASONING, encodeTool } from './encode.ts';
import { isPlainSystem, saidItems } from './encode-conversation.ts';
import { choiceOf } from './tool-choice.ts';

/** Parameters with equal names in chat and in Responses. */
const SAME = new Set(['temperature', 'top_p', 'stream', 'parallel_tool_calls', 'user', 'metadata', 'service_tier']);

/** Decodes a request to the Responses API. */
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
  // Our own requests ask for encrypted reasoning, and null turns that off.
  if (!('include' in rest)) native['include'] = null;
  const list = Array.isArray(tools) ? tools : [];
  const functions = [...list, ...laterTools(input)].flatMap(definitionsIn).filter(isFirst);
  // Null where only items declare tools.
  if (!deepEqual(functions.map(encodeTool), list)) native['tools'] = tools ?? null;
  const chosen = choice === undefined || choice === null ? {} : { tool_choice: choice };
  const read = choiceOf(choice);
  if (read === null || functions.length === 0) Object.assign(native, chosen);
  const system: Message[] = typeof instructions === 'string' ? [{ role: 'system', content: instructions }] : [];
  const messages = [...system, ...decodeInput(input)];
  const [first] = messages;
  // Our own requests send this message as `instructions`.
  if (system.length === 0 && first !== undefined && isPlainSystem(first)) {
    messages[0] = { ...first, [SENT_AS]: { responses: saidItems(first) } };
  }
  return { messages, tools: functions, choice: read, chosen, parameters, native };
}

function isEffort(value: Json): value is JsonObject {
  return isObject(value) && Object.keys(value).length === 1 && 'effort' in value;
}

/** True for a field that every request of tooltape holds. */
function isOurs(name: string, value: Json): boolean {
  if (name === 'store') return value === false;
  return name === 'include' && Array.isArray(value) && value.length === 1 && value[0] === ENCRYPTED_REASONING;
}

/** True for the first of several equal tools, because a search may find a tool again. */
function isFirst({ name }: JsonObject, place: number, all: readonly JsonObject[]): boolean {
  return all.findIndex((other) => other['name'] === name) === place;
}

/** Tools that items of the conversation declare: results of a tool search, and tools that a client adds later. */
function laterTools(input: Json | undefined): Json[] {
  const items = Array.isArray(input) ? input.filter(isObject) : [];
  return items.flatMap(({ tools }) => (Array.isArray(tools) ? tools : []));
}

/** The functions of a tool: the tool itself, or those of its namespace. */
function definitionsIn(tool: Json): JsonObject[] {
  if (!isObject(tool) || typeof tool['name'] !== 'string') return [];
  const { type, ...definition } = tool;
  if (type === 'namespace') return Array.isArray(tool['tools']) ? tool['tools'].flatMap(definitionsIn) : [];
  return type === 'function' || type === 'custom' ? [definition] : [];
}

/** The messages of an input. Consecutive items of an answer are one message. */
function decodeInput(input: Json | undefined): Message[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  const messages: Message[] = [];
  let answer: JsonObject[] = [];
  const close = (): void => {
    if (answer.length > 0) messages.push(keep(decodeAnswer(answer), answer));
    answer = [];
  };
  for (const item of Array.isArray(input) ? input.filter(isObject) : []) {
    // An `item_reference` names an item that only the provider has.
    if (item['type'] === 'item_reference') continue;
    const said = decodeSaid(item);
    if (said === null) answer.push(item);
    else {
      close();
      messages.push(keep(said, [item]));
    }
  }
  close();
  return messages;
}

function keep(message: Message, items: readonly JsonObject[]): Message {
  return keepWire(message, 'responses', items, saidItems(message));
}

/** The client's message in an item; null for an item of an answer. */
function decodeSaid(item: JsonObject): Message | null {
  const { type, role, output = '' } = item;
  if (type === 'function_call_output' || type === 'custom_tool_call_output') {
    return { role: 'tool', tool_call_id: asText(item['call_id']), content: decodeContent(output) };
  }
  if (typeof role !== 'string' || role === 'assistant') return null;
  const isMessage = type === undefined || type === 'message';
  return { role, content: isMessage ? decodeContent(item['content']) : null };
}

function decodeAnswer(items: readonly JsonObject[]): Message {
  const texts = items.filter(({ role }) => role === 'assistant').map((item) => decodeContent(item['content']));
  const [first = null, ...more] = texts;
  const content = more.length === 0 ? first : texts.flatMap(partsOf);
  const calls = items.filter(({ type }) => type === 'function_call' || type === 'custom_tool_call').map(decodeCall);
  return { role: 'assistant', content, ...(calls.length > 0 && { tool_calls: calls }) };
}

function partsOf(content: Json): Json[] {
  return Array.isArray(content) ? content : [{ type: 'text', text: asText(content) }];
}

function decodeCall(item: JsonObject): JsonObject {
  const id = asText(item['call_id']);
  const name = asText(item['name']);
  const custom = item['type'] === 'custom_tool_call';
  return chatCall({ id, name, rawArguments: custom ? argumentsOf(item['input']) : asText(item['arguments']), custom });
}

function decodeContent(content: Json | undefined): Json {
  return Array.isArray(content) ? content.map(decodePart) : (content ?? '');
}

function decodePart(part: Json): Json {
  if (!isObject(part)) return part;
  const { type, text, image_url: url, detail } = part;
  if (type === 'input_text' || type === 'output_text') return { type: 'text', text: text ?? '' };
  if (type !== 'input_image' || typeof url !== 'string') return part;
  return { type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } };
}
