import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ConversationEntry } from '../../domain/conversation.ts';
import type { ToolResult } from '../../domain/transcript.ts';
import type { AssistantTurn, ToolCall } from '../../domain/wire.ts';
import { historyArguments, historyItem, type HistoryCall, type HistoryItem } from '../neutral/history.ts';
import { encodeParts } from './encode-parts.ts';

export interface EncodedConversation {
  /** What stands before the first message of another role; null without one. */
  readonly system: JsonObject | null;
  readonly contents: JsonObject[];
}

/** A conversation as Gemini writes it: results of one answer as parts of one content, with the name of their call. */
export function encodeConversation(entries: readonly ConversationEntry[]): EncodedConversation {
  const system: JsonObject[] = [];
  const contents: JsonObject[] = [];
  const names = new Map<string, string>();
  const served = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'answer') {
      for (const id of servedIds(entry.turn)) served.add(id);
      contents.push(...entry.turn.echo);
    } else if (entry.kind === 'result') {
      addResult(contents, resultPart(entry.call, entry.result, served.has(entry.call.id)));
    } else {
      addHistory(historyItem(entry.message), system, contents, names);
    }
  }
  return { system: system.length === 0 ? null : { parts: system }, contents };
}

function addHistory(item: HistoryItem, system: JsonObject[], contents: JsonObject[], names: Map<string, string>): void {
  switch (item.kind) {
    case 'system':
    case 'user':
      // Gemini has no system message behind others; `lint` says so.
      if (item.kind === 'system' && contents.length === 0) system.push(...encodeParts(item.content));
      else contents.push({ role: 'user', parts: encodeParts(item.content) });
      break;
    case 'assistant':
      for (const { id, name } of item.calls) names.set(id, name);
      contents.push({ role: 'model', parts: [...encodeParts(item.content), ...item.calls.map(callPart)] });
      break;
    case 'result':
      addResult(contents, historyResult(item.content, names.get(item.callId) ?? '', item.failed));
  }
}

/** The ids that the calls of an answer came with: Gemini gives one to some, and takes only those back. */
function servedIds(turn: AssistantTurn): string[] {
  const parts = turn.echo.flatMap((content) => (Array.isArray(content['parts']) ? content['parts'] : []));
  return parts.flatMap((part) => {
    const call = isObject(part) ? part['functionCall'] : undefined;
    return isObject(call) && typeof call['id'] === 'string' ? [call['id']] : [];
  });
}

/** Results stand in the content that follows their calls: Gemini wants as many parts there as calls came. */
function addResult(contents: JsonObject[], part: JsonObject): void {
  const parts = contents.at(-1)?.['parts'];
  const isResults = Array.isArray(parts) && parts.every((one) => isObject(one) && 'functionResponse' in one);
  if (isResults && contents.at(-1)?.['role'] === 'user') parts.push(part);
  else contents.push({ role: 'user', parts: [part] });
}

function resultPart(call: ToolCall, result: ToolResult, withId: boolean): JsonObject {
  const response = responseOf(result.value, result.isError);
  const answered: JsonObject = { name: call.name === '' ? 'unknown' : call.name, response };
  return { functionResponse: withId ? { id: call.id, ...answered } : answered };
}

/** An object as it is, anything else under `output`; an error under `error`. */
function responseOf(value: Json, isError: boolean): JsonObject {
  if (isError) return isObject(value) && 'error' in value ? value : { error: value };
  return isObject(value) ? value : { output: value };
}

/** A result of the history is a text; one that holds an object stands for it. */
function historyResult(content: Json, name: string, failed: boolean): JsonObject {
  return { functionResponse: { name, response: responseOf(parsed(content), failed) } };
}

function parsed(content: Json): Json {
  if (typeof content !== 'string') return content;
  try {
    const value = JSON.parse(content) as Json;
    return isObject(value) ? value : content;
  } catch {
    return content;
  }
}

/** Gemini takes objects alone: what is no object goes as the one field that shows it. */
function callPart(call: HistoryCall): JsonObject {
  const args = historyArguments(call) ?? { INVALID_JSON: call.rawArguments };
  return { functionCall: { name: call.name, args } };
}
