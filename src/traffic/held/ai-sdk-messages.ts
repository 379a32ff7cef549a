import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { HistoryCall, HistoryItem } from '../../protocol/neutral/history.ts';
import type { HeldForm } from './held-form.ts';
import { answerOf, partsOf, rawOf, resultOf, textOf } from './said-parts.ts';

/** Types of parts that only messages of the AI SDK have. */
const OWN = new Set(['tool-call', 'tool-result', 'tool-error']);

/**
 * Messages of the AI SDK: `responseMessages` of `generateText` and `streamText`, and the result of `convertToModelMessages`.
 */
export const AI_SDK_MESSAGES: HeldForm = {
  title: 'messages of the AI SDK',
  property: 'responseMessages',
  owns: (items) => items.some(({ role, content }) => role !== undefined && partsOf(content).some(isToolPart)),
  read: (items) => items.flatMap(readMessage),
};

function readMessage({ role, content }: JsonObject): HistoryItem[] {
  if (role === 'user' || role === 'system') return [{ kind: role, content: content ?? null }];
  return readParts(content);
}

export function isToolPart({ type }: JsonObject): boolean {
  return typeof type === 'string' && OWN.has(type);
}

/**
 * The answer and the tool results in one content. Tools that the provider ran itself are left out, because the program made no
 * call for them.
 */
export function readParts(content: Json | undefined): HistoryItem[] {
  const parts = partsOf(content).filter(({ providerExecuted }) => providerExecuted !== true);
  const calls = parts.filter(({ type }) => type === 'tool-call').map(callOf);
  const results = parts.filter((part) => isToolPart(part) && part['type'] !== 'tool-call').map(readResult);
  const answer = answerOf(textOf(content), calls);
  return answer === null ? results : [answer, ...results];
}

function callOf({ toolCallId, toolName, input, args }: JsonObject): HistoryCall {
  return { id: asText(toolCallId), name: asText(toolName), rawArguments: rawOf(input ?? args) };
}

function readResult({ type, toolCallId, output, result, error, input }: JsonObject): HistoryItem {
  const id = asText(toolCallId);
  if (type === 'tool-error') return resultOf(id, error, true);
  const kind = isObject(output) ? asText(output['type']) : '';
  // In messages, `output` is `{ type, value }`. In steps, which also hold `input`, `output` is the tool's own value.
  if (!isObject(output) || input !== undefined || !KINDS.has(kind)) return resultOf(id, output ?? result, false);
  const failed = kind.startsWith('error-') || kind === 'execution-denied';
  if (kind === 'content') return { kind: 'result', callId: id, content: output['value'] ?? null, failed };
  return resultOf(id, output[kind === 'execution-denied' ? 'reason' : 'value'], failed);
}

const KINDS = new Set(['text', 'json', 'error-text', 'error-json', 'content', 'execution-denied']);
