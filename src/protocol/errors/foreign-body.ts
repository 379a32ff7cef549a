import { isObject, type JsonObject } from '../../json/json.ts';

/** Signs of an answer, or of an event of an answer, by API. */
const SIGNS: readonly { readonly name: string; readonly fits: (value: JsonObject) => boolean }[] = [
  {
    name: 'Anthropic Messages',
    fits: ({ type, content, message }) =>
      (type === 'message' && Array.isArray(content)) ||
      (type === 'message_start' && isObject(message ?? null)) ||
      type === 'content_block_start' ||
      type === 'content_block_delta' ||
      type === 'message_delta',
  },
  {
    name: 'OpenAI Responses',
    fits: ({ object, output, type }) =>
      (object === 'response' && Array.isArray(output)) ||
      (typeof type === 'string' && /^response\.[a-z_.]+$/.test(type)),
  },
  {
    name: 'Gemini',
    fits: ({ candidates, promptFeedback }) => Array.isArray(candidates) || isObject(promptFeedback ?? null),
  },
  {
    name: "Ollama's own API",
    fits: ({ done, message, response }) =>
      typeof done === 'boolean' && (isObject(message ?? null) || typeof response === 'string'),
  },
  {
    name: "Bedrock's Converse",
    fits: ({ output, stopReason }) => isObject(output ?? null) && typeof stopReason === 'string',
  },
  {
    name: 'Cohere',
    fits: ({ message, finish_reason: finish }) => isObject(message ?? null) && typeof finish === 'string',
  },
];

/** Name of the other API that sends such a body or event; null where no known API does. */
export function foreignProtocol(value: JsonObject): string | null {
  return SIGNS.find(({ fits }) => fits(value))?.name ?? null;
}
