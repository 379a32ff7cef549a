import { wrapMalformed } from '../reading/malformed-call.ts';
import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ToolResult } from '../../domain/transcript.ts';
import type { Message } from '../../domain/scenario.ts';
import {
  historyArguments,
  historyItem,
  isForeign,
  sentAs,
  type HistoryCall,
  type HistoryItem,
} from '../neutral/history.ts';
import { encodeContent, textBlocks } from './encode-content.ts';

export interface EncodedConversation {
  /** The system messages before the first message of another role; null without one. */
  readonly system: Json | null;
  readonly messages: JsonObject[];
}

/** A conversation as Messages. Results of one answer are in one user message, in call order. */
export function encodeConversation(entries: readonly ConversationEntry[]): EncodedConversation {
  const system: Json[] = [];
  const messages: JsonObject[] = [];
  for (const entry of entries) {
    if (entry.kind === 'answer') messages.push(...entry.turn.echo);
    else if (entry.kind === 'result') addResult(messages, resultBlock(entry.result));
    else addMessage(messages, system, entry.message);
  }
  return { system: systemOf(system), messages };
}

function addMessage(messages: JsonObject[], system: Json[], message: Message): void {
  const wire = sentAs(message, 'messages');
  if (wire !== null) messages.push(...wire);
  else if (!isForeign(message)) {
    const item = historyItem(message);
    if (item.kind === 'system' && messages.length === 0) system.push(item.content);
    else addItem(messages, item);
  }
}

/** The content for an assistant message of a scenario. */
export function saidMessage(message: Message): JsonObject {
  const messages: JsonObject[] = [];
  addItem(messages, historyItem(message));
  return messages[0] ?? {};
}

/** The system content of several messages: one string as it is, otherwise text blocks. */
function systemOf(contents: readonly Json[]): Json | null {
  const [first] = contents;
  if (first === undefined) return null;
  if (contents.length === 1 && typeof first === 'string') return first;
  return contents.flatMap((content) => textBlocks(content));
}

function addItem(messages: JsonObject[], item: HistoryItem): void {
  switch (item.kind) {
    case 'system':
      // Newer versions of the API accept a system message in the middle of a conversation.
      messages.push({ role: 'system', content: encodeContent(item.content) });
      break;
    case 'user':
      addUser(messages, encodeContent(item.content));
      break;
    case 'assistant':
      messages.push({ role: 'assistant', content: answerContent(item.content, item.calls) });
      break;
    case 'result':
      addResult(messages, historyResult(item.callId, item.content, item.failed));
      break;
  }
}

/** Adds a result to the user message after the calls, because the API wants all results of an answer in one message. */
function addResult(messages: JsonObject[], block: JsonObject): void {
  const results = openResults(messages);
  if (results === null) messages.push({ role: 'user', content: [block] });
  else results.push(block);
}

/** Adds a user message to the message with the results before it, because some gateways refuse two user messages in a row. */
function addUser(messages: JsonObject[], content: Json): void {
  const results = openResults(messages);
  if (results === null) messages.push({ role: 'user', content });
  else results.push(...(Array.isArray(content) ? content : textBlocks(content)));
}

/** The blocks of the last message, where it holds only results; null otherwise. */
function openResults(messages: readonly JsonObject[]): Json[] | null {
  const last = messages.at(-1);
  const content = last?.['role'] === 'user' ? last['content'] : undefined;
  const isOpen = Array.isArray(content) && content.every((one) => isObject(one) && one['type'] === 'tool_result');
  return isOpen ? content : null;
}

function resultBlock({ callId, content, parts, isError, isMarked }: ToolResult): JsonObject {
  const said = parts === undefined ? content : [...parts];
  return historyResult(callId, said, isError || isMarked === true ? isError : null);
}

function historyResult(callId: string, content: Json, failed: boolean | null): JsonObject {
  const block: JsonObject = { type: 'tool_result', tool_use_id: callId, content: encodeContent(content) };
  return failed === null ? block : { ...block, is_error: failed };
}

/** The content of an answer in the history: its text, then its calls. */
function answerContent(content: Json, calls: readonly HistoryCall[]): Json {
  return calls.length === 0 ? encodeContent(content) : [...textBlocks(content), ...calls.map(callBlock)];
}

/**
 * The call as a block. The API accepts only an object as input. Text that is no JSON is wrapped as in Anthropic's
 * documentation.
 */
function callBlock(call: HistoryCall): JsonObject {
  const input = historyArguments(call) ?? wrapMalformed(call.rawArguments);
  return { type: 'tool_use', id: call.id, name: call.name, input };
}
