import { asText, type JsonObject } from '../../../json/json.ts';
import type { Answer } from '../../../domain/answer.ts';
import { fragments } from '../../serve/fragments.ts';
import type { ResponseFrame } from '../../serving.ts';
import { answerBlocks, messageFrame, stopReason, usageBlock } from './served-message.ts';

/** The body of a message. */
export function messageBody(answer: Answer, frame: ResponseFrame, thinking: boolean): string {
  const blocks = answerBlocks(answer, frame.callCount, thinking);
  return JSON.stringify(messageFrame(frame, blocks, stopReason(answer), usageBlock(answer, frame)));
}

/** The message as an event stream, with its texts and inputs in fragments. */
export function messageEvents(answer: Answer, frame: ResponseFrame, thinking: boolean): string {
  const { output_tokens: output = 0, output_tokens_details: details, ...read } = usageBlock(answer, frame);
  const events: JsonObject[] = [
    { type: 'message_start', message: messageFrame(frame, [], null, { ...read, output_tokens: 1 }) },
    { type: 'ping' },
  ];
  const raw = answer.kind === 'calls' ? answer.calls.map((call) => call.rawArguments) : [];
  let calls = 0;
  for (const [index, block] of answerBlocks(answer, frame.callCount, thinking).entries()) {
    const input = block['type'] === 'tool_use' ? (raw[calls++] ?? '{}') : '';
    events.push(...blockEvents(index, block, input));
  }
  const delta = { stop_reason: stopReason(answer), stop_sequence: null };
  const usage: JsonObject = { output_tokens: output };
  if (details !== undefined) usage['output_tokens_details'] = details;
  events.push({ type: 'message_delta', delta, usage }, { type: 'message_stop' });
  return events.map((event) => `event: ${asText(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`).join('');
}

function blockEvents(index: number, block: JsonObject, input: string): JsonObject[] {
  const deltas = deltasOf(block, input).map((delta) => ({ type: 'content_block_delta', index, delta }));
  return [
    { type: 'content_block_start', index, content_block: startOf(block) },
    ...deltas,
    { type: 'content_block_stop', index },
  ];
}

/** The block before its first delta. */
function startOf(block: JsonObject): JsonObject {
  if (block['type'] === 'tool_use') return { ...block, input: {} };
  if (block['type'] === 'thinking') return { ...block, thinking: '', signature: '' };
  return { ...block, text: '' };
}

function deltasOf(block: JsonObject, input: string): JsonObject[] {
  if (block['type'] === 'tool_use') {
    return fragments(input).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  }
  if (block['type'] === 'thinking') {
    const pieces = fragments(asText(block['thinking'])).map((thinking) => ({ type: 'thinking_delta', thinking }));
    return [...pieces, { type: 'signature_delta', signature: block['signature'] ?? '' }];
  }
  return fragments(asText(block['text'])).map((text) => ({ type: 'text_delta', text }));
}
