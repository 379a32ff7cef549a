import { expect, test } from 'vitest';
import { readMessages } from '../../src/traffic/read-messages.ts';

const ARGS = { city: 'Paris' };

const CONVERSATIONS = {
  chat: [
    { role: 'system', content: 'Be short.' },
    { role: 'user', content: 'Weather in Paris?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'weather', arguments: JSON.stringify(ARGS) } }],
    },
    { role: 'tool', tool_call_id: 'a', content: '{"temperature":22}' },
    { role: 'assistant', content: '22 degrees' },
  ],
  responses: [
    { role: 'user', content: 'Weather in Paris?' },
    { type: 'reasoning', id: 'rs_1', summary: [] },
    { type: 'function_call', id: 'fc_1', call_id: 'a', name: 'weather', arguments: JSON.stringify(ARGS) },
    { type: 'function_call_output', call_id: 'a', output: '{"temperature":22}' },
    {
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'output_text', text: '22 degrees', annotations: [] }],
    },
  ],
  messages: [
    { role: 'user', content: 'Weather in Paris?' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'tool_use', id: 'a', name: 'weather', input: ARGS },
      ],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a', content: '{"temperature":22}' }] },
    { role: 'assistant', content: [{ type: 'text', text: '22 degrees' }] },
  ],
  gemini: [
    { role: 'user', parts: [{ text: 'Weather in Paris?' }] },
    { role: 'model', parts: [{ functionCall: { name: 'weather', args: ARGS }, thoughtSignature: 's' }] },
    { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { temperature: 22 } } }] },
    { role: 'model', parts: [{ text: '22 degrees' }] },
  ],
} as const;

test.each(Object.entries(CONVERSATIONS))('messages of %s are read, named or not', (protocol, messages) => {
  for (const options of [{ protocol: protocol as keyof typeof CONVERSATIONS }, {}]) {
    const { turns } = readMessages(messages, options);
    expect(turns.length).toBe(1);
    expect(
      turns[0]?.steps.map(({ index, reading, results }) => ({
        index,
        text: reading.text,
        calls: reading.calls.map((call) => [call.name, call.arguments]),
        results: results.map(({ value }) => value),
      })),
    ).toEqual([
      { index: 1, text: null, calls: [['weather', ARGS]], results: [{ temperature: 22 }] },
      { index: 2, text: '22 degrees', calls: [], results: [] },
    ]);
  }
});

test('each user message begins a turn; equal calls have results of their own', () => {
  const ask = (id: string, content: string) => [
    { role: 'user', content: 'again' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id, type: 'function', function: { name: 'roll', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: id, content },
  ];
  const { turns } = readMessages([...ask('a', '1'), ...ask('b', '2')]);
  expect(turns.map(({ steps }) => steps.map(({ results }) => results[0]?.value))).toEqual([[1], [2]]);
});

test.each([
  [null, 'null'],
  ['hello', 'string'],
  [{ messages: [] }, 'object'],
  [[{ role: 'user', content: 'x' }, 'y'], '"y" at place 1'],
  [[{ type: 'human', data: {} }], 'no message of OpenAI Chat Completions'],
  [[1n], 'what JSON cannot hold'],
] as [unknown, string][])('what is no list of messages is refused, with what was found: %#', (value, found) => {
  expect(() => readMessages(value)).toThrow(found);
});

test('a protocol that is none is refused', () => {
  expect(() => readMessages([], { protocol: 'grpc' as never })).toThrow('expected a protocol, found "grpc"');
});
