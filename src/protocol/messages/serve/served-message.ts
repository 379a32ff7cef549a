import type { Json, JsonObject } from '../../../json/json.ts';
import type { Answer, PlannedCall } from '../../../domain/answer.ts';
import { signatureOf } from '../../serve/signature.ts';
import { tokensOf } from '../../serve/tokens.ts';
import type { ResponseFrame } from '../../serving.ts';

/** The id of a call. `place` is its number in the conversation, from 1. */
export function messagesCallId(place: number): string {
  return `toolu_${String(place).padStart(6, '0')}`;
}

/** The content blocks of an answer. They begin with thinking where the request asks for it. */
export function answerBlocks(answer: Answer, callCount: number, thinking: boolean): JsonObject[] {
  const said =
    answer.kind === 'text'
      ? [{ type: 'text', text: answer.text }]
      : [
          ...(answer.said === undefined ? [] : [{ type: 'text', text: answer.said }]),
          ...answer.calls.map((call, i) => callBlock(call, callCount + i + 1)),
        ];
  if (answer.thought !== undefined) {
    const { text, signature } = answer.thought;
    return [{ type: 'thinking', thinking: text, signature }, ...said];
  }
  return thinking ? [thinkingBlock(callCount), ...said] : said;
}

function callBlock(call: PlannedCall, place: number): JsonObject {
  return {
    type: 'tool_use',
    id: call.id ?? messagesCallId(place),
    name: call.name,
    input: call.arguments,
    caller: { type: 'direct' },
  };
}

function thinkingBlock(callCount: number): JsonObject {
  const thinking = `What is left to do after ${callCount} calls?`;
  return { type: 'thinking', thinking, signature: signatureOf(thinking) };
}

/** True when a request asks the model to think. */
export function asksToThink(body: JsonObject): boolean {
  const thinking = body['thinking'];
  const type = typeof thinking === 'object' && thinking !== null && !Array.isArray(thinking) ? thinking['type'] : null;
  return type === 'enabled' || type === 'adaptive' || type === 'between_tools';
}

/** A message without its content. `stop` is null while it is streamed. */
export function messageFrame(
  frame: ResponseFrame,
  content: Json[],
  stop: string | null,
  usage: JsonObject,
): JsonObject {
  return {
    id: `msg_${frame.id}`,
    type: 'message',
    role: 'assistant',
    model: frame.model,
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage,
  };
}

export function stopReason(answer: Answer): string {
  if (answer.cut !== undefined) return answer.cut === 'length' ? 'max_tokens' : 'refusal';
  return answer.kind === 'text' ? 'end_turn' : 'tool_use';
}

/** The token counts as a message holds them. Input and cached tokens are separate. */
export function usageBlock(answer: Answer, frame: ResponseFrame): JsonObject {
  const { input, output, cached, thought } = tokensOf(answer, frame);
  return {
    input_tokens: input - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: output,
    ...(answer.usage === undefined ? {} : { output_tokens_details: { thinking_tokens: thought } }),
  };
}
