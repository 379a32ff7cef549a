import { describe, expect, test } from 'vitest';
import type { ProtocolName } from '../../../src/domain/protocol.ts';
import type { ReadContext } from '../../../src/protocol/read-context.ts';
import type { Reading } from '../../../src/domain/wire.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { protocolNamed } from '../../../src/protocol/protocols.ts';

/** How a protocol writes an answer with calls, or one with a text, that ends with a word. */
interface Wire {
  readonly name: ProtocolName;
  /** Its name as the answer of another API. */
  readonly title: string;
  readonly ends: { readonly calls: string; readonly text: string };
  readonly call: (name: string | undefined, id: string) => JsonObject;
  readonly whole: (parts: readonly JsonObject[], end: string) => JsonObject;
  readonly text: (text: string) => JsonObject;
  /** The events of the same answer. */
  readonly events: (parts: readonly JsonObject[], end: string) => readonly JsonObject[];
}

const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const counts = { input_tokens: 1, output_tokens: 1 };
const named = (name: string | undefined): JsonObject => (name === undefined ? {} : { name });

const CHAT: Wire = {
  name: 'chat',
  title: 'OpenAI Chat Completions',
  ends: { calls: 'tool_calls', text: 'stop' },
  call: (name, id) => ({ id, type: 'function', function: { ...named(name), arguments: '{"city":"Oslo"}' } }),
  text: (content) => ({ content }),
  whole: (parts, end) => ({
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...chatOf(parts) }, finish_reason: end }],
    usage,
  }),
  events: (parts, end) => [
    { model: 'm', choices: [{ index: 0, delta: { role: 'assistant', ...numbered(chatOf(parts)) } }] },
    { model: 'm', choices: [{ index: 0, delta: {}, finish_reason: end }], usage },
  ],
};

function chatOf(parts: readonly JsonObject[]): JsonObject {
  const [first = {}] = parts;
  return 'content' in first ? first : { tool_calls: [...parts] };
}

function numbered({ tool_calls: calls, ...rest }: JsonObject): JsonObject {
  return Array.isArray(calls)
    ? { tool_calls: calls.map((call, index) => ({ index, ...(call as JsonObject) })) }
    : { ...rest };
}

const MESSAGES: Wire = {
  name: 'messages',
  title: 'Anthropic Messages',
  ends: { calls: 'tool_use', text: 'end_turn' },
  call: (name, id) => ({ type: 'tool_use', id, ...named(name), input: { city: 'Oslo' } }),
  text: (text) => ({ type: 'text', text }),
  whole: (content, end) => ({
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [...content],
    stop_reason: end,
    usage: counts,
  }),
  events: (blocks, end) => [
    { type: 'message_start', message: { ...MESSAGES.whole([], end), stop_reason: null } },
    ...blocks.flatMap((block, index): JsonObject[] => [
      { type: 'content_block_start', index, content_block: block },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason: end }, usage: counts },
    { type: 'message_stop' },
  ],
};

const RESPONSES: Wire = {
  name: 'responses',
  title: 'OpenAI Responses',
  ends: { calls: 'completed', text: 'completed' },
  call: (name, id) => ({ type: 'function_call', call_id: id, ...named(name), arguments: '{"city":"Oslo"}' }),
  text: (text) => ({ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }),
  whole: (output, end) => ({
    object: 'response',
    model: 'm',
    status: end,
    output: output.map((item, i) => ({ id: `i${i}`, ...item })),
    usage: counts,
  }),
  events: (items, end) => {
    const response = RESPONSES.whole(items, end);
    return [
      { type: 'response.created', response: { ...response, output: [], status: 'in_progress' } },
      ...(response['output'] as JsonObject[]).flatMap((item, i): JsonObject[] => [
        { type: 'response.output_item.added', output_index: i, item },
        { type: 'response.output_item.done', output_index: i, item },
      ]),
      { type: 'response.completed', response },
    ];
  },
};

