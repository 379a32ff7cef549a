import { isObject, type Json, type JsonObject } from '../../json/json.ts';

/** Signs of an answer, or of an event of an answer, by API. */
const SIGNS: readonly { readonly name: string; readonly fits: (value: JsonObject) => boolean }[] = [
  {
    name: 'OpenAI Chat Completions',
    fits: ({ object, choices }) =>
      object === 'chat.completion' || object === 'chat.completion.chunk' || Array.isArray(choices),
  },
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

/** Name of an API other than `own` that sends such a body or event; null where no known one does. */
export function foreignProtocol(value: JsonObject, own: string): string | null {
  const found = SIGNS.find(({ fits }) => fits(value))?.name ?? null;
  return found === own ? null : found;
}

/** What a JSON body is that is no answer of the protocol `own`. `wanted` names such an answer, `lacks` the list that it would have. */
export function describeStranger(value: Json, own: string, wanted: string, lacks: string): string {
  if (value === null) return 'the body is null';
  if (!isObject(value)) return `the body is ${Array.isArray(value) ? 'an array' : `a JSON ${typeof value}`}`;
  const foreign = foreignProtocol(value, own);
  if (foreign !== null) return `the body is an answer of ${foreign}, not ${wanted}`;
  return `the body is JSON, but no ${wanted.replace(/^an? /, '')}: it has no ${lacks}`;
}
