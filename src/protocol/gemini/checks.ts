import type { CheckRules } from '../checks.ts';

export const geminiChecks: CheckRules = {
  'call-id': 'the `id` of a `functionCall`, where there is one, is unique in its answer',
  'call-shape': '`content.parts` is a list of objects; a `functionCall` has a `name`; field names are in camel case',
  'args-json': '`args` is an object; it may be left out where nothing is required',
  'stream-index': 'every chunk numbers its candidate 0, or leaves the number out',
  'stream-deltas': 'nothing comes after the chunk with the `finishReason` but counts',
  'finish-reason': "a `finishReason` of Google's list",
  framing: 'the content type fits, events are well-formed, a stream is asked for as server-sent events',
  'error-shape': '`{ error: { code, message, status } }` with an error status; 429 says how long to wait',
  usage: '`usageMetadata` has whole numbers that add up to its total',
  'model-identity': '`modelVersion` is the asked model',
  'text-leak': 'no markup in a text part',
  reasoning: 'a `thoughtSignature` is a non-empty text, and stands at a part',
};