const GEMINI: Wire = {
  name: 'gemini',
  title: 'Gemini',
  ends: { calls: 'STOP', text: 'STOP' },
  call: (name, id) => ({ functionCall: { id, ...named(name), args: { city: 'Oslo' } } }),
  text: (text) => ({ text }),
  whole: (parts, end) => ({
    candidates: [{ index: 0, content: { role: 'model', parts: [...parts] }, finishReason: end }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: 'm',
  }),
  events: (parts, end) => [GEMINI.whole(parts, end)],
};

const WIRES = [CHAT, RESPONSES, MESSAGES, GEMINI];

const context = (more: Partial<ReadContext> = {}): ReadContext => ({
  requestedModel: 'm',
  tools: new Map([['get_weather', { type: 'object', required: ['city'] }]]),
  stream: false,
  namedChoice: false,
  step: 1,
  ...more,
});

function read({ name }: Wire, body: JsonObject, more: Partial<ReadContext> = {}): Reading {
  const headers = { 'content-type': 'application/json' };
  return protocolNamed(name).read({ status: 200, headers, body: { kind: 'json', value: body } }, context(more));
}

function readEvents(
  { name }: Wire,
  events: readonly JsonObject[],
  after = '',
  more: Partial<ReadContext> = {},
): Reading {
  const written = events.map((event) => {
    const { type } = event;
    return `${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`;
  });
  const text = written.join('') + (name === 'chat' ? 'data: [DONE]\n\n' : '') + after;
  const headers = { 'content-type': 'text/event-stream' };
  return protocolNamed(name).read(
    { status: 200, headers, body: { kind: 'sse', text } },
    context({ stream: true, ...more }),
  );
}

function readText({ name }: Wire, text: string, kind: 'sse' | 'text', more: Partial<ReadContext> = {}): Reading {
  const headers = { 'content-type': kind === 'sse' ? 'text/event-stream' : 'application/json' };
  const response = { status: 200, headers, body: { kind, text } };
  return protocolNamed(name).read(response, context({ stream: kind === 'sse', ...more }));
}

function bothWays(wire: Wire, parts: readonly JsonObject[], end: string, requestedModel = 'm'): readonly Reading[] {
  const [whole, events] = [wire.whole(parts, end), wire.events(parts, end)];
  return [read(wire, whole, { requestedModel }), readEvents(wire, events, '', { requestedModel })];
}

function outcome(reading: Reading): unknown {
  return reading.ok ? reading.calls.map(({ name, arguments: args }) => [name, args]) : reading.error.code;
}

const OSLO = ['get_weather', { city: 'Oslo' }];

describe.each(WIRES.map((wire) => [wire.name, wire] as const))('%s', (_, wire) => {
  test('a sound call is that call', () => {
    for (const reading of bothWays(wire, [wire.call('get_weather', 'a')], wire.ends.calls)) {
      expect(outcome(reading)).toEqual([OSLO]);
      expect(reading.findings).toEqual([]);
    }
  });

  test.each([undefined, ''])('a call whose name is %j was lost by the gateway', (name) => {
    for (const reading of bothWays(wire, [wire.call(name, 'a')], wire.ends.calls)) {
      expect(reading).toMatchObject({ ok: false, error: { code: 'garbled' }, retryable: false });
      expect(reading.findings.map(({ check }) => check)).toContain('call-shape');
    }
  });

  test('calls that are announced and do not come were lost by the gateway', () => {
    for (const reading of bothWays(wire, [], 'tool_calls')) expect(outcome(reading)).toBe('garbled');
  });

  test('a call that comes twice under one id is one call, in the next request too', () => {
    const call = wire.call('get_weather', 'a');
    for (const reading of bothWays(wire, [call, call], wire.ends.calls)) {
      expect(outcome(reading)).toEqual([OSLO]);
      expect(reading.findings).toMatchObject([{ check: 'call-id', severity: 'breaking' }]);
      if (reading.ok) expect(JSON.stringify(reading.echo).split('get_weather')).toHaveLength(2);
    }
  });

  test.each(['error', 'overloaded_error', 'timeout', 'ABORTED'])(
    'an answer that ends with the word %j is an error of the provider, whatever came before',
    (word) => {
      for (const parts of [[wire.call('get_weather', 'a')], [wire.text('It is su')]]) {
        for (const reading of bothWays(wire, parts, word))
          expect(reading).toMatchObject({ ok: false, error: { code: 'finish-error' }, retryable: true });
      }
    },
  );

  test.each(['length', 'max_tokens', 'model_context_window_exceeded'])(
    'the word %j says that a limit cut it',
    (word) => {
      for (const reading of bothWays(wire, [wire.text('It is su')], word))
        expect(reading).toMatchObject({ ok: true, truncated: true });
    },
  );

  test('an error after the end marker of a stream is no part of the answer', () => {
    const events = wire.events([wire.call('get_weather', 'a')], wire.ends.calls);
    // Gemini has no end marker.
    const isEnded = wire.name !== 'gemini';
    for (const after of [
      'event: error\ndata: {"type":"error","error":{"message":"late"}}\n\n',
      'event: error\ndata: x\n\n',
    ])
      expect(outcome(readEvents(wire, events, after))).toEqual(isEnded ? [OSLO] : 'stream-error');
  });

  test.each(['', ': ping\n\n', 'data: {"x', 'event: ping\ndata: {"type":"ping"}\n\n'])(
    'the stream %j was cut before its answer began, and is asked for again',
    (text) => {
      expect(readText(wire, text, 'sse')).toMatchObject({ error: { code: 'truncated-stream' }, retryable: true });
    },
  );

  test('an answer of another API is told by the name of that API, and not asked for again', () => {
    for (const other of WIRES.filter(({ name }) => name !== wire.name)) {
      const parts = [other.text('It is sunny')];
      const told = { ok: false, error: { code: 'malformed-response' }, retryable: false };
      for (const reading of [
        read(wire, other.whole(parts, other.ends.text)),
        readEvents(wire, other.events(parts, other.ends.text)),
      ]) {
        expect(reading).toMatchObject(told);
        expect(reading.ok || reading.error.message).toContain(`is an answer of ${other.title}, not `);
      }
    }
  });

  test.each(['\nxyz', '{"error":{"message":"late"}}', '\0\0'])('whole JSON before %j is told as that', (after) => {
    const body = JSON.stringify(wire.whole([wire.text('It is sunny')], wire.ends.text));
    for (const gateway of [undefined, { name: 'g', apiKeyEnv: null, baseUrl: 'http://127.0.0.1:1/x' }]) {
      const reading = readText(wire, body + after, 'text', gateway === undefined ? {} : { gateway });
      expect(reading).toMatchObject({
        error: { code: 'malformed-response', message: 'other text follows the JSON of the body' },
      });
    }
  });

  test('a notice that the model is retired is no answer of it', () => {
    for (const reading of bothWays(
      wire,
      [wire.text('Sonnet 4.5 is no longer available. Use another.')],
      wire.ends.text,
      'sonnet-4-5',
    ))
      expect(reading).toMatchObject({ ok: false, error: { code: 'not-found' }, retryable: false });
  });

  test('events without a blank line between them are read line by line', () => {
    const text = wire.events([wire.call('get_weather', 'a')], wire.ends.calls).map((event) => JSON.stringify(event));
    const reading = readText(wire, `data: ${[...text, '{"type":"ping"}'].join('\ndata: ')}\n\n`, 'sse');
    expect(outcome(reading)).toEqual([OSLO]);
    expect(reading.findings.map(({ message }) => message)).toContain('no blank line parts the events');
  });

  test('the word "content_filter" says that the answer was withheld', () => {
    for (const reading of bothWays(wire, [wire.text('It is su')], 'content_filter'))
      expect(outcome(reading)).toBe('filtered');
  });
});

test.each<[Wire, string, JsonObject]>([
  [CHAT, 'tool_calls', { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Os' } }],
  [RESPONSES, 'completed', { type: 'function_call', call_id: 'a', name: 'get_weather', arguments: '{"city":"Os' }],
  [MESSAGES, 'tool_use', { type: 'tool_use', id: 'a', name: 'get_weather', input: '{"city":"Os' }],
  [GEMINI, 'STOP', { functionCall: { name: 'get_weather', args: '{"city":"Os' } }],
])('arguments that break off at the limit of the request were cut by it: $0.name', (wire, end, call) => {
  const body = wire.whole([call], end);
  expect(read(wire, body, { maxTokens: 1 })).toMatchObject({ truncatedBy: { limit: 'max_tokens', tokens: 1 } });
  expect(read(wire, body, { maxTokens: 2 })).toMatchObject({ truncated: false, calls: [{ malformed: 'truncated' }] });
});

test('a response that is incomplete for no known reason was cut where it has as many tokens as were allowed', () => {
  const body = RESPONSES.whole([RESPONSES.text('It is su')], 'incomplete');
  expect(read(RESPONSES, body, { maxTokens: 1 })).toMatchObject({ truncatedBy: { limit: 'max_tokens', tokens: 1 } });
  for (const maxTokens of [2, null])
    expect(read(RESPONSES, body, { maxTokens })).toMatchObject({ error: { code: 'finish-error' }, retryable: true });
});

test("a finish reason of Google's that says nothing lets the answer before it count", () => {
  const unspecified = GEMINI.whole([GEMINI.call('get_weather', 'a')], 'FINISH_REASON_UNSPECIFIED');
  expect(outcome(read(GEMINI, unspecified))).toEqual([OSLO]);
  expect(outcome(read(GEMINI, GEMINI.whole([GEMINI.text('It is su')], 'OTHER')))).toBe('finish-error');
});
