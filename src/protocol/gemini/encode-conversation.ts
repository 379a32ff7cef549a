import { wrapMalformed } from '../reading/malformed-call.ts';
import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ToolResult } from '../../domain/transcript.ts';
import type { Message } from '../../domain/scenario.ts';
import type { ToolCall } from '../../domain/wire.ts';
import {
  historyArguments,
  historyItem,
  isForeign,
  sentAs,
  type HistoryCall,
  type HistoryItem,
} from '../neutral/history.ts';
import { encodeParts } from './encode-parts.ts';
import { field } from './field.ts';

export interface EncodedConversation {
  /** The system messages before the first message of another role; null without one. */
  readonly system: JsonObject | null;
  readonly contents: JsonObject[];
}

/** A conversation as Gemini's contents. Results of one answer are parts of one content, each with the name of its call. */
export function encodeConversation(entries: readonly ConversationEntry[]): EncodedConversation {
  const system: JsonObject[] = [];
  const contents: JsonObject[] = [];
  const names = new Map<string, string>();
  const served = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'answer') {
      for (const id of servedIds(entry.turn.echo)) served.add(id);
      contents.push(...entry.turn.echo);
    } else if (entry.kind === 'result') {
      addResult(contents, resultPart(entry.call, entry.result, served));
    } else if (!isForeign(entry.message) || sentAs(entry.message, 'gemini') !== null) {
      const wire = sentAs(entry.message, 'gemini');
      for (const id of servedIds(wire ?? [])) served.add(id);
      addHistory(historyItem(entry.message), wire, { system, contents, names, served });
    }
  }
  // Results have the role `user`, as in Google's own clients.
  return { system: system.length === 0 ? null : { role: 'user', parts: system }, contents };
}

interface Said {
  readonly system: JsonObject[];
  readonly contents: JsonObject[];
  /** Names of calls by id, because Gemini wants the name of the call in its result. */
  readonly names: Map<string, string>;
  /** Ids that Gemini gave to calls. */
  readonly served: ReadonlySet<string>;
}

function addHistory(item: HistoryItem, wire: readonly JsonObject[] | null, said: Said): void {
  const { system, contents, names, served } = said;
  switch (item.kind) {
    case 'system':
    case 'user':
      // Gemini allows no system message after other messages; `lint` reports it.
      if (item.kind === 'system' && contents.length === 0) system.push(...encodeParts(item.content));
      else contents.push({ role: 'user', parts: encodeParts(item.content) });
      break;
    case 'assistant':
      for (const { id, name } of item.calls) names.set(id, name);
      contents.push(...(wire ?? [modelContent(item.content, item.calls)]));
      break;
    case 'result': {
      const { callId, content, failed } = item;
      const response = { name: names.get(callId) ?? '', ...historyResponse(content, failed === true) };
      addResult(contents, { functionResponse: served.has(callId) ? { id: callId, ...response } : response });
    }
  }
}

/** The content for an assistant message of a scenario. */
export function saidContent(message: Message): JsonObject {
  const item = historyItem(message);
  return item.kind === 'assistant' ? modelContent(item.content, item.calls) : {};
}

function modelContent(content: Json, calls: readonly HistoryCall[]): JsonObject {
  return { role: 'model', parts: [...encodeParts(content), ...calls.map(callPart)] };
}

/** The ids that Gemini gave to calls of an answer. Gemini gives ids only to some calls, and accepts no others back. */
function servedIds(contentsOfAnswer: readonly JsonObject[]): string[] {
  const parts = contentsOfAnswer.flatMap((content) => (Array.isArray(content['parts']) ? content['parts'] : []));
  return parts.flatMap((part) => {
    const call = isObject(part) ? field(part, 'functionCall') : undefined;
    return isObject(call) && typeof call['id'] === 'string' ? [call['id']] : [];
  });
}

/** Adds a result to the content after its calls, because Gemini wants as many results there as there were calls. */
function addResult(contents: JsonObject[], part: JsonObject): void {
  const parts = contents.at(-1)?.['parts'];
  const isResults = Array.isArray(parts) && parts.every((one) => isObject(one) && 'functionResponse' in one);
  if (isResults && contents.at(-1)?.['role'] === 'user') parts.push(part);
  else contents.push({ role: 'user', parts: [part] });
}

function resultPart(call: ToolCall, result: ToolResult, served: ReadonlySet<string>): JsonObject {
  const { value, isError, parts } = result;
  const said = parts === undefined ? { response: responseOf(value, isError) } : responseWithParts(parts, isError);
  const answered: JsonObject = { name: call.name === '' ? 'unknown' : call.name, ...said };
  return { functionResponse: served.has(call.id) ? { id: call.id, ...answered } : answered };
}

/** The `functionResponse` of a result with parts. Texts become the response; images and files stand beside it. */
function responseWithParts(content: readonly JsonObject[], isError: boolean): JsonObject {
  const isText = (part: JsonObject): boolean => part['type'] === 'text' && typeof part['text'] === 'string';
  const text = content.filter(isText).map((part) => asText(part['text']));
  const parts = encodeParts(content.filter((part) => !isText(part)));
  const response = text.length === 0 && !isError ? {} : responseOf(parsed(text.join('')), isError);
  return parts.length === 0 ? { response } : { response, parts };
}

/** The response of a result: an object as it is, any other value under `output`, an error under `error`. */
function responseOf(value: Json, isError: boolean): JsonObject {
  if (isError) return isObject(value) && 'error' in value ? value : { error: value };
  return isObject(value) ? value : { output: value };
}

/** The response of a result in the history. A text that holds a JSON object becomes that object. */
function historyResponse(content: Json, failed: boolean): JsonObject {
  if (Array.isArray(content)) return responseWithParts(content.filter(isObject), failed);
  return { response: responseOf(parsed(content), failed) };
}

function parsed(content: Json): Json {
  if (typeof content !== 'string') return content;
  try {
    const value = JSON.parse(content) as Json;
    return isObject(value) || Array.isArray(value) ? value : content;
  } catch {
    return content;
  }
}

/** The call as a part. Gemini accepts only an object as arguments, so any other JSON becomes the value of one field. */
function callPart(call: HistoryCall): JsonObject {
  const args = historyArguments(call) ?? wrapMalformed(call.rawArguments);
  return { functionCall: { name: call.name, args } };
}
