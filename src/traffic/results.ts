import type { Json } from '../json/json.ts';
import type { Message } from '../domain/scenario.ts';
import type { ToolResult } from '../domain/transcript.ts';
import type { AssistantTurn, ToolCall } from '../domain/wire.ts';
import { historyItem } from '../protocol/neutral/history.ts';
import { callsOf, saidBy, saidIn } from './said.ts';

/**
 * The results of an answer's calls, in call order, from the messages of a later request; null for a call without a result
 * there.
 */
export function resultsIn(answer: AssistantTurn, messages: readonly Message[]): (ToolResult | null)[] {
  if (answer.calls.length === 0) return [];
  const said = JSON.stringify(saidIn(answer));
  const at = messages.findLastIndex((one) => one.role === 'assistant' && JSON.stringify(saidBy(one)) === said);
  const message = messages[at];
  // A request that names the answer by its id does not repeat it, and holds only the results.
  if (message === undefined) return byPlace(answer.calls, trailingResults(messages));
  const repeated = callsOf(message);
  const after = messages.slice(at + 1);
  const end = after.findIndex(({ role }) => role === 'assistant');
  const results = (end === -1 ? after : after.slice(0, end)).filter(({ role }) => role === 'tool');
  const ids = repeated.map(({ id }) => id);
  if (new Set(ids).size < ids.length || ids.includes('')) return byPlace(answer.calls, results);
  return answer.calls.map((call, i) => {
    const result = results.find((one) => answeredId(one) === ids[i]);
    return result === undefined ? null : toolResult(call, result);
  });
}

/** The id of the call that a result message answers; null for any other message. */
function answeredId(message: Message): string | null {
  const item = historyItem(message);
  return item.kind === 'result' ? item.callId : null;
}

function byPlace(calls: readonly ToolCall[], results: readonly Message[]): (ToolResult | null)[] {
  return calls.map((call, i) => {
    const result = results[i];
    return result === undefined ? null : toolResult(call, result);
  });
}

function trailingResults(messages: readonly Message[]): readonly Message[] {
  const last = messages.findLastIndex(({ role }) => role === 'tool');
  const before = messages.slice(0, last + 1).findLastIndex(({ role }) => role !== 'tool');
  return messages.slice(before + 1, last + 1);
}

/** The result of a call from a message in chat form. */
export function toolResult(call: ToolCall, message: Message): ToolResult {
  const { content = null } = message;
  const item = historyItem(message);
  const isError = item.kind === 'result' && item.failed === true;
  const parts = Array.isArray(content) ? content.filter((part) => typeof part === 'object' && part !== null) : null;
  const text = textOf(content);
  return {
    callId: call.id,
    content: text,
    value: valueOf(text),
    ...(parts !== null && { parts: parts as NonNullable<ToolResult['parts']> }),
    isError,
    unsimulated: false,
  };
}

function textOf(content: Json): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return content === null ? '' : JSON.stringify(content);
  return content
    .map((part) =>
      typeof part === 'object' && part !== null && !Array.isArray(part) && typeof part['text'] === 'string'
        ? part['text']
        : '',
    )
    .join('');
}

/** The value of a JSON text; any other text as it is. */
function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
