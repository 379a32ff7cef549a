import type Anthropic from '@anthropic-ai/sdk';
import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../src/domain/conversation.ts';
import type { Message, ToolChoice, ToolDefinition } from '../../../src/domain/scenario.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { encodeMessages } from '../../../src/protocol/messages/encode.ts';

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } } } as const;
const TOOL: ToolDefinition = {
  name: 'get_weather',
  definition: { name: 'get_weather', description: 'Weather', parameters: SCHEMA, strict: true },
  parameters: SCHEMA,
  returns: null,
};

interface Asked {
  readonly messages?: readonly Message[];
  readonly tools?: readonly ToolDefinition[];
  readonly choice?: ToolChoice | null;
  readonly parameters?: JsonObject;
  readonly temperature?: number | null;
}

function encode({
  messages = [],
  tools = [TOOL],
  choice = null,
  parameters = {},
  temperature = null,
}: Asked): JsonObject {
  const conversation = messages.map((message): ConversationEntry => ({ kind: 'message', message }));
  return encodeMessages({
    model: { servedAs: 'claude', omit: [], rename: {} },
    conversation,
    tools,
    choice,
    defaults: { temperature, maxTokens: 100 },
    parameters,
  }).body;
}

/** Each row is what the types of Anthropic's own package call it: a wrong one does not compile. */
const CHOICES: readonly (readonly [ToolChoice | null, boolean, Anthropic.ToolChoice | undefined])[] = [
  [null, false, undefined],
  ['auto', false, { type: 'auto' }],
  ['required', false, { type: 'any' }],
  ['none', false, { type: 'none' }],
  [{ name: 'get_weather' }, false, { type: 'tool', name: 'get_weather' }],
  [null, true, { type: 'auto', disable_parallel_tool_use: true }],
  ['required', true, { type: 'any', disable_parallel_tool_use: true }],
  ['none', true, { type: 'none' }],
];

test.each(CHOICES)('tool_choice %j, one call at a time %s', (choice, serial, expected) => {
  const parameters = serial ? { parallel_tool_calls: false } : {};
  const body = encode({ choice, parameters });
  expect(body['tool_choice']).toEqual(expected);
  expect(body).not.toHaveProperty('parallel_tool_calls');
});

const PARAMETERS: readonly (readonly [JsonObject, Partial<Anthropic.MessageCreateParams>])[] = [
  [{ max_tokens: 7 }, { max_tokens: 7 }],
  [{ max_completion_tokens: 7 }, { max_tokens: 7 }],
  [{ stop: 'END' }, { max_tokens: 100, stop_sequences: ['END'] }],
  [{ stop: ['A', 'B'] }, { max_tokens: 100, stop_sequences: ['A', 'B'] }],
  [{ reasoning_effort: 'low' }, { max_tokens: 100, output_config: { effort: 'low' } }],
  [{ reasoning_effort: 'none' }, { max_tokens: 100, thinking: { type: 'disabled' } }],
  [{ seed: 1, stream_options: { include_usage: true } }, { max_tokens: 100 }],
  [{ thinking: { type: 'adaptive' } }, { max_tokens: 100, thinking: { type: 'adaptive' } }],
];

test.each(PARAMETERS)('%j is said as Messages says it', (parameters, expected) => {
  const { model: _, messages: __, ...said } = encode({ tools: [], parameters });
  expect(said).toEqual(expected);
});

test('what the types of the package no longer have goes as it is written: older models take it', () => {
  expect(encode({ parameters: { temperature: 1, top_p: 0.5, top_k: 3 } })).toMatchObject({
    temperature: 1,
    top_p: 0.5,
    top_k: 3,
  });
});

test('the default temperature is not sent: current models refuse one', () => {
  expect(encode({ temperature: 0 })).not.toHaveProperty('temperature');
});

test('a tool has its schema under the name of Messages, and everything else as it was written', () => {
  const expected: Anthropic.Tool[] = [
    { name: 'get_weather', description: 'Weather', input_schema: SCHEMA, strict: true },
  ];
  expect(encode({})['tools']).toEqual(expected);
  const bare = { name: 'a', definition: { name: 'a' }, parameters: null, returns: null };
  expect(encode({ tools: [bare] })['tools']).toEqual([{ name: 'a', input_schema: { type: 'object', properties: {} } }]);
});

test('a history in chat form becomes blocks: system apart, results of one answer in one user message', () => {
  const call = (id: string, args: string): JsonObject => ({
    id,
    type: 'function',
    function: { name: 'get_weather', arguments: args },
  });
  const body = encode({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Paris and Rome?' },
      { role: 'assistant', content: 'Let me look.', tool_calls: [call('a', '{"city":"Paris"}'), call('b', 'no JSON')] },
      { role: 'tool', tool_call_id: 'a', content: '22' },
      { role: 'tool', tool_call_id: 'b', content: '{"error":"unknown city"}' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'And here?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      { role: 'developer', content: 'In French.' },
    ],
  });
  const expected: Anthropic.MessageParam[] = [
    { role: 'user', content: 'Paris and Rome?' },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Let me look.' },
        { type: 'tool_use', id: 'a', name: 'get_weather', input: { city: 'Paris' } },
        { type: 'tool_use', id: 'b', name: 'get_weather', input: { INVALID_JSON: 'no JSON' } },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: '22' },
        { type: 'tool_result', tool_use_id: 'b', content: '{"error":"unknown city"}', is_error: true },
        // What the user says next stands in the same message: some gateways want the roles to take turns.
        { type: 'text', text: 'And here?' },
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
      ],
    },
    { role: 'system', content: 'In French.' },
  ];
  expect(body['system']).toBe('Be brief.');
  expect(body['messages']).toEqual(expected);
});

test('documents and refusals are the blocks that the package has for them', () => {
  const file = (file: JsonObject): JsonObject => ({ type: 'file', file });
  const text = Buffer.from('Tides, 9:00 ☾').toString('base64');
  const body = encode({
    messages: [
      {
        role: 'user',
        content: [
          file({ file_data: 'data:application/pdf;base64,JVBERg==' }),
          file({ file_data: `data:text/plain;base64,${text}` }),
          file({ file_id: 'file_1' }),
        ],
      },
      { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
    ],
  });
  const expected: Anthropic.MessageParam[] = [
    {
      role: 'user',
      content: [
        { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERg==' } },
        { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Tides, 9:00 ☾' } },
        { type: 'document', source: { type: 'file', file_id: 'file_1' } },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'No.' }] },
  ];
  expect(body['messages']).toEqual(expected);
});
