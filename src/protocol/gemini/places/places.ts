import { argumentsOf, addressOf, mediaOf, text } from '../../places/content.ts';
import { asText, isObject, type Json, type JsonObject } from '../../../json/json.ts';
import { endOf } from '../../places/end.ts';
import { rootSpot, spotsAt, valueOf } from '../../places/pattern.ts';
import type { NoPlace, FieldPlace, Places } from '../../places/places.ts';
import { field, snakeCase } from '../field.ts';
import { joined } from './joined.ts';
import { requestPlaces } from './request.ts';
import { callAt, failed, resultContent, resultTexts } from './results.ts';
import { ANSWER, CALL, ERROR, NONE, PART, RESULT, SIGNATURE } from './sources.ts';

const spellings = (name: string): readonly string[] => [name, snakeCase(name)];

const part = (at: readonly string[], more: Partial<FieldPlace> = {}): FieldPlace => ({ at, source: PART, ...more });
const call = (at: string): FieldPlace => ({ at: [at], source: CALL });
const back = (at: string): FieldPlace => ({ at: [at], event: [at], source: ANSWER });
/**
 * The place of an image, a sound or another file. Gemini has one field for all of them, and the media type tells them apart.
 */
const inline = (kind: 'image' | 'audio' | 'file'): FieldPlace => ({
  at: ['parts[inlineData].inlineData.data'],
  source: PART,
  from: ['parts[inlineData].inlineData'],
  says: (data) => (isObject(data) && kindOf(data) === kind ? typedData(data) : undefined),
});
const unsaid: NoPlace = { at: null, source: NONE };
const TEXT = { says: text, joined: true } as const;

/** The places of all fields in a request to Gemini and in its response. */
export const geminiPlaces: Places = {
  nodes: {
    tool: ['tools[*].functionDeclarations[*]'],
    system: ['systemInstruction'],
    user: ['contents[role=user]'],
    assistant: ['contents[role=model]'],
    call: ['contents[role=model].parts[functionCall]'],
    result: ['contents[*].parts[functionResponse]'],
    'made call': ['candidates[*].content.parts[functionCall]'],
  },
  answer: 'candidates[*]',
  fields: {
    ...requestPlaces,
    'system.text': part(['parts[text].text', 'parts.text'], TEXT),
    'developer.role': unsaid,
    'user.text': part(['parts[text,!thought].text'], TEXT),
    'user.name': unsaid,
    'user.image': inline('image'),
    'user.image.url': part(['parts[fileData].fileData.fileUri'], {
      says: addressOf,
    }),
    'user.file': inline('file'),
    'user.audio': inline('audio'),
    'assistant.text': part(['parts[text,!thought].text'], TEXT),
    'call.id': call('functionCall.id'),
    'call.name': call('functionCall.name'),
    'call.arguments': { at: ['functionCall.args'], source: CALL, says: argumentsOf },
    'result.pairing': {
      at: ['functionResponse.id'],
      source: RESULT,
      from: [''],
      says: (_, { body, node }) => callAt(rootSpot(body), valueOf(node), spellings),
    },
    'result.content': { at: ['functionResponse.response'], source: RESULT, says: resultContent },
    'result.parts': { at: ['functionResponse.response'], source: RESULT, says: resultTexts },
    'result.image': {
      at: ['functionResponse.parts[inlineData].inlineData.data'],
      source: RESULT,
      from: ['functionResponse.parts[inlineData].inlineData'],
      says: typedData,
    },
    'result.error': {
      at: ['functionResponse.response.error'],
      source: RESULT,
      from: ['functionResponse.response'],
      says: failed,
    },
    'thought.text': {
      at: ['contents[role=model].parts[thought].text'],
      source: PART,
      ...TEXT,
    },
    'thought.signature': {
      at: ['contents[role=model].parts[thoughtSignature].thoughtSignature'],
      source: SIGNATURE,
    },

    'answer.text': { ...back('candidates[*].content.parts[text,!thought].text'), ...TEXT },
    'answer.call.name': {
      ...back('functionCall.name'),
      event: ['candidates[*].content.parts[functionCall].functionCall.name'],
    },
    'answer.call.arguments': {
      ...back('functionCall.args'),
      event: ['candidates[*].content.parts[functionCall].functionCall.args'],
    },
    'answer.call.id': {
      ...back('functionCall.id'),
      event: ['candidates[*].content.parts[functionCall].functionCall.id'],
    },
    'answer.finish': { ...back('candidates[*].finishReason'), from: [''], says: finishOf },
    'answer.usage.input': back('usageMetadata.promptTokenCount'),
    'answer.usage.output': {
      ...back('usageMetadata.candidatesTokenCount'),
      from: ['usageMetadata'],
      says: outputTokens,
    },
    'answer.usage.cached': back('usageMetadata.cachedContentTokenCount'),
    'answer.usage.thought': back('usageMetadata.thoughtsTokenCount'),
    'answer.thought': { ...back('candidates[*].content.parts[thought].text'), ...TEXT },
    'answer.signature': back('candidates[*].content.parts[thoughtSignature].thoughtSignature'),
    'answer.status': { at: [''], source: ERROR },
    'answer.message': { at: ['error.message'], source: ERROR },
    'exchange.once': { at: [''], source: ANSWER },
    'exchange.stream': { at: [''], source: ANSWER },
  },
  spellings,
  joined,
};

/** The finish reason. `STOP` also ends an answer with calls, so the calls decide between the two. */
function finishOf(response: Json): Json | undefined {
  const candidates = isObject(response) ? response['candidates'] : undefined;
  const first = Array.isArray(candidates) ? candidates[0] : undefined;
  if (!isObject(first ?? null)) return undefined;
  const word = endOf((first as JsonObject)['finishReason']);
  const calls = spotsAt(rootSpot(response), 'candidates[*].content.parts[functionCall]', spellings);
  return word === 'stop' && calls.length > 0 ? 'calls' : word;
}

/** Output tokens with thoughts, which Google counts separately. */
function outputTokens(usage: Json): Json | undefined {
  if (!isObject(usage) || typeof usage['candidatesTokenCount'] !== 'number') return undefined;
  const thoughts = usage['thoughtsTokenCount'];
  return usage['candidatesTokenCount'] + (typeof thoughts === 'number' ? thoughts : 0);
}

function typedData(data: Json): Json | undefined {
  return isObject(data) ? mediaOf(field(data, 'mimeType'), data['data']) : undefined;
}

function kindOf(data: JsonObject): 'image' | 'audio' | 'file' {
  const type = asText(field(data, 'mimeType'));
  if (type.startsWith('image/')) return 'image';
  return type.startsWith('audio/') ? 'audio' : 'file';
}
