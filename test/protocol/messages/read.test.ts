import { expect, test } from 'vitest';
import type { AssistantTurn, Reading } from '../../../src/domain/wire.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { messages } from '../../../src/protocol/messages/messages.ts';
import { responseOf } from '../corpus.ts';
import { streamOf } from './events.ts';

const TOOLS = [
  {
    name: 'get_weather',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

function read(body: string, stream: boolean, status = 200): Reading {
  const request = { model: 'claude', max_tokens: 100, tools: TOOLS, stream };
  const headers = { 'content-type': stream ? 'text/event-stream' : 'application/json' };
  return messages.read(
    responseOf({ status, headers, body }),
    messages.contextOf({ endpoint: '/messages', body: request }, 1),
  );
}

function turnOf(reading: Reading): AssistantTurn {
  if (!reading.ok) throw new Error(`not readable: ${reading.error.message}`);
  return reading;
}

const message = (content: JsonObject[], extra: JsonObject = {}): JsonObject => ({
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content,
  stop_reason: content.some((block) => block['type'] === 'tool_use') ? 'tool_use' : 'end_turn',
  usage: { input_tokens: 3, output_tokens: 5 },
  ...extra,
});
const json = (value: JsonObject): Reading => read(JSON.stringify(value), false);
const text = { type: 'text', text: 'Hello' };
const call = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Paris' } };

const START = { type: 'message_start', message: message([], { stop_reason: null }) };
const STOP = { type: 'message_stop' };
const ended = (reason: string): JsonObject => ({
  type: 'message_delta',
  delta: { stop_reason: reason },
  usage: { output_tokens: 9 },
});
const started = (index: number, block: JsonObject): JsonObject => ({
  type: 'content_block_start',
  index,
  content_block: block,
});
const delta = (index: number, value: JsonObject): JsonObject => ({ type: 'content_block_delta', index, delta: value });
const input = (index: number, partial_json: string): JsonObject =>
  delta(index, { type: 'input_json_delta', partial_json });
const stopped = (index: number): JsonObject => ({ type: 'content_block_stop', index });
const streamed = (...events: JsonObject[]): Reading => read(streamOf([START, ...events]), true);
const callStarted = started(0, { ...call, input: {} });

test('input counts what is read from the cache and written to it', () => {
  const usage = { input_tokens: 2, cache_read_input_tokens: 30, cache_creation_input_tokens: 400, output_tokens: 5 };
  expect(turnOf(json(message([text], { usage }))).usage).toEqual({ input: 432, output: 5 });
});

test('blocks of unknown kinds, redacted thinking and tools of the provider go back as they came, and are no calls', () => {
  const content = [
    { type: 'redacted_thinking', data: 'b3BhcXVl' },
    { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'x' } },
    { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] },
    { type: 'of_tomorrow', anything: [1] },
    text,
  ];
  const turn = turnOf(json(message(content)));
  expect(turn.calls).toEqual([]);
  expect(turn.hosted?.map(({ name }) => name)).toEqual(['web_search']);
  expect(turn.echo).toEqual([{ role: 'assistant', content }]);
  expect(turn.findings).toEqual([]);
});

test.each([
  ['max_tokens', { truncated: true }],
  ['model_context_window_exceeded', { truncated: true }],
  ['pause_turn', { paused: true, truncated: false }],
  ['stop_sequence', { truncated: false }],
])('stop_reason %s is read as what it means', (reason, expected) => {
  expect(turnOf(json(message([text], { stop_reason: reason })))).toMatchObject(expected);
});

test.each(['refusal', 'guardrail_intervened'])('stop_reason %s is an answer that was withheld', (reason) => {
  expect(json(message([], { stop_reason: reason }))).toMatchObject({ ok: false, error: { code: 'filtered' } });
});

test('a call that the provider could not parse is malformed, and the model its author', () => {
  const turn = turnOf(json(message([text], { stop_reason: 'malformed_tool_use' })));
  expect(turn.calls).toMatchObject([{ arguments: null }]);
});

test('interleaved blocks are told apart by their index', () => {
  const turn = turnOf(
    streamed(
      callStarted,
      started(1, { type: 'tool_use', id: 'toolu_2', name: 'get_weather', input: {} }),
      input(1, '{"city":'),
      input(0, '{"city":"Par'),
      input(1, '"Rome"}'),
      input(0, 'is"}'),
      stopped(0),
      stopped(1),
      ended('tool_use'),
      STOP,
    ),
  );
  expect(turn.calls.map((one) => one.arguments)).toEqual([{ city: 'Paris' }, { city: 'Rome' }]);
  expect(turn.findings).toEqual([]);
});

test('input that is no JSON is the malformed call of the model, and goes back in the form that Anthropic documents', () => {
  const turn = turnOf(streamed(callStarted, input(0, '{"city": "Par'), stopped(0), ended('tool_use'), STOP));
  expect(turn.calls).toMatchObject([{ malformed: 'truncated', rawArguments: '{"city": "Par' }]);
  expect(turn.echo[0]?.['content']).toMatchObject([{ input: { INVALID_JSON: '{"city": "Par' } }]);
});

