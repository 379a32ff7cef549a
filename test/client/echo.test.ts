import { expect, test } from 'vitest';
import { readResponse } from '../../src/protocol/chat/read/read-response.ts';
import type { JsonObject } from '../../src/json/json.ts';
import type { AssistantTurn, RawResponse } from '../../src/domain/wire.ts';
import { call, chunk, completion, context, jsonResponse, sseResponse, stream } from './support.ts';

const PARIS = '{"city":"Paris"}';

function turn(response: RawResponse, streamed = false, step = 1): AssistantTurn {
  const reading = readResponse(response, context({ stream: streamed, step }));
  if (!reading.ok) throw new Error(reading.error.message);
  return reading;
}

function streamed(...chunks: JsonObject[]): AssistantTurn {
  return turn(sseResponse(stream(chunks)), true);
}

test('a message that needs no change is passed on as the very object that was received', () => {
  const body = completion({ content: null, tool_calls: [call('a', PARIS), call('b', PARIS)] }, 'tool_calls');
  const [choice] = body['choices'] as [{ message: JsonObject }];
  expect(turn(jsonResponse(body)).echo[0]).toBe(choice.message);
});

test('ids that are missing or taken are replaced by ids that a replay finds again; all others stay', () => {
  const calls = [call(null, PARIS), call('x', PARIS), call('x', PARIS, { extra_content: { s: 1 } })];
  const message = completion({ content: 'hm', tool_calls: calls, vendor: 1 }, 'tool_calls');
  const read = turn(jsonResponse(message), false, 3);
  expect(read.calls.map((one) => one.id)).toEqual(['call_s3_1', 'x', 'call_s3_3']);
  expect(read.echo[0]).toEqual({
    role: 'assistant',
    content: 'hm',
    vendor: 1,
    tool_calls: [call('call_s3_1', PARIS), call('x', PARIS), call('call_s3_3', PARIS, { extra_content: { s: 1 } })],
  });
});

test.each([
  ['', '{}'],
  [null, '{}'],
  [{ city: 'Paris' }, PARIS],
  ['{"city":', '{"city":'],
  [' {"city": "Paris"} ', ' {"city": "Paris"} '],
])('arguments %j are echoed as %j: text that an API can take, else as the model wrote them', (args, echoed) => {
  const read = turn(jsonResponse(completion({ content: null, tool_calls: [call('a', args)] }, 'tool_calls')));
  expect(read.echo[0]?.['tool_calls']).toEqual([call('a', echoed)]);
});

test('an empty or null list of calls is left out of the echo, null entries too', () => {
  for (const list of [[], null, [null]]) {
    expect(turn(jsonResponse(completion({ content: 'hi', tool_calls: list }))).echo[0]).toEqual({
      role: 'assistant',
      content: 'hi',
    });
  }
  const withNull = turn(
    jsonResponse(completion({ content: null, tool_calls: [null, call('a', PARIS)] }, 'tool_calls')),
  );
  expect(withNull.echo[0]?.['tool_calls']).toEqual([call('a', PARIS)]);
});

test('a malformed call that the provider withheld ends the conversation: there is no message to echo', () => {
  const body = {
    error: {
      message: 'Failed to call a function.',
      code: 'tool_use_failed',
      failed_generation: '<function=get_weather>{"city"',
    },
  };
  const read = turn(jsonResponse(body, 400));
  expect(read.calls).toEqual([
    {
      id: 'call_s1_1',
      name: 'get_weather',
      rawArguments: '{"city"',
      arguments: null,
      malformed: 'truncated',
      written: null,
    },
  ]);
  expect(read).toMatchObject({ reported: true, echo: [] });
});

test('reasoning is joined, its details are merged by index, names are not doubled', () => {
  const detail = (text: string, index: number): JsonObject => ({
    type: 'reasoning.text',
    format: 'v1',
    id: null,
    index,
    text,
  });
  const read = streamed(
    chunk({ role: 'assistant', content: '', reasoning: 'th', reasoning_details: [detail('th', 0)] }),
    chunk({ content: '', reasoning: 'ink', reasoning_details: [detail('ink', 0)] }),
    chunk({ content: '', reasoning_details: [{ type: 'reasoning.text', format: 'v1', index: 0, signature: 'SIG' }] }),
    chunk({
      content: '',
      reasoning_details: [detail('more', 1), { type: 'reasoning.encrypted', data: 'X', index: 2 }],
    }),
    chunk({ content: 'hi' }, 'stop'),
  );
  expect(read.echo[0]).toEqual({
    role: 'assistant',
    content: 'hi',
    reasoning: 'think',
    reasoning_details: [
      { ...detail('think', 0), signature: 'SIG' },
      detail('more', 1),
      { type: 'reasoning.encrypted', data: 'X', index: 2 },
    ],
  });
});

