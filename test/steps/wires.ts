import type { ProtocolName } from '../../src/domain/protocol.ts';
import type { RawBody, RawResponse } from '../../src/domain/wire.ts';
import type { Json, JsonObject } from '../../src/json/json.ts';

export const response = (body: RawBody, status = 200): RawResponse => ({
  status,
  headers: { 'content-type': body.kind === 'sse' ? 'text/event-stream' : 'application/json' },
  body,
});

export const TOOLS: ReadonlyMap<string, JsonObject | null> = new Map([
  ['get_weather', { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }],
]);

export async function reader(
  name: ProtocolName,
): Promise<(body: RawBody, stream: boolean, status?: number) => unknown> {
  const { protocolNamed } = await import('../../src/protocol/protocols.ts');
  const protocol = protocolNamed(name);
  return (body, stream, status) =>
    protocol.read(response(body, status), { requestedModel: 'm', tools: TOOLS, stream, namedChoice: false, step: 1 });
}

/** An answer as JSON, and as events that each hold a piece of its text or of the arguments of a call. */
interface Wire {
  readonly json: (text: string, args: string) => JsonObject;
  readonly start: readonly Json[];
  readonly text: (piece: string) => Json;
  readonly args: (piece: string, place: number) => Json;
  readonly end: readonly Json[];
}

const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish }],
});
export const call = (args: string): JsonObject => ({
  id: 'a',
  type: 'function',
  function: { name: 'get_weather', arguments: args },
});
const item = (args: string): JsonObject => ({
  type: 'function_call',
  id: 'f',
  call_id: 'a',
  name: 'get_weather',
  arguments: args,
  status: 'completed',
});
const said = (text: string): JsonObject => ({
  type: 'message',
  id: 'm',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text, annotations: [] }],
});
const parts = (text: string): Json[] => [{ text }, { functionCall: { name: 'get_weather', args: { city: text } } }];

export const WIRES: { readonly [name in ProtocolName]: Wire } = {
  chat: {
    json: (text, args) => ({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text, tool_calls: [call(args)] },
          finish_reason: 'tool_calls',
        },
      ],
    }),
    start: [chunk({ role: 'assistant', content: '' })],
    text: (content) => chunk({ content }),
    args: (piece, i) =>
      chunk({ tool_calls: [{ index: 0, ...(i === 0 ? call(piece) : { function: { arguments: piece } }) }] }),
    end: [chunk({}, 'tool_calls')],
  },
  responses: {
    json: (text, args) => ({
      id: 'r',
      object: 'response',
      model: 'm',
      status: 'completed',
      output: [said(text), item(args)],
    }),
    start: [
      {
        type: 'response.created',
        response: { id: 'r', object: 'response', model: 'm', status: 'in_progress', output: [] },
      },
      { type: 'response.output_item.added', output_index: 0, item: said('') },
      { type: 'response.output_item.added', output_index: 1, item: item('') },
    ],
    text: (delta) => ({ type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta }),
    args: (delta) => ({ type: 'response.function_call_arguments.delta', item_id: 'f', output_index: 1, delta }),
    end: [
      {
        type: 'response.completed',
        response: { id: 'r', object: 'response', model: 'm', status: 'completed', output: [] },
      },
    ],
  },
  messages: {
    json: (text, args) => ({
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [
        { type: 'text', text },
        { type: 'tool_use', id: 'a', name: 'get_weather', input: { city: args } },
      ],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 1 },
    }),
    start: [
      {
        type: 'message_start',
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'm',
          content: [],
          stop_reason: null,
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', id: 'a', name: 'get_weather', input: {} },
      },
    ],
    text: (text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
    args: (partial_json) => ({
      type: 'content_block_delta',
      index: 1,
      delta: { type: 'input_json_delta', partial_json },
    }),
    end: [
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 1 } },
      { type: 'message_stop' },
    ],
  },
  gemini: {
    json: (text) => ({
      candidates: [{ content: { role: 'model', parts: parts(text) }, finishReason: 'STOP' }],
      modelVersion: 'm',
    }),
    start: [],
    text: (text) => ({ candidates: [{ content: { role: 'model', parts: [{ text }] } }], modelVersion: 'm' }),
    args: (city) => ({
      candidates: [{ content: { role: 'model', parts: [{ functionCall: { name: 'get_weather', args: { city } } }] } }],
    }),
    end: [{ candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'STOP' }], modelVersion: 'm' }],
  },
};

export const piecesOf = (text: string): string[] => text.match(/[^]{1,20}/g) ?? [];

export function events(values: readonly Json[]): string {
  return values
    .map((value) => {
      const { type } = value as { type?: Json };
      return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(value)}\n\n`;
    })
    .join('');
}
