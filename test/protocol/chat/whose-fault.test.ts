import { expect, test } from 'vitest';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import type { AssistantTurn, WireFault } from '../../../src/domain/wire.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { call, chunk, completion, context, jsonResponse, sseResponse, stream } from '../../client/support.ts';

const OSLO = '{"city":"Oslo"}';
const BERN = '{"city":"Bern"}';
const NAMED = { name: 'get_weather' };

function read(chunks: readonly JsonObject[], finish: string | null = 'tool_calls'): AssistantTurn | WireFault {
  const all = finish === null ? chunks : [...chunks, chunk({}, finish)];
  return readResponse(sseResponse(stream(all)), context({ stream: true }));
}

function outcome(reading: AssistantTurn | WireFault): unknown {
  if (!reading.ok) return reading.error.code;
  return reading.calls.map(({ name, rawArguments }) => [name, rawArguments]);
}

const delta = (...calls: JsonObject[]): JsonObject => chunk({ role: 'assistant', tool_calls: calls });
const piece = (index: Json, args: Json, more: JsonObject = {}): JsonObject => ({
  index,
  type: 'function',
  ...more,
  function: { arguments: args, ...(more['function'] as JsonObject | undefined) },
});
const first = (index: Json, args: Json, id: Json = 'a'): JsonObject => piece(index, args, { id, function: NAMED });

test.each<[string, JsonObject[], unknown]>([
  ['the id is sent again with another object', [delta(first(0, OSLO)), delta(first(0, BERN))], 'garbled'],
  [
    'the id is sent again with the same object',
    [delta(first(0, OSLO)), delta(first(0, OSLO))],
    [['get_weather', OSLO]],
  ],
  [
    'the name is sent again without the id',
    [delta(first(0, OSLO)), delta(piece(0, BERN, { function: NAMED }))],
    'garbled',
  ],
  ['two objects come without a sign', [delta(first(0, OSLO)), delta(piece(0, BERN))], [['get_weather', OSLO + BERN]]],
  ['a call has no name', [delta(piece(0, OSLO, { id: 'a' }))], 'garbled'],
  ['a later call has neither id nor name', [delta(first(0, OSLO)), delta(piece(1, BERN))], 'garbled'],
  ['objects come in parts', [delta(first(0, { city: 'Oslo' })), delta(piece(0, { unit: 'c' }))], 'garbled'],
  [
    'an object is followed by {} and by itself',
    [delta(first(0, { city: 'Oslo' })), delta(piece(0, {})), delta(piece(0, { city: 'Oslo' }))],
    [['get_weather', OSLO]],
  ],
  [
    'an empty entry stands before a call',
    [delta({ index: 0, id: '', type: '', function: { name: '', arguments: '' } }), delta(first(1, OSLO))],
    [['get_weather', OSLO]],
  ],
  [
    'the first index is the number of the tool, twice',
    [
      delta(first(3, '')),
      delta(piece(0, '{"city":'), piece(0, '"Oslo"}')),
      delta(first(3, '', 'b')),
      delta(piece(1, BERN)),
    ],
    [
      ['get_weather', OSLO],
      ['get_weather', BERN],
    ],
  ],
  ['calls are announced and none comes', [chunk({ role: 'assistant', content: ' ' })], 'garbled'],
  ['calls are announced beside a text', [chunk({ role: 'assistant', content: 'hm' })], []],
])('a stream in which %s', (_, chunks, wanted) => {
  const reading = read(chunks);
  expect(outcome(reading)).toEqual(wanted);
  if (reading.ok) return;
  expect(reading.retryable).toBe(false);
  expect(reading.findings.some(({ severity }) => severity !== 'cosmetic')).toBe(true);
});

test('what a length limit cut off is truncated, not garbled', () => {
  expect(read([delta(piece(0, '{"ci', { id: 'a' }))], 'length')).toMatchObject({
    ok: true,
    truncated: true,
    truncatedBy: { limit: 'provider', tokens: null },
  });
});

const choice = (index: number, content: JsonObject, finish: Json = null): JsonObject =>
  chunk({}, null, { choices: [{ index, delta: content, finish_reason: finish }] });

