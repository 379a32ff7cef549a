import type { JsonObject } from '../../json/json.ts';
import type { Answer } from '../../domain/answer.ts';

/** The assistant message of an answer; the ids count the calls of the conversation. */
export function assistantMessage(answer: Answer, callCount: number): JsonObject {
  if (answer.kind === 'text') return { role: 'assistant', content: answer.text, refusal: null };
  const { said = null } = answer;
  return { role: 'assistant', content: said, refusal: null, tool_calls: toolCalls(answer, callCount) };
}

/** The id of a call of the conversation, counted from 1. */
export function chatCallId(place: number): string {
  return `call_${place}`;
}

/** The calls of an answer as the API writes them; empty for a text. */
export function toolCalls(answer: Answer, callCount: number): JsonObject[] {
  if (answer.kind === 'text') return [];
  return answer.calls.map((call, i) => ({
    id: call.id ?? chatCallId(callCount + i + 1),
    type: 'function',
    function: { name: call.name, arguments: call.rawArguments },
  }));
}