test.each<[string, Reading, string]>([
  ['a call without an id', json(message([{ ...call, id: '' }])), 'call-id'],
  ['two calls of one id', json(message([call, call])), 'call-id'],
  ['a block that is no object', json(message(['Hello' as unknown as JsonObject])), 'call-shape'],
  ['an input as text', json(message([{ ...call, input: '{"city":"Paris"}' }])), 'args-json'],
  ['a stop reason of chat', json(message([call], { stop_reason: 'tool_calls' })), 'finish-reason'],
  ['end_turn beside a call', json(message([call], { stop_reason: 'end_turn' })), 'finish-reason'],
  ['no usage', json(message([text], { usage: null })), 'usage'],
  ['the counts of chat', json(message([text], { usage: { prompt_tokens: 1, completion_tokens: 2 } })), 'usage'],
  ['another model', json(message([text], { model: 'gpt-4o' })), 'model-identity'],
  [
    'a call in the text',
    json(message([{ type: 'text', text: '<tool_call>{"name":"get_weather"}</tool_call>' }])),
    'text-leak',
  ],
  ['thinking without a signature', json(message([{ type: 'thinking', thinking: 'Hm.' }, text])), 'reasoning'],
  ['redacted thinking without data', json(message([{ type: 'redacted_thinking' }, text])), 'reasoning'],
  ['no message_stop', streamed(started(0, text), stopped(0), ended('end_turn')), 'framing'],
  [
    'a delta for no block',
    streamed(delta(3, { type: 'text_delta', text: 'a' }), ended('end_turn'), STOP),
    'stream-index',
  ],
  [
    'one index for two blocks',
    streamed(started(0, text), stopped(0), started(0, text), stopped(0), ended('end_turn'), STOP),
    'stream-index',
  ],
  ['a block that never stops', streamed(started(0, text), ended('end_turn'), STOP), 'stream-deltas'],
  [
    'text for a call',
    streamed(callStarted, delta(0, { type: 'text_delta', text: 'a' }), stopped(0), ended('tool_use'), STOP),
    'stream-deltas',
  ],
  ['text after the stop reason', streamed(ended('end_turn'), started(0, text), stopped(0), STOP), 'stream-deltas'],
  [
    'a signature in pieces',
    streamed(
      started(0, { type: 'thinking', thinking: 'Hm.', signature: '' }),
      delta(0, { type: 'signature_delta', signature: 'ab' }),
      delta(0, { type: 'signature_delta', signature: 'cd' }),
      stopped(0),
      ended('end_turn'),
      STOP,
    ),
    'reasoning',
  ],
])('%s is found on the wire', (_, reading, check) => {
  expect(turnOf(reading).findings.map((finding) => finding.check)).toContain(check);
});

test('an error after message_stop is no part of the answer, and a finding', () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  const reading = streamed(started(0, text), stopped(0), ended('end_turn'), STOP, error);
  expect(turnOf(reading).text).toBe('Hello');
  expect(reading.findings.map(({ message: said }) => said)).toContain('events come after the end of the answer');
});

test('an event without its event line is found: the client of Anthropic drops it', () => {
  const body = streamOf([START, started(0, text), stopped(0), ended('end_turn'), STOP]).replaceAll(
    /^event: .*\n/gm,
    '',
  );
  expect(turnOf(read(body, true)).findings).toMatchObject([
    { check: 'framing', message: 'a message_start event has no event line' },
    {},
    {},
    {},
    {},
  ]);
});

test.each<[string, Reading, string, boolean]>([
  ['a stream that is cut', streamed(callStarted, input(0, '{"ci')), 'truncated-stream', true],
  [
    'a stop reason that a later part takes back',
    streamed(ended('end_turn'), started(0, text)),
    'truncated-stream',
    true,
  ],
  [
    'an error in the stream',
    streamed(callStarted, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    'stream-error',
    true,
  ],
  ['a chat completion', json({ choices: [{ message: { content: 'Hi' } }] }), 'malformed-response', false],
  [
    'an error with status 200',
    json({ type: 'error', error: { type: 'api_error', message: 'Internal server error' } }),
    'provider-error',
    true,
  ],
  ['a page', read('<html><title>Sign in</title></html>', false), 'malformed-response', false],
  [
    'an overloaded server',
    read('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}', false, 529),
    'provider-error',
    true,
  ],
  [
    'a refused field',
    read(
      '{"type":"error","error":{"type":"invalid_request_error","message":"tools.0.custom.name: String should match pattern"}}',
      false,
      400,
    ),
    'refused',
    false,
  ],
])('%s is an error, never a failure of the model', (_, reading, code, retryable) => {
  expect(reading).toMatchObject({ ok: false, error: { code }, retryable });
});