test.each<[string, JsonObject[], unknown]>([
  [
    'the text in one and a call in the other',
    [
      choice(0, { role: 'assistant', content: 'Let me look.' }),
      choice(1, { tool_calls: [first(0, OSLO)] }),
      choice(0, {}, 'tool_calls'),
    ],
    [['get_weather', OSLO]],
  ],
  [
    'two texts',
    [choice(0, { role: 'assistant', content: 'Yes.' }), choice(1, { content: 'No.' }), choice(0, {}, 'stop')],
    'garbled',
  ],
  [
    'one id for two calls',
    [
      choice(0, { role: 'assistant', tool_calls: [first(0, OSLO)] }),
      choice(1, { tool_calls: [first(0, BERN)] }),
      choice(0, {}, 'tool_calls'),
    ],
    'garbled',
  ],
  [
    'a copy of the first',
    [
      choice(0, { role: 'assistant', tool_calls: [first(0, OSLO)] }),
      choice(1, { role: 'assistant', tool_calls: [first(0, OSLO)] }),
      choice(0, {}, 'tool_calls'),
    ],
    [['get_weather', OSLO]],
  ],
])('several choices that nobody asked for, with %s', (_, chunks, wanted) => {
  expect(outcome(read(chunks, null))).toEqual(wanted);
  const messages = chunks.map((one) => (one['choices'] as JsonObject[])[0] as JsonObject);
  const whole = [0, 1].map((index) => {
    const parts = messages.filter((one) => one['index'] === index);
    const message = Object.assign({ role: 'assistant', content: null }, ...parts.map((one) => one['delta']));
    return { index, message, finish_reason: parts.at(-1)?.['finish_reason'] ?? null };
  });
  const reading = readResponse(jsonResponse({ ...completion({}), choices: whole as Json[] }), context());
  expect(outcome(reading)).toEqual(wanted);
  expect(reading.findings.map(({ check }) => check)).toContain('call-shape');
});

test('of several answers that were asked for the first is read', () => {
  const body = {
    ...completion({}),
    choices: ['a', 'b'].map((content, index) => ({
      index,
      message: { role: 'assistant', content },
      finish_reason: 'stop',
    })),
  };
  expect(readResponse(jsonResponse(body), context({ choices: 2 }))).toMatchObject({
    ok: true,
    text: 'a',
    findings: [],
  });
});

test.each<[string, JsonObject, unknown]>([
  ['the same', { content: null, tool_calls: [call('z', OSLO)] }, [['get_weather', OSLO]]],
  ['the same in other words', { content: '', tool_calls: [call('z', '{ "city": "Oslo" }')] }, [['get_weather', OSLO]]],
  ['another call', { content: null, tool_calls: [call('a', BERN)] }, 'garbled'],
  ['nothing', { role: 'assistant', content: null }, [['get_weather', OSLO]]],
])('a whole message at the end of a stream that says %s', (_, message, wanted) => {
  const last = chunk({}, null, { choices: [{ index: 0, message, finish_reason: 'tool_calls' }] });
  expect(outcome(read([delta(first(0, OSLO)), last], null))).toEqual(wanted);
});

test('messages that grow with every chunk are one text', () => {
  const told = ['Oh', 'Oh, yes', 'Oh, yes!'].map((content) =>
    chunk({}, null, { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: null }] }),
  );
  expect(read(told, 'stop')).toMatchObject({ ok: true, text: 'Oh, yes!' });
});

test('a call that comes twice under one id is one; two calls of one id stay two', () => {
  const twice = completion(
    { content: null, tool_calls: [call('a', OSLO), call('b', OSLO), call('a', OSLO)] },
    'tool_calls',
  );
  expect(outcome(readResponse(jsonResponse(twice), context()))).toHaveLength(2);
  const two = completion({ content: null, tool_calls: [call('a', OSLO), call('a', BERN)] }, 'tool_calls');
  expect(outcome(readResponse(jsonResponse(two), context()))).toHaveLength(2);
});

test('thinking that comes in pieces is one block, closed by its signature', () => {
  const blocks = (...list: JsonObject[]): JsonObject => chunk({ role: 'assistant', thinking_blocks: list });
  const part = (thinking: string, signature = ''): JsonObject => ({ type: 'thinking', thinking, signature });
  const reading = read(
    [
      blocks(part('a')),
      blocks(part('b')),
      blocks(part('', 'SIG')),
      blocks(part('c')),
      blocks({ type: 'redacted_thinking', data: 'X' }),
      chunk({ content: 'hi' }),
    ],
    'stop',
  );
  expect(reading.ok && reading.echo[0]?.['thinking_blocks']).toEqual([
    part('ab', 'SIG'),
    part('c'),
    { type: 'redacted_thinking', data: 'X' },
  ]);
});

test('the channel that Groq repeats in every delta is sent back once', () => {
  const part = (reasoning: string): JsonObject => chunk({ reasoning, channel: 'analysis' });
  const reading = read([part('We'), part(' call'), part(' it.'), chunk({ content: 'hi' })], 'stop');
  expect(reading.ok && reading.echo[0]).toMatchObject({ reasoning: 'We call it.', channel: 'analysis' });
});