test('a signature stays with its call; one that comes alone goes to the last call that has none, and stays where it was', () => {
  const signature = (text: string): JsonObject => ({ google: { thought_signature: text } });
  const read = streamed(
    chunk({ role: 'assistant', tool_calls: [{ index: 0, ...call('a', PARIS), extra_content: signature('A') }] }),
    chunk({ tool_calls: [{ index: 1, ...call('b', PARIS) }] }),
    chunk({ extra_content: signature('B') }),
    chunk({}, 'tool_calls'),
  );
  expect(read.echo[0]).toEqual({
    role: 'assistant',
    content: null,
    extra_content: signature('B'),
    tool_calls: [
      call('a', PARIS, { extra_content: signature('A') }),
      call('b', PARIS, { extra_content: signature('B') }),
    ],
  });
});

test('fields of a function are kept beside name and arguments (Portkey)', () => {
  const definition = { name: 'get_weather', arguments: PARIS, thought_signature: 'S' };
  const read = streamed(
    chunk({ role: 'assistant', tool_calls: [{ index: 0, id: 'a', type: 'function', function: definition }] }),
    chunk({}, 'tool_calls'),
  );
  expect(read.echo[0]?.['tool_calls']).toEqual([{ id: 'a', type: 'function', function: definition }]);
});

test('content in parts is kept as parts, its texts are the text; a refusal is text, too', () => {
  const parts = [
    { type: 'thinking', thinking: [{ type: 'text', text: 'x' }] },
    { type: 'text', text: 'hi ' },
    { type: 'text', text: 'you' },
  ];
  const whole = turn(jsonResponse(completion({ content: parts })));
  expect([whole.text, whole.echo[0]?.['content']]).toEqual(['hi you', parts]);
  const inPieces = streamed(
    chunk({ role: 'assistant', content: parts.slice(0, 2) }),
    chunk({ content: 'you' }, 'stop'),
  );
  expect([inPieces.text, inPieces.echo[0]?.['content']]).toEqual(['hi you', parts]);
  expect(turn(jsonResponse(completion({ content: null, refusal: 'No.' }))).text).toBe('No.');
});

test('text, length limit, token counts, served model and written numbers are read', () => {
  const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
  const read = turn(jsonResponse(completion({ content: 'x' }, 'length', { usage, model: 'm-2024-08-06' })));
  expect(read).toMatchObject({
    text: 'x',
    truncated: true,
    finishReason: 'length',
    usage: { input: 9, output: 2 },
    servedModel: 'm-2024-08-06',
  });
  const numbers = turn(
    jsonResponse(completion({ content: null, tool_calls: [call('a', '{"city":"x","n":[5.0]}')] }, 'tool_calls')),
  );
  expect(numbers.calls[0]).toMatchObject({ arguments: { city: 'x', n: [5] }, written: { 'n[0]': '5.0' } });
  expect(numbers).toMatchObject({ text: null, truncated: false, leaked: false });
});

test('streamed and whole, one answer gives one message', () => {
  const message = {
    content: null,
    tool_calls: [call('a', PARIS), call('b', '{"city":"Rome"}')],
    reasoning_content: 'why',
  };
  const whole = turn(jsonResponse(completion(message, 'tool_calls')));
  const pieces = streamed(
    chunk({ role: 'assistant', content: null, reasoning_content: 'w' }),
    chunk({ reasoning_content: 'hy' }),
    chunk({ tool_calls: [{ index: 0, ...call('a', '') }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: PARIS } }] }),
    chunk({ tool_calls: [{ index: 1, ...call('b', '{"city":"Rome"}') }] }),
    chunk({}, 'tool_calls'),
  );
  expect(pieces.echo[0]).toEqual(whole.echo[0]);
  expect(pieces.calls).toEqual(whole.calls);
});
