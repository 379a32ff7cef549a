import { asText, isObject, type JsonObject } from '../../json/json.ts';
import type { Protocol } from '../protocol.ts';
import { responsesChecks } from './checks.ts';
import { decodeResponses } from './decode.ts';
import { encodeResponses, RESPONSES_ENDPOINT } from './encode.ts';
import { leavableInResponses } from './leavable.ts';
import { responsesLinks } from './links.ts';
import { lintResponses } from './lint.ts';
import { readContextOf } from './read-context-of.ts';
import { readResponse } from './read/read-response.ts';
import { recordedResponses } from './recorded-form.ts';
import { servedResponses } from './serve/serve.ts';
import { responsesPlaces } from './places/places.ts';

/** OpenAI Responses, and APIs that adopted it as Open Responses. */
export const responses: Protocol = {
  name: 'responses',
  title: 'OpenAI Responses',
  api: 'OpenAI Responses',
  vendor: 'openai',
  auth: { header: 'authorization', prefix: 'Bearer ' },
  headers: {},
  example: '/v1/responses',
  isEndpoint: (path) => path === RESPONSES_ENDPOINT || /^\/\S*\/responses\/?$/.test(path),
  encode: encodeResponses,
  decode: ({ body }) => decodeResponses(body),
  leavable: leavableInResponses,
  contextOf: ({ body }, step, gateway) => readContextOf(body, step, gateway),
  read: readResponse,
  stream: {
    part: /"type"\s*:\s*"response\./,
    finish: /"type"\s*:\s*"response\.(?:completed|incomplete|failed)"/,
    // The last event holds the whole response, so only the end of the body shows that it is complete.
    end: null,
    carries: ({ type }) => typeof type === 'string' && type.endsWith('.delta'),
  },
  checks: responsesChecks,
  lint: lintResponses,
  unsentDefaults: ['temperature'],
  required: ['input'],
  recording: recordedResponses,
  places: responsesPlaces,
  serving: servedResponses,
  links: responsesLinks,
  owns: (messages) => messages.some(isItem),
  start: {
    about: 'OpenAI Responses, for models that reason',
    gateway: 'openai-responses',
    entry: '{ base_url: https://api.openai.com/v1, api_key_env: OPENAI_API_KEY, concurrency: 4, protocol: responses }',
    models: [
      ['gpt-5', '{ input: 1.25, output: 10 }'],
      ['gpt-5-mini', '{ input: 0.25, output: 2 }'],
    ],
  },
};

/** True for an item that no other protocol has: it is no message, or has parts of Responses. */
function isItem({ type, content }: JsonObject): boolean {
  if (typeof type === 'string') return /^(?:message|reasoning|item_reference|\w+_call(?:_output)?)$/.test(type);
  return (
    Array.isArray(content) && content.some((part) => isObject(part) && /^(?:in|out)put_/.test(asText(part['type'])))
  );
}
