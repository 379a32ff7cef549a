import { isObject, type Json } from '../../../json/json.ts';
import { addressOf, argumentsOf, contentOf, dataOf, partTexts, text } from '../../places/content.ts';
import { endOf } from '../../places/end.ts';
import { callNumber } from '../../places/call-number.ts';
import type { NoPlace, FieldPlace, Places } from '../../places/places.ts';
import { joined } from './joined.ts';
import { requestPlaces } from './request.ts';
import { ANSWER, ERROR, ITEM, NONE, PART } from './sources.ts';

const CALLS = 'input[type=function_call]';
const spellings = (name: string): readonly string[] => [name];

const said = (at: readonly string[], more: Partial<FieldPlace> = {}): FieldPlace => ({ at, source: ITEM, ...more });
const part = (at: string, says: FieldPlace['says']): FieldPlace => ({
  at: [at],
  source: PART,
  ...(says === undefined ? {} : { says }),
});
const back = (at: readonly string[], event: readonly string[]): FieldPlace => ({ at, event, source: ANSWER });
const unsaid: NoPlace = { at: null, source: NONE };
const TEXT = { says: text, joined: true } as const;

/** The places of all fields in a request to Responses and in its response. */
export const responsesPlaces: Places = {
  nodes: {
    tool: ['tools[type=function]'],
    system: ['', 'input[role=system|developer]'],
    user: ['input[role=user]'],
    assistant: ['input[role=assistant]'],
    call: [CALLS],
    result: ['input[type=function_call_output]'],
    'made call': ['output[type=function_call]'],
  },
  answer: 'output',
  fields: {
    ...requestPlaces,
    'system.text': said(['instructions', 'content[type=input_text|text].text', 'content'], TEXT),
    'developer.role': said(['role'], { says: (role) => (role === 'developer' ? role : undefined) }),
    'user.text': said(['content[type=input_text|text].text', 'content'], TEXT),
    'user.name': unsaid,
    'user.image': part('content[type=input_image].image_url', dataOf),
    'user.image.url': part('content[type=input_image].image_url', addressOf),
    'user.file': part('content[type=input_file].file_data', dataOf),
    'user.audio': unsaid,
    'assistant.text': said(['content[type=output_text|text].text', 'content'], TEXT),
    'call.id': said(['call_id']),
    'call.name': said(['name']),
    'call.arguments': said(['arguments'], { says: argumentsOf }),
    'result.pairing': said(['call_id'], { says: callNumber(CALLS, 'call_id', spellings) }),
    'result.content': said(['output'], { says: contentOf }),
    'result.parts': said(['output'], { says: partTexts }),
    'result.image': part('output[type=input_image].image_url', dataOf),
    'result.error': unsaid,
    'thought.text': said(['input[type=reasoning].summary[*].text'], TEXT),
    'thought.signature': said(['input[type=reasoning].encrypted_content']),

    'answer.text': {
      ...back(
        ['output[type=message].content[type=output_text].text'],
        [
          '[type=response.output_text.delta].delta',
          '[type=response.output_text.done].text',
          'part.[type=output_text].text',
          'item.content[*].text',
          'response.output[type=message].content[*].text',
        ],
      ),
      ...TEXT,
    },
    'answer.call.name': back(['name'], ['item.name', 'response.output[type=function_call].name']),
    'answer.call.arguments': {
      ...back(
        ['arguments'],
        [
          '[type=response.function_call_arguments.delta].delta',
          '[type=response.function_call_arguments.done].arguments',
          'item.arguments',
          'response.output[type=function_call].arguments',
        ],
      ),
      says: argumentsOf,
    },
    'answer.call.id': back(['call_id'], ['item.call_id', 'response.output[type=function_call].call_id']),
    'answer.finish': { ...back(['status'], ['response.status']), from: [''], says: finishOf },
    'answer.usage.input': back(['usage.input_tokens'], ['response.usage.input_tokens']),
    'answer.usage.output': back(['usage.output_tokens'], ['response.usage.output_tokens']),
    'answer.usage.cached': back(
      ['usage.input_tokens_details.cached_tokens'],
      ['response.usage.input_tokens_details.cached_tokens'],
    ),
    'answer.usage.thought': back(
      ['usage.output_tokens_details.reasoning_tokens'],
      ['response.usage.output_tokens_details.reasoning_tokens'],
    ),
    'answer.thought': {
      ...back(
        ['output[type=reasoning].summary[*].text'],
        [
          '[type=response.reasoning_summary_text.delta].delta',
          '[type=response.reasoning_summary_text.done].text',
          'part.[type=summary_text].text',
          'item.summary[*].text',
          'response.output[type=reasoning].summary[*].text',
        ],
      ),
      ...TEXT,
    },
    'answer.signature': back(
      ['output[type=reasoning].encrypted_content'],
      ['item.encrypted_content', 'response.output[type=reasoning].encrypted_content'],
    ),
    'answer.status': { at: [''], source: ERROR },
    'answer.message': { at: ['error.message'], source: ERROR },
    'exchange.once': { at: [''], source: ANSWER },
    'exchange.stream': { at: ['stream'], source: ANSWER },
  },
  spellings,
  joined,
};

/** The finish reason. A complete response gives none, so its calls decide between `stop` and `calls`. */
function finishOf(response: Json): Json | undefined {
  if (!isObject(response)) return undefined;
  const { status, incomplete_details: details, output } = response;
  if (status === 'incomplete' && isObject(details ?? null)) return endOf((details as { reason?: Json }).reason);
  const calls = Array.isArray(output) && output.some((item) => isObject(item) && item['type'] === 'function_call');
  return status === 'completed' && calls ? 'calls' : endOf(status);
}
