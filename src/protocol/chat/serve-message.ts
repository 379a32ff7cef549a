import type { JsonObject } from '../../json/json.ts';
import type { Answer } from '../../domain/answer.ts';

/** The assistant message of an answer. Ids of calls continue from `callCount`. */
export function assistantMessage(answer: Answer, callCount: number): JsonObject {
  if (answer.kind === 'text') return { role: 'assistant', content: answer.text, refusal: null };
  const { said = null } = answer;
  return { role: 'assistant', content: said, refusal: null, tool_calls: toolCalls(answer, callCount) };
}

/** The id of a call. `place` is its number in the conversation, from 1. */
export function chatCallId(place: number): string {
  return `call_${place}`;
}

/** The calls of an answer in the form of chat; `[]` for a text. */
export function toolCalls(answer: Answer, callCount: number): JsonObject[] {
  if (answer.kind === 'text') return [];
  return answer.calls.map((call, i) => ({
    id: call.id ?? chatCallId(callCount + i + 1),
    type: 'function',
    function: { name: call.name, arguments: call.rawArguments },
  }));
}
