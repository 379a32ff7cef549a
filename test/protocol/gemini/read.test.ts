import { expect, test } from 'vitest';
import type { AssistantTurn, Reading } from '../../../src/domain/wire.ts';
import type { JsonObject } from '../../../src/json/json.ts';
import { gemini } from '../../../src/protocol/gemini/gemini.ts';
import { responseOf } from '../corpus.ts';

const parametersJsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const TOOLS = [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema }] }];

function read(body: string, stream: boolean, status = 200): Reading {
  const method = stream ? 'streamGenerateContent' : 'generateContent';
  const request = { endpoint: `/models/gemini-3:${method}`, body: { contents: [], tools: TOOLS } };
  const headers = { 'content-type': stream ? 'text/event-stream' : 'application/json' };
  return gemini.read(responseOf({ status, headers, body }), gemini.contextOf(request, 1));
}

function turnOf(reading: Reading): AssistantTurn {
  if (!reading.ok) throw new Error(`not readable: ${reading.error.message}`);
  return reading;
}

const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 5, totalTokenCount: 8 };
const answer = (parts: JsonObject[], candidate: JsonObject = {}, extra: JsonObject = {}): JsonObject => ({
  candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0, ...candidate }],
  usageMetadata,
  modelVersion: 'gemini-3',
  ...extra,
});
const json = (value: unknown): Reading => read(JSON.stringify(value), false);
const events = (...chunks: JsonObject[]): Reading =>
  read(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`).join(''), true);
const part = (value: JsonObject): JsonObject => ({ candidates: [{ content: { parts: [value] }, index: 0 }] });
const call = { functionCall: { id: 'a', name: 'get_weather', args: { city: 'Paris' } }, thoughtSignature: 'c2ln' };

test('output counts the thoughts, which Google counts apart', () => {
  const usage = { promptTokenCount: 3, candidatesTokenCount: 5, thoughtsTokenCount: 40, totalTokenCount: 48 };
  expect(turnOf(json(answer([{ text: 'Hi' }], {}, { usageMetadata: usage }))).usage).toEqual({ input: 3, output: 45 });
});

test('parts of unknown kinds, thoughts and tools of Google go back as they came, and are no calls', () => {
  const parts = [
    { text: 'Hm.', thought: true },
    { toolCall: { toolType: 'GOOGLE_SEARCH', id: 's' }, thoughtSignature: 'c2ln' },
    { ofTomorrow: [1] },
    { text: 'Hi', thoughtSignature: 'c2ln' },
  ];
  const turn = turnOf(json(answer(parts)));
  expect(turn).toMatchObject({ text: 'Hi', calls: [], hosted: [{ name: 'GOOGLE_SEARCH' }], findings: [] });
  expect(turn.echo).toEqual([{ role: 'model', parts }]);
});

test('a signature that comes after the text of a stream stays a part of its own', () => {
  const signed = { text: '', thoughtSignature: 'c2ln' };
  const turn = turnOf(events(part({ text: 'Hel' }), part({ text: 'lo' }), { ...answer([signed]) }));
  expect(turn.echo).toEqual([{ role: 'model', parts: [{ text: 'Hello' }, signed] }]);
});

test.each([
  ['MAX_TOKENS', { truncated: true }],
  ['TOO_MANY_TOOL_CALLS', { truncated: false }],
])('finishReason %s is read as what it means', (finishReason, expected) => {
  expect(turnOf(json(answer([{ text: 'Hi' }], { finishReason })))).toMatchObject(expected);
});

test.each(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY'])(
  'finishReason %s is an answer that was withheld',
  (finishReason) => {
    expect(json(answer([], { finishReason }))).toMatchObject({ ok: false, error: { code: 'filtered' } });
  },
);

test('a prompt that is blocked is filtered', () => {
  const reading = json({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata });
  expect(reading).toMatchObject({ ok: false, error: { code: 'filtered' } });
});

test('a call that Google withheld as malformed is the malformed call of the model', () => {
  const finishMessage = 'Malformed function call: print(default_api.get_weather(city="Par';
  const reading = json(answer([], { finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage, content: {} }));
  expect(turnOf(reading).calls).toMatchObject([{ arguments: null }]);
});

test('a call of a function that nobody declared is that call', () => {
  const reading = json(
    answer([], { finishReason: 'UNEXPECTED_TOOL_CALL', finishMessage: 'Unexpected tool call: rm()' }),
  );
  expect(turnOf(reading).calls).toMatchObject([{ name: 'rm', malformed: null }]);
});

test('a call without an id has one within the conversation, which is never sent', () => {
  const turn = turnOf(json(answer([{ functionCall: { name: 'get_weather', args: { city: 'Paris' } } }])));
  expect(turn.calls[0]?.id).not.toBe('');
  expect(JSON.stringify(turn.echo)).not.toContain(turn.calls[0]?.id);
  expect(turn.findings).toEqual([]);
});

test.each<[string, Reading, string]>([
  ['two calls of one id', json(answer([call, call])), 'call-id'],
  ['a call in snake case', json(answer([{ function_call: call.functionCall }])), 'call-shape'],
  ['args as text', json(answer([{ functionCall: { name: 'get_weather', args: '{"city":"Paris"}' } }])), 'args-json'],
  ['args as a list', json(answer([{ functionCall: { name: 'get_weather', args: ['Paris'] } }])), 'args-json'],
  [
    'another candidate',
    json({ ...answer([call]), candidates: [{ index: 1 }, ...(answer([call])['candidates'] as [])] }),
    'stream-index',
  ],
  ['a part after the end', events(answer([{ text: 'a' }]), answer([{ text: 'b' }])), 'stream-deltas'],
  ['a finish reason of chat', json(answer([call], { finishReason: 'tool_calls' })), 'finish-reason'],
  ['no finish reason', json(answer([call], { finishReason: null })), 'finish-reason'],
  [
    'counts that do not add up',
    json(answer([call], {}, { usageMetadata: { ...usageMetadata, totalTokenCount: 9 } })),
    'usage',
  ],
  ['no counts', json(answer([call], {}, { usageMetadata: null })), 'usage'],
  ['another model', json(answer([call], {}, { modelVersion: 'gpt-4o' })), 'model-identity'],
  ['a call in the text', json(answer([{ text: '```tool_code\nprint(default_api.get_weather())```' }])), 'text-leak'],
  ['an empty signature', json(answer([{ ...call, thoughtSignature: '' }])), 'reasoning'],
  ['a list in place of events', read(JSON.stringify([answer([call])]), true), 'framing'],
])('%s is found on the wire', (_, reading, check) => {
  expect(turnOf(reading).findings.map((finding) => finding.check)).toContain(check);
});

test.each<[string, Reading, string, boolean]>([
  ['a stream that is cut', events(part({ text: 'Hel' })), 'truncated-stream', true],
  [
    'a finish that a later part takes back',
    events(answer([{ text: 'a' }]), part({ text: 'b' })),
    'truncated-stream',
    true,
  ],
  [
    'an error in the stream',
    events(part({ text: 'a' }), { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }),
    'stream-error',
    true,
  ],
  ['an end without an answer', json(answer([], { finishReason: 'OTHER' })), 'finish-error', true],
  ['a signature that was lost', json(answer([], { finishReason: 'MISSING_THOUGHT_SIGNATURE' })), 'refused', false],
  ['a chat completion', json({ choices: [{ message: { content: 'Hi' } }] }), 'malformed-response', false],
  [
    'a refused field',
    read(
      '{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \\"strict\\"","status":"INVALID_ARGUMENT"}}',
      false,
      400,
    ),
    'refused',
    false,
  ],
])('%s is an error, never a failure of the model', (_, reading, code, retryable) => {
  expect(reading).toMatchObject({ ok: false, error: { code }, retryable });
});
