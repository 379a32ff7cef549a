import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import type { ConversationEntry } from '../../../src/domain/conversation.ts';
import type { Message } from '../../../src/domain/scenario.ts';
import type { ToolResult } from '../../../src/domain/transcript.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { decodeResponses } from '../../../src/protocol/responses/decode.ts';
import { encodeResponses } from '../../../src/protocol/responses/encode.ts';

type Body = OpenAI.Responses.ResponseCreateParamsNonStreaming;

function encode(conversation: readonly ConversationEntry[], parameters: JsonObject = {}): Body {
  const { body } = encodeResponses({
    model: { servedAs: 'gpt-5', omit: [], rename: {} },
    conversation,
    tools: [
      {
        name: 'f',
        definition: { name: 'f', parameters: { type: 'object' } },
        parameters: { type: 'object' },
        returns: null,
      },
      { name: 'sql', definition: { name: 'sql', format: { type: 'text' } }, parameters: null, returns: null },
    ],
    choice: { name: 'sql' },
    defaults: { temperature: 0, maxTokens: 50 },
    parameters: { stream: false, ...parameters },
  });
  return body;
}

const said = (...messages: Message[]): ConversationEntry[] => messages.map((message) => ({ kind: 'message', message }));
const call = (id: string): JsonObject => ({ id, type: 'function', function: { name: 'f', arguments: '{"a":1}' } });

test('a request is what the types of OpenAI say: nothing stored, reasoning asked for, no temperature, custom tools', () => {
  const wanted: Body = {
    model: 'gpt-5',
    instructions: 'Be brief.',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'See' },
          { type: 'input_image', image_url: 'https://a.example/b.png', detail: 'auto' },
        ],
      },
      { role: 'assistant', content: 'Looking.' },
      { type: 'function_call', call_id: 'c1', name: 'f', arguments: '{"a":1}' },
      { type: 'function_call_output', call_id: 'c1', output: '22' },
      { role: 'developer', content: 'In French.' },
    ],
    tools: [
      { type: 'function', name: 'f', parameters: { type: 'object' }, strict: false },
      { type: 'custom', name: 'sql', format: { type: 'text' } },
    ],
    tool_choice: { type: 'custom', name: 'sql' },
    store: false,
    include: ['reasoning.encrypted_content'],
    max_output_tokens: 50,
    reasoning: { effort: 'low' },
    parallel_tool_calls: false,
    stream: false,
  };
  const conversation = said(
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'See' },
        { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'auto' } },
      ],
    },
    { role: 'assistant', content: 'Looking.', tool_calls: [call('c1')] },
    { role: 'tool', tool_call_id: 'c1', content: '22' },
    { role: 'developer', content: 'In French.' },
  );
  const parameters = { reasoning_effort: 'low', parallel_tool_calls: false, seed: 1, stop: 'x' };
  expect(encode(conversation, parameters)).toEqual(wanted);
});

test('a result with parts goes back as the list that an output may be', () => {
  const parts = [
    { type: 'text', text: 'See:' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
    { type: 'file', file: { file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' } },
  ];
  const result: ToolResult = {
    callId: 'c1',
    content: 'See:',
    value: 'See:',
    parts,
    isError: false,
    unsimulated: false,
  };
  const turn = {
    ok: true,
    text: null,
    calls: [],
    echo: [{ type: 'function_call', call_id: 'c1', name: 'f', arguments: '{}' }],
    finishReason: null,
    truncated: false,
    leaked: false,
    usage: { input: null, output: null },
    servedModel: null,
    findings: [],
  } as const;
  const made = { id: 'c1', name: 'f', rawArguments: '{}', arguments: {}, malformed: null, written: null };
  const wanted: OpenAI.Responses.ResponseInputItem.FunctionCallOutput = {
    type: 'function_call_output',
    call_id: 'c1',
    output: [
      { type: 'input_text', text: 'See:' },
      { type: 'input_image', image_url: 'data:image/png;base64,AAAA' },
      { type: 'input_file', file_data: 'data:application/pdf;base64,AAAA', filename: 'a.pdf' },
    ],
  };
  const { input } = encode([
    { kind: 'answer', turn },
    { kind: 'result', call: made, result },
  ]);
  expect((input as unknown[]).at(-1)).toEqual(wanted);
});

/** Requests of other clients, that go through the words of a scenario and come out as they were. */
test.each<[string, JsonObject[]]>([
  [
    'a system message that is an item',
    [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
  ],
  [
    'reasoning, ids and phases of answers',
    [
      { role: 'user', content: 'Hi' },
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'abc' },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        phase: 'commentary',
        content: [{ type: 'output_text', text: 'So.' }],
      },
      { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'f', arguments: '{}' },
      {
        type: 'function_call_output',
        call_id: 'c1',
        output: [{ type: 'input_image', file_id: 'file-1', detail: 'auto' }],
      },
    ],
  ],
  [
    'what only the provider has a word for',
    [
      { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      { type: 'tool_search_call', call_id: 's1', execution: 'client', arguments: { queries: ['f'] } },
      { type: 'tool_search_output', call_id: 's1', execution: 'client', tools: [{ type: 'function', name: 'g' }] },
      { role: 'developer', type: 'additional_tools', tools: [{ type: 'function', name: 'h' }] },
      { role: 'user', content: 'Go on' },
    ],
  ],
])('%s come back as they were read', (_, input) => {
  const decoded = decodeResponses({ model: 'm', input, tools: [{ type: 'web_search' }], include: [] });
  const { body } = encodeResponses({
    model: { servedAs: 'm', omit: [], rename: {} },
    conversation: said(...decoded.messages),
    tools: [],
    choice: null,
    defaults: { temperature: null, maxTokens: null },
    parameters: { ...decoded.parameters, ...decoded.native },
  });
  expect(body).toEqual({ model: 'm', input, tools: [{ type: 'web_search' }], include: [], store: false });
});
