import { asText, isObject, type Json } from '../../../json/json.ts';
import type { NoPlace, FieldPlace, Places } from '../../places/places.ts';
import { addressOf, argumentsOf, contentOf, dataOf, mediaOf, partTexts, text } from '../../places/content.ts';
import { endOf } from '../../places/end.ts';
import { callNumber } from '../../places/call-number.ts';
import { joined } from './joined.ts';
import { requestPlaces } from './request.ts';
import { ANSWER, ERROR, MESSAGE, NONE, NOT_ANSWERED, PART } from './sources.ts';

const CALLS = 'messages[role=assistant].tool_calls[*]';
const spellings = (name: string): readonly string[] => [name];

const said = (at: readonly string[], more: Partial<FieldPlace> = {}): FieldPlace => ({ at, source: MESSAGE, ...more });
const part = (at: string, says: FieldPlace['says']): FieldPlace => ({
  at: [at],
  source: PART,
  ...(says === undefined ? {} : { says }),
});
const back = (at: string, event: readonly string[] = [at]): FieldPlace => ({ at: [at], event, source: ANSWER });
const unsaid: NoPlace = { at: null, source: NONE };
const unanswered: NoPlace = { at: null, source: NOT_ANSWERED };
const TEXT = { says: text, joined: true } as const;

/** The `data:` URL of a sound. Chat names its format in place of a media type. */
const audioOf = (sound: Json): Json | undefined =>
  isObject(sound) ? mediaOf(`audio/${asText(sound['format'])}`, sound['data']) : undefined;

/** The places of all fields in a chat request and in its response. */
export const chatPlaces: Places = {
  nodes: {
    tool: ['tools[*]'],
    system: ['messages[role=system|developer]'],
    user: ['messages[role=user]'],
    assistant: ['messages[role=assistant]'],
    call: [CALLS],
    result: ['messages[role=tool]'],
    'made call': ['choices[*].message.tool_calls[*]'],
  },
  answer: 'choices[*]',
  fields: {
    ...requestPlaces,
    'system.text': said(['content[type=text].text', 'content'], TEXT),
    'developer.role': said(['role'], { says: (role) => (role === 'developer' ? role : undefined) }),
    'user.text': said(['content[type=text].text', 'content'], TEXT),
    'user.name': said(['name']),
    'user.image': part('content[type=image_url].image_url.url', dataOf),
    'user.image.url': part('content[type=image_url].image_url.url', addressOf),
    'user.file': part('content[type=file].file.file_data', dataOf),
    'user.audio': {
      ...part('content[type=input_audio].input_audio.data', audioOf),
      from: ['content[type=input_audio].input_audio'],
    },
    'assistant.text': said(['content[type=text].text', 'content'], TEXT),
    'call.id': said(['id']),
    'call.name': said(['function.name']),
    'call.arguments': said(['function.arguments'], { says: argumentsOf }),
    'result.pairing': said(['tool_call_id'], { says: callNumber(CALLS, 'id', spellings) }),
    'result.content': said(['content'], { says: contentOf }),
    'result.parts': said(['content'], { says: partTexts }),
    'result.image': unsaid,
    'result.error': unsaid,
    'thought.text': unsaid,
    'thought.signature': unsaid,

    'answer.text': back('choices[*].message.content', ['choices[*].delta.content']),
    'answer.call.name': back('function.name', ['choices[*].delta.tool_calls[*].function.name']),
    'answer.call.arguments': {
      ...back('function.arguments', ['choices[*].delta.tool_calls[*].function.arguments']),
      says: argumentsOf,
    },
    'answer.call.id': back('id', ['choices[*].delta.tool_calls[*].id']),
    'answer.finish': { ...back('choices[*].finish_reason', ['choices[*].finish_reason']), says: endOf },
    'answer.usage.input': back('usage.prompt_tokens'),
    'answer.usage.output': back('usage.completion_tokens'),
    'answer.usage.cached': back('usage.prompt_tokens_details.cached_tokens'),
    'answer.usage.thought': back('usage.completion_tokens_details.reasoning_tokens'),
    'answer.thought': unanswered,
    'answer.signature': unanswered,
    'answer.status': { at: [''], source: ERROR },
    'answer.message': { at: ['error.message'], source: ERROR },
    'exchange.once': { at: [''], source: ANSWER },
    'exchange.stream': { at: ['stream'], source: ANSWER },
  },
  spellings,
  joined,
};
