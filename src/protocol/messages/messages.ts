import { isObject, type Json } from '../../json/json.ts';
import type { Protocol } from '../protocol.ts';
import { messagesChecks } from './checks.ts';
import { decodeMessages } from './decode.ts';
import { encodeMessages, MESSAGES_ENDPOINT } from './encode.ts';
import { leavableInMessages } from './leavable.ts';
import { lintMessages } from './lint.ts';
import { readContextOf } from './read-context-of.ts';
import { readResponse } from './read/read-response.ts';
import { recordedMessages } from './recorded-form.ts';
import { servedMessages } from './serve/serve.ts';
import { messagesPlaces } from './places/places.ts';

/** Anthropic Messages, as Anthropic and gateways for other models serve it. */
export const messages: Protocol = {
  name: 'messages',
  title: 'Anthropic Messages',
  api: 'Anthropic Messages',
  vendor: 'anthropic',
  auth: { header: 'x-api-key', prefix: '' },
  headers: { 'anthropic-version': '2023-06-01' },
  example: '/v1/messages',
  isEndpoint: (path) => path === MESSAGES_ENDPOINT || /^\/\S*\/messages\/?$/.test(path),
  encode: encodeMessages,
  decode: ({ body }) => decodeMessages(body),
  leavable: leavableInMessages,
  contextOf: ({ body }, step, gateway) => readContextOf(body, step, gateway),
  read: readResponse,
  stream: {
    part: /"type"\s*:\s*"(?:content_block_|message_(?:start|delta))/,
    finish: /"stop_reason"\s*:\s*"[^"]/,
    end: /"type"\s*:\s*"message_stop"/,
    carries: ({ type }) => typeof type === 'string' && type.startsWith('content_block_'),
  },
  checks: messagesChecks,
  lint: lintMessages,
  unsentDefaults: ['temperature'],
  required: ['messages', 'max_tokens'],
  recording: recordedMessages,
  places: messagesPlaces,
  serving: servedMessages,
  owns: (messages) => messages.some(({ content }) => Array.isArray(content) && content.some(isToolBlock)),
  start: {
    about: 'Anthropic Messages',
    gateway: 'anthropic',
    entry:
      '{ base_url: https://api.anthropic.com/v1, api_key_env: ANTHROPIC_API_KEY, concurrency: 4, protocol: messages }',
    models: [
      ['claude-sonnet-4-20250514', '{ input: 3, output: 15 }'],
      ['claude-opus-4-20250514', '{ input: 15, output: 75 }'],
    ],
  },
};

function isToolBlock(block: Json): boolean {
  return isObject(block) && (block['type'] === 'tool_use' || block['type'] === 'tool_result');
}
