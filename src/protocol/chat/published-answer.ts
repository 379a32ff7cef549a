import type { JsonObject } from '../../json/json.ts';
import type { ModelRequest } from '../../domain/model-client.ts';
import { CHAT_ENDPOINT } from './encode.ts';

/** A model's answer as a benchmark publishes it, without the HTTP response. */
export interface PublishedAnswer {
  readonly id: string;
  readonly texts: readonly string[];
  readonly calls: readonly { readonly name: string; readonly arguments: string }[];
  /** Input tokens; null where the benchmark does not publish them. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** The chat request of a scenario with `bare`: messages and tools only. */
export function bareRequest(
  model: string,
  messages: readonly JsonObject[],
  tools: readonly JsonObject[],
): ModelRequest {
  const body: JsonObject = { model, messages: messages as JsonObject[] };
  if (tools.length > 0) body['tools'] = tools as JsonObject[];
  return { endpoint: CHAT_ENDPOINT, query: null, body };
}

/** The chat completion that a gateway would have sent for this answer. */
export function completionOf(answer: PublishedAnswer, model: string): JsonObject {
  const message: JsonObject = { role: 'assistant', content: answer.texts.length > 0 ? answer.texts.join('\n') : null };
  if (answer.calls.length > 0) {
    message['tool_calls'] = answer.calls.map((call, i) => ({
      id: `call_${i + 1}`,
      type: 'function',
      function: { name: call.name, arguments: call.arguments },
    }));
  }
  const completion: JsonObject = {
    id: answer.id,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [{ index: 0, message, finish_reason: answer.calls.length > 0 ? 'tool_calls' : 'stop' }],
  };
  const { inputTokens, outputTokens } = answer;
  if (inputTokens !== null && outputTokens !== null) {
    const total = inputTokens + outputTokens;
    completion['usage'] = { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: total };
  }
  return completion;
}
