import { isObject, type Json } from '../../json/json.ts';
import type { Protocol } from '../protocol.ts';
import { geminiChecks } from './checks.ts';
import { decodeGemini } from './decode.ts';
import { encodeGemini } from './encode.ts';
import { parseEndpoint } from './endpoint.ts';
import { leavableInGemini } from './leavable.ts';
import { lintGemini } from './lint.ts';
import { readContextOf } from './read-context-of.ts';
import { readResponse } from './read/read-response.ts';
import { recordedGemini } from './recorded-form.ts';
import { servedGemini } from './serve/serve.ts';
import { geminiPlaces } from './places/places.ts';

/** Google's generateContent, in the Gemini API and in Vertex AI. */
export const gemini: Protocol = {
  name: 'gemini',
  title: 'Gemini generateContent',
  api: 'Gemini generateContent',
  vendor: 'gemini',
  auth: { header: 'x-goog-api-key', prefix: '' },
  headers: {},
  example: '/v1beta/models/gemini-2.5-flash:generateContent',
  isEndpoint: (path) => parseEndpoint(path) !== null,
  encode: encodeGemini,
  decode: decodeGemini,
  leavable: leavableInGemini,
  contextOf: readContextOf,
  read: readResponse,
  stream: {
    part: /"(?:parts|candidates)"\s*:/,
    finish: /"finishReason"\s*:\s*"[^"]/,
    end: null,
    carries: ({ candidates }) => Array.isArray(candidates) && candidates.some(hasPart),
  },
  checks: geminiChecks,
  lint: lintGemini,
  unsentDefaults: [],
  required: ['contents'],
  recording: recordedGemini,
  places: geminiPlaces,
  serving: servedGemini,
  owns: (contents) => contents.some(({ parts }) => Array.isArray(parts)),
  start: {
    about: 'Gemini generateContent',
    gateway: 'google',
    entry:
      '{ base_url: https://generativelanguage.googleapis.com/v1beta, api_key_env: GEMINI_API_KEY, concurrency: 4, protocol: gemini }',
    models: [
      ['gemini-2.5-pro', '{ input: 1.25, output: 10 }'],
      ['gemini-2.5-flash', '{ input: 0.3, output: 2.5 }'],
    ],
  },
};

/** True for a candidate that holds a part of an answer. */
function hasPart(candidate: Json): boolean {
  const content = isObject(candidate) ? candidate['content'] : undefined;
  const parts = isObject(content) ? content['parts'] : undefined;
  return Array.isArray(parts) && parts.some((part) => isObject(part) && part['text'] !== '');
}
