import type { Protocol } from '../protocol.ts';
import { chatChecks } from './checks.ts';
import { decodeChat } from './decode.ts';
import { carriesAnswer } from './read/stream/choice-state.ts';
import { CHAT_ENDPOINT, encodeChat } from './encode.ts';
import { leavableInChat } from './leavable.ts';
import { lintChat } from './lint.ts';
import { readContextOf } from './read-context-of.ts';
import { readResponse } from './read/read-response.ts';
import { recordedChat } from './recorded-form.ts';
import { servedChat } from './serve.ts';
import { chatPlaces } from './places/places.ts';

/** OpenAI Chat Completions, as OpenAI and hundreds of gateways serve it. */
export const chat: Protocol = {
  name: 'chat',
  title: 'OpenAI Chat Completions',
  api: 'an OpenAI-compatible API',
  vendor: 'openai',
  auth: { header: 'authorization', prefix: 'Bearer ' },
  headers: {},
  example: '/v1/chat/completions',
  isEndpoint: (path) => path === CHAT_ENDPOINT || /^\/\S*\/chat\/completions\/?$/.test(path),
  encode: encodeChat,
  decode: ({ body }) => decodeChat(body),
  leavable: leavableInChat,
  contextOf: ({ body }, step, gateway) => readContextOf(body, step, gateway),
  read: readResponse,
  stream: {
    part: /"choices"/,
    finish: /"finish_reason"\s*:\s*"[^"]/,
    end: /(?:^|\n)data:\s*\[DONE\]/,
    carries: carriesAnswer,
  },
  checks: chatChecks,
  lint: lintChat,
  unsentDefaults: [],
  required: ['messages'],
  recording: recordedChat,
  places: chatPlaces,
  serving: servedChat,
  owns: (messages) => messages.some(({ role, tool_calls: calls }) => role === 'tool' || Array.isArray(calls)),
  start: {
    about: 'OpenAI Chat Completions, which most gateways and local servers speak',
    gateway: 'openai',
    entry: '{ base_url: https://api.openai.com/v1, api_key_env: OPENAI_API_KEY, concurrency: 4 }',
    models: [
      ['gpt-4o', '{ input: 2.5, output: 10 }'],
      ['gpt-4o-mini', '{ input: 0.15, output: 0.6 }'],
    ],
  },
};