test.each<[JsonObject[], [number | null, number | null]]>([
  [
    [{ prompt_tokens: 0, completion_tokens: 0 }, { prompt_tokens: 5, completion_tokens: 7 }, {}],
    [5, 7],
  ],
  [
    [{ prompt_tokens: 5 }, { completion_tokens: 7 }],
    [5, 7],
  ],
  [
    [
      { prompt_tokens: 5, completion_tokens: 1 },
      { prompt_tokens: 5, completion_tokens: 7 },
    ],
    [5, 7],
  ],
  [
    [
      { prompt_tokens: 5, completion_tokens: 7 },
      { prompt_tokens: 0, completion_tokens: 0 },
    ],
    [5, 7],
  ],
])('token counts %j are %j: what says something counts', (counts, [input, output]) => {
  const chunks = counts.map((usage) => chunk({ role: 'assistant', content: 'a' }, null, { usage }));
  expect(read(chunks, 'stop')).toMatchObject({ usage: { input, output } });
});

test.each([
  ['a line of JSON without its field', '{"error":{"message":"upstream gone","code":502}}\n'],
  ['a text without its field', 'Error: upstream disconnected\n\n'],
  ['JSON over several lines', '{\n "error": {\n  "message": "upstream gone"\n }\n}\n'],
  ['data that is a text', 'data: Internal Server Error\n\n'],
  ['the words of a framework', 'data: {"detail":"upstream gone"}\n\n'],
])('an error in a stream, as %s, is told and asked again', (_, text) => {
  const body = stream([chunk({ role: 'assistant', content: 'a' })], false) + text;
  const reading = readResponse(sseResponse(body), context({ stream: true }));
  expect(reading).toMatchObject({ ok: false, retryable: true, error: { code: 'stream-error' } });
});

test.each<[string, JsonObject, string | null]>([
  ['Groq', { message: 'no', code: 'tool_use_failed', failed_generation: '<function=f>{"a":' }, '<function=f>{"a":'],
  ['vLLM', { message: 'could not parse the generated tool calls: Extra data' }, null],
])(
  'a call that a server (%s) reports in a stream is the failure of the model, and not asked for again',
  (_, error, raw) => {
    const body = `${stream([chunk({ role: 'assistant', content: 'a' })], false)}event: error\ndata: ${JSON.stringify({ error })}\n\n`;
    const reading = readResponse(sseResponse(body), context({ stream: true }));
    const withheld = raw ?? error['message'];
    expect(reading).toMatchObject({ ok: true, reported: true, calls: [], withheld });
  },
);

test.each<[string, JsonObject]>([
  ['Anthropic Messages', { type: 'content_block_delta', index: 0, delta: {} }],
  ['OpenAI Responses', { type: 'response.output_text.delta', delta: 'a' }],
  ['Gemini', { candidates: [] }],
  ["Ollama's own API", { model: 'm', message: { role: 'assistant', content: 'a' }, done: false }],
])('a stream of %s is named, and not asked for again', (name, event) => {
  const reading = readResponse(sseResponse(stream([event], false)), context({ stream: true }));
  if (reading.ok) throw new Error('read as an answer');
  expect(reading).toMatchObject({ retryable: false, error: { code: 'malformed-response' } });
  expect(reading.error.message).toContain(name);
  const whole = readResponse(jsonResponse(event), context());
  expect(whole).toMatchObject({ ok: false });
});

test('a body that breaks off was cut; compressed bytes are named', () => {
  const cut = JSON.stringify(completion({ content: 'é' })).slice(0, 60);
  const half = readResponse({ status: 200, headers: {}, body: { kind: 'text', text: cut } }, context());
  expect(half).toMatchObject({ ok: false, retryable: true, error: { code: 'malformed-response' } });
  const data = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xff]).toString('base64');
  const packed = readResponse({ status: 200, headers: {}, body: { kind: 'base64', data } }, context());
  if (half.ok || packed.ok) throw new Error('read as an answer');
  expect(half.error.message).not.toContain('base URL');
  expect(packed.error.message).toMatch(/zstd.*content-encoding/);
});

test('a malformed call that a server reports, or whose echo it refuses, is told apart from its other errors', () => {
  const error = (message: string, status: number, over = {}) =>
    readResponse(jsonResponse({ error: { message } }, status), context(over));
  expect(error('Failed to parse tool call arguments: unexpected end', 500)).toMatchObject({ ok: true, reported: true });
  expect(error('Tool choice is required, but model did not call a tool', 400)).toMatchObject({
    ok: true,
    calls: [],
    reported: true,
  });
  expect(error('tool parser crashed', 500)).toMatchObject({ ok: false, retryable: true });
  const echoing = { echoesMalformed: () => true };
  expect(error('Unterminated string starting at: line 1', 400, echoing)).toMatchObject({
    ok: false,
    echoRefused: true,
    retryable: false,
  });
  expect(error('JSONDecodeError: Extra data', 500, echoing)).toMatchObject({ ok: false, echoRefused: true });
  expect(error('Incorrect API key', 401, echoing)).not.toHaveProperty('echoRefused');
  expect(error('overloaded', 500, echoing)).not.toHaveProperty('echoRefused');
});
