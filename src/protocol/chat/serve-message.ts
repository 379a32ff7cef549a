import type { JsonObject } from '../../json/json.ts';
import type { Answer } from '../../domain/answer.ts';
import { inputOf } from '../serve/custom-calls.ts';

/** Names of the custom tools that a request declares. */
export type CustomNames = ReadonlySet<string>;

/** The assistant message of an answer. Ids of calls continue from `callCount`. */
export function assistantMessage(answer: Answer, callCount: number, custom: CustomNames): JsonObject {
  if (answer.kind === 'text') return { role: 'assistant', content: answer.text, refusal: null };
  const { said = null } = answer;
  return { role: 'assistant', content: said, refusal: null, tool_calls: toolCalls(answer, callCount, custom) };
}

/** The id of a call. `place` is its number in the conversation, from 1. */
export function chatCallId(place: number): string {
  return `call_${place}`;
}

/** The calls of an answer in the form of chat; `[]` for a text. */
export function toolCalls(answer: Answer, callCount: number, custom: CustomNames): JsonObject[] {
  if (answer.kind === 'text') return [];
  return answer.calls.map(({ id: given, name, rawArguments }, i) => {
    const id = given ?? chatCallId(callCount + i + 1);
    return custom.has(name)
      ? { id, type: 'custom', custom: { name, input: inputOf(rawArguments) } }
      : { id, type: 'function', function: { name, arguments: rawArguments } };
  });
}
