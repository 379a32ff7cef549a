import { asText, type JsonObject } from '../../../json/json.ts';
import type { Answer } from '../../../domain/answer.ts';
import { signatureOf } from '../../serve/signature.ts';
import type { ResponseFrame } from '../../serving.ts';

/** A fixed point in time: 2026-01-01. */
const CREATED = 1_767_225_600;

/** The id of a call of the conversation, counted from 1. */
export function responsesCallId(place: number): string {
  return `call_${String(place).padStart(6, '0')}`;
}

/** The id of the reasoning that leads to the calls after `callCount` others. */
function reasoningId(callCount: number): string {
  return `rs_${String(callCount + 1).padStart(6, '0')}`;
}

/** The reasoning that led to one of our calls, by the id of its item; null for an item that is not ours. */
export function reasoningOf(itemId: string): string | null {
  const [, place] = /^fc_(\d{6})_\d+$/.exec(itemId) ?? [];
  return place === undefined ? null : `rs_${place}`;
}

/** The items of an answer; reasoning first where the request asks for its encrypted content. */
export function answerItems(answer: Answer, callCount: number, reasoning: boolean): JsonObject[] {
  if (answer.kind === 'text') return [messageItem(answer.text, callCount)];
  const calls = answer.calls.map((call, i): JsonObject => {
    const place = callCount + i + 1;
    return {
      id: `${reasoningId(callCount).replace('rs', 'fc')}_${i + 1}`,
      type: 'function_call',
      status: 'completed',
      call_id: responsesCallId(place),
      name: call.name,
      arguments: call.rawArguments,
    };
  });
  return reasoning ? [reasoningItem(callCount, calls), ...calls] : calls;
}

function reasoningItem(callCount: number, calls: readonly JsonObject[]): JsonObject {
  return { id: reasoningId(callCount), type: 'reasoning', summary: [], encrypted_content: encryptedFor(calls) };
}

/** The encrypted content of the reasoning that led to these calls. */
export function encryptedFor(calls: readonly JsonObject[]): string {
  return signatureOf(calls.map((call) => asText(call['name'])).join(' '));
}

function messageItem(text: string, callCount: number): JsonObject {
  return {
    id: `msg_${String(callCount + 1).padStart(6, '0')}`,
    type: 'message',
    status: 'completed',
    role: 'assistant',
    content: [{ type: 'output_text', annotations: [], text }],
  };
}

/** The response object around its items. */
export function responseObject(
  frame: ResponseFrame,
  status: string,
  output: JsonObject[],
  usage: JsonObject | null,
): JsonObject {
  return {
    id: `resp_${frame.id}`,
    object: 'response',
    created_at: CREATED,
    status,
    error: null,
    incomplete_details: null,
    model: frame.model,
    output,
    parallel_tool_calls: true,
    store: false,
    usage,
  };
}

/** Tokens by the usual rule of thumb, four characters each. */
export function usageOf(answer: Answer, frame: ResponseFrame): JsonObject {
  const written =
    answer.kind === 'text'
      ? answer.text.length
      : answer.calls.reduce((sum, call) => sum + call.name.length + call.rawArguments.length, 0);
  const input = Math.ceil(frame.requestLength / 4);
  const output = Math.max(1, Math.ceil(written / 4));
  return { input_tokens: input, output_tokens: output, total_tokens: input + output };
}
