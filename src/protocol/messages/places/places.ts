import { isObject, type Json } from '../../../json/json.ts';
import { addressOf, contentOf, mediaOf, partTexts, text } from '../../places/content.ts';
import { endOf } from '../../places/end.ts';
import { callNumber } from '../../places/call-number.ts';
import type { NoPlace, FieldPlace, Places } from '../../places/places.ts';
import { joined } from './joined.ts';
import { requestPlaces } from './request.ts';
import { ANSWER, BLOCK, CREATE, ERROR, NONE, RESULT } from './sources.ts';

const CALLS = 'messages[role=assistant].content[type=tool_use]';
const spellings = (name: string): readonly string[] => [name];

const said = (at: readonly string[], more: Partial<FieldPlace> = {}): FieldPlace => ({ at, source: BLOCK, ...more });
const result = (at: readonly string[], says?: FieldPlace['says']): FieldPlace => ({
  at,
  source: RESULT,
  ...(says === undefined ? {} : { says }),
});
const back = (at: string, event: readonly string[]): FieldPlace => ({ at: [at], event, source: ANSWER });
/** Reads the data of a source together with its media type. */
const typed = (source: string): Pick<FieldPlace, 'from' | 'says'> => ({
  from: [source],
  says: (found) => (isObject(found) ? mediaOf(found['media_type'], found['data']) : undefined),
});
const unsaid: NoPlace = { at: null, source: NONE };
const TEXT = { says: text, joined: true } as const;

/** The places of all fields in a request to Messages and in its response. */
export const messagesPlaces: Places = {
  nodes: {
    tool: ['tools[*]'],
    system: ['', 'messages[role=system]'],
    user: ['messages[role=user]'],
    assistant: ['messages[role=assistant]'],
    call: [CALLS],
    result: ['messages[role=user].content[type=tool_result]'],
    'made call': ['content[type=tool_use]'],
  },
  answer: 'content',
  fields: {
    ...requestPlaces,
    'system.text': { at: ['system[type=text].text', 'system', 'content'], source: CREATE, ...TEXT },
    'developer.role': unsaid,
    'user.text': said(['content[type=text].text', 'content'], TEXT),
    'user.name': unsaid,
    'user.image': { ...said(['content[type=image].source.data']), ...typed('content[type=image].source') },
    'user.image.url': said(['content[type=image].source.url'], { says: addressOf }),
    'user.file': { ...said(['content[type=document].source.data']), ...typed('content[type=document].source') },
    'user.audio': unsaid,
    'assistant.text': said(['content[type=text].text', 'content'], TEXT),
    'call.id': said(['id']),
    'call.name': said(['name']),
    'call.arguments': said(['input']),
    'result.pairing': result(['tool_use_id'], callNumber(CALLS, 'id', spellings)),
    'result.content': result(['content'], contentOf),
    'result.parts': result(['content'], partTexts),
    'result.image': { ...result(['content[type=image].source.data']), ...typed('content[type=image].source') },
    'result.error': result(['is_error']),
    'thought.text': said(['messages[role=assistant].content[type=thinking].thinking'], TEXT),
    'thought.signature': said(['messages[role=assistant].content[type=thinking].signature']),

    'answer.text': { ...back('content[type=text].text', ['delta.text']), ...TEXT },
    'answer.call.name': back('name', ['content_block.name']),
    'answer.call.arguments': back('input', ['delta.partial_json']),
    'answer.call.id': back('id', ['content_block.id']),
    'answer.finish': { ...back('stop_reason', ['delta.stop_reason']), says: endOf },
    'answer.usage.input': {
      ...back('usage.input_tokens', ['message.usage.input_tokens', 'usage.input_tokens']),
      from: ['usage'],
      says: inputTokens,
    },
    'answer.usage.output': back('usage.output_tokens', ['message.usage.output_tokens', 'usage.output_tokens']),
    'answer.usage.cached': back('usage.cache_read_input_tokens', [
      'message.usage.cache_read_input_tokens',
      'usage.cache_read_input_tokens',
    ]),
    'answer.usage.thought': back('usage.output_tokens_details.thinking_tokens', [
      'usage.output_tokens_details.thinking_tokens',
    ]),
    'answer.thought': { ...back('content[type=thinking].thinking', ['delta.thinking']), ...TEXT },
    'answer.signature': back('content[type=thinking].signature', ['delta.signature']),
    'answer.status': { at: [''], source: ERROR },
    'answer.message': { at: ['error.message'], source: ERROR },
    'exchange.once': { at: [''], source: ANSWER },
    'exchange.stream': { at: ['stream'], source: ANSWER },
  },
  spellings,
  joined,
};

/** Input tokens with cached ones, which Anthropic counts separately. */
function inputTokens(usage: Json): Json | undefined {
  if (!isObject(usage) || typeof usage['input_tokens'] !== 'number') return undefined;
  const cached = [usage['cache_read_input_tokens'], usage['cache_creation_input_tokens']];
  return cached.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), usage['input_tokens']);
}
