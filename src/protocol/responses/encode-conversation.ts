import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { Message } from '../../domain/scenario.ts';
import { inputOf } from '../serve/custom-calls.ts';
import { historyItem, isForeign, SENT_AS, sentAs, type HistoryCall } from '../neutral/history.ts';

export interface EncodedConversation {
  /** Text of the first message, where it is a system message with plain text; null otherwise. */
  readonly instructions: string | null;
  readonly input: JsonObject[];
}

/** A conversation as items. An answer is sent back as the items that it came in; each result is an item. */
export function encodeConversation(entries: readonly ConversationEntry[]): EncodedConversation {
  let instructions: string | null = null;
  const input: JsonObject[] = [];
  const custom = new Set<string>();
  for (const [i, entry] of entries.entries()) {
    if (entry.kind === 'answer') {
      addCustom(entry.turn.echo, custom);
      input.push(...entry.turn.echo);
    } else if (entry.kind === 'result') {
      const { callId, content, parts } = entry.result;
      input.push(outputItem(callId, parts === undefined ? content : [...parts], custom));
    } else if (i === 0 && isPlainSystem(entry.message)) instructions = asText(entry.message['content']);
    else input.push(...itemsOf(entry.message, custom));
  }
  return { instructions, input };
}

/** True for a first message that is sent as `instructions`. */
export function isPlainSystem(message: Message): boolean {
  const { role, content } = message;
  return (role === 'system' || role === 'developer') && typeof content === 'string' && !(SENT_AS in message);
}

/** The items of a message of a scenario. Adds the ids of its custom calls to `custom`. */
function itemsOf(message: Message, custom: Set<string>): readonly JsonObject[] {
  const items = sentAs(message, 'responses') ?? (isForeign(message) ? [] : saidItems(message, custom));
  addCustom(items, custom);
  return items;
}

function addCustom(items: readonly JsonObject[], custom: Set<string>): void {
  for (const item of items) if (item['type'] === 'custom_tool_call') custom.add(asText(item['call_id']));
}

/** The items that encoding a message gives, without regard to `sent_as`. `custom` holds the ids of custom calls before it. */
export function saidItems(message: Message, custom: ReadonlySet<string> = new Set()): JsonObject[] {
  const item = historyItem(message);
  switch (item.kind) {
    case 'system':
    case 'user':
      return [{ role: message.role, content: encodeContent(item.content) }];
    case 'assistant': {
      const said = item.content === null || item.content === '' ? [] : [answerItem(item.content)];
      return [...said, ...item.calls.map(callItem)];
    }
    case 'result':
      return [outputItem(item.callId, item.content, custom)];
  }
}

function answerItem(content: Json): JsonObject {
  return { role: 'assistant', content: Array.isArray(content) ? content.map(outputPart) : content };
}

/** The result of a call. Results of custom tools have a type of their own. */
function outputItem(callId: string, content: Json, custom: ReadonlySet<string>): JsonObject {
  const type = custom.has(callId) ? 'custom_tool_call_output' : 'function_call_output';
  return { type, call_id: callId, output: encodeOutput(content) };
}

function callItem({ id, name, rawArguments, custom = false }: HistoryCall): JsonObject {
  if (custom) return { type: 'custom_tool_call', call_id: id, name, input: inputOf(rawArguments) };
  return { type: 'function_call', call_id: id, name, arguments: rawArguments };
}

function encodeOutput(content: Json): Json {
  return typeof content === 'string' ? content : encodeContent(content);
}

function encodeContent(content: Json): Json {
  return Array.isArray(content) ? content.map(inputPart) : (content ?? '');
}

/** A part of a user message in chat form as a part of an input item. A part of an unknown kind stays as it is. */
function inputPart(part: Json): Json {
  if (!isObject(part)) return part;
  const { type, text, image_url: image, file } = part;
  if (type === 'text') return { type: 'input_text', text: text ?? '' };
  if (type === 'image_url' && isObject(image)) {
    const { url, detail } = image;
    return { type: 'input_image', image_url: url ?? '', ...(detail === undefined ? {} : { detail }) };
  }
  return type === 'file' && isObject(file) ? { type: 'input_file', ...file } : part;
}

function outputPart(part: Json): Json {
  return isObject(part) && part['type'] === 'text' ? { type: 'output_text', text: part['text'] ?? '' } : part;
}
