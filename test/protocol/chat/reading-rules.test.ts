import * as fc from '../../support/properties.ts';
import { expect, test } from 'vitest';
import { applyModelParameters } from '../../../src/protocol/wire-parameters.ts';
import { createReplayClient } from '../../../src/client/replay-client.ts';
import { chat } from '../../../src/protocol/chat/chat.ts';
import { readContextOf } from '../../../src/protocol/chat/read-context-of.ts';
import { readResponse } from '../../../src/protocol/chat/read/read-response.ts';
import { retryDelay } from '../../../src/client/retry-delay.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import type { Miss } from '../../../src/domain/transcript.ts';
import type { RawBody } from '../../../src/domain/wire.ts';
import { asked, call, chunk, completion, context, jsonResponse, request, sseResponse } from '../../client/support.ts';

const bodies: fc.Arbitrary<RawBody> = fc.oneof(
  fc.jsonValue().map((value) => ({ kind: 'json' as const, value: value as Json })),
  fc.string().map((text) => ({ kind: 'text' as const, text })),
  fc.base64String().map((data) => ({ kind: 'base64' as const, data })),
  fc
    .array(fc.string())
    .map((lines) => ({ kind: 'sse' as const, text: lines.map((line) => `data: ${line}\n\n`).join('') })),
  fc.array(fc.jsonValue()).map((values) => ({
    kind: 'sse' as const,
    text: values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(''),
  })),
);

test('whatever bytes come with whatever status, reading them gives a reading and never throws', () => {
  const statuses = fc.constantFrom(200, 204, 400, 401, 404, 422, 429, 500, 529);
  fc.assert(
    fc.property(bodies, statuses, fc.boolean(), (body, status, stream) => {
      const reading = readResponse({ status, headers: {}, body }, context({ stream }));
      expect(typeof reading.ok).toBe('boolean');
      if (!reading.ok) expect(reading.error.message).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

/** A completion in which any field may be anything. */
const oddities = fc.constantFrom<Json>(null, '', 0, -1, true, [], {}, 'null', [null], { a: 1 }, 'x', '{}');

test('a completion with any field replaced by anything is read without a throw, whole or streamed', () => {
  const whole = completion({ content: null, tool_calls: [call('a', '{}')] }, 'tool_calls');
  const delta = chunk({ role: 'assistant', tool_calls: [{ index: 0, ...call('a', '{}') }] }, 'tool_calls');
  fc.assert(
    fc.property(fc.nat(40), oddities, (place, odd) => {
      expect(typeof readResponse(jsonResponse(replaceAt(whole, place, odd)), context()).ok).toBe('boolean');
      const text = `data: ${JSON.stringify(replaceAt(delta, place, odd))}\n\ndata: [DONE]\n\n`;
      expect(typeof readResponse(sseResponse(text), context({ stream: true })).ok).toBe('boolean');
    }),
    { numRuns: 1000 },
  );
});

/** Replaces the n-th value of a document, counted depth first. */
function replaceAt(value: Json, place: number, odd: Json): Json {
  let left = place;
  const walk = (item: Json): Json => {
    if (left === 0) {
      left = -1;
      return odd;
    }
    left -= 1;
    if (Array.isArray(item)) return item.map(walk);
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(value);
}

test('a message says what to do: the key variable, the model name, the base URL', () => {
  const gateway = { name: 'gw', apiKeyEnv: 'GW_KEY', baseUrl: 'http://gw.example/v1' };
  const asked = context({ gateway });
  const message = (status: number, body: Json, over = {}): string => {
    const reading = readResponse(jsonResponse(body, status), { ...asked, ...over });
    return reading.ok ? '' : reading.error.message;
  };
  expect(message(401, { error: { message: 'Bad key.', code: 'invalid_api_key' } })).toBe(
    'the gateway answered 401: Bad key. [invalid_api_key]. Check the key in GW_KEY, and that it may use this model.',
  );
  expect(message(401, {}, { gateway: { ...gateway, apiKeyEnv: null } })).toContain('give gateway gw an api_key_env');
  expect(message(404, { error: 'no' })).toContain('Check the model name "m" and the base URL http://gw.example/v1.');
  expect(message(400, { error: { message: 'temperature?', param: 'temperature' } })).toContain(
    "the model's omit or rename",
  );
  expect(message(200, {})).toContain('base URL http://gw.example/v1 is that of an OpenAI-compatible API');
  const raw = {
    error: { message: 'Provider returned error', code: 429, metadata: { raw: '{"error":{"message":"slow"}}' } },
  };
  expect(message(200, raw)).toContain('Provider returned error (slow)');
});

test('a context is derived from the request body', () => {
  const body = request({
    tool_choice: { type: 'function', function: { name: 'ping' } },
    stream: true,
    stream_options: { include_usage: true },
  });
  const derived = readContextOf(body, 4);
  expect(derived).toMatchObject({
    requestedModel: 'm',
    stream: true,
    namedChoice: true,
    step: 4,
    usageAsked: true,
    maxTokens: 100,
  });
  expect([...derived.tools.keys()]).toEqual(['get_weather', 'ping']);
  expect(readContextOf(body, 5).tools).toBe(derived.tools);
  expect(readContextOf({ messages: [] }, 1)).toMatchObject({ requestedModel: '', stream: false, namedChoice: false });
});

test('token counts are owed by a stream only where it was asked for them', () => {
  const response = sseResponse(
    `data: ${JSON.stringify(chunk({ role: 'assistant', content: 'a' }, 'stop'))}\n\ndata: [DONE]\n\n`,
  );
  expect(readResponse(response, context({ stream: true })).findings).toEqual([]);
  expect(readResponse(response, context({ stream: true, usageAsked: true })).findings.map((one) => one.check)).toEqual([
    'usage',
  ]);
});

test.each([
  [{}, {}, { a: 1, max_tokens: 5 }, { a: 1, max_tokens: 5 }],
  [['temperature'], {}, { temperature: 0, a: 1 }, { a: 1 }],
  [[], { max_tokens: 'max_completion_tokens' }, { a: 1, max_tokens: 5 }, { a: 1, max_completion_tokens: 5 }],
  [
    [],
    { max_tokens: 'max_completion_tokens' },
    { max_tokens: 5, max_completion_tokens: 9 },
    { max_completion_tokens: 9 },
  ],
  [['max_tokens'], { max_tokens: 'x' }, { max_tokens: 5 }, {}],
  [['toString'], { constructor: 'x' }, { a: 1 }, { a: 1 }],
])('omit %j and rename %j make of %j: %j', (omit, rename, body, sent) => {
  const model = { omit: Array.isArray(omit) ? omit : [], rename: rename as { [name: string]: string } };
  expect(applyModelParameters(body as JsonObject, model)).toEqual(sent);
});

test('a body to which nothing applies is passed on itself', () => {
  const body = { model: 'm' };
  expect(applyModelParameters(body, { omit: ['x'], rename: { y: 'z' } })).toBe(body);
});

test('a replay answers from the recording with the recorded latency, and tells a miss', async () => {
  const response = jsonResponse(completion({ content: 'hi' }));
  const miss: Miss = { code: 'used-up', cassette: 'c.json', step: 2, differences: [] };
  const endpoints: string[] = [];
  const interaction = { endpoint: '', key: '', request: {}, response, latencyMs: 42, firstByteMs: 1 };
  const client = createReplayClient(
    {
      find: (endpoint) => (endpoints.push(endpoint) === 1 ? { interaction, index: 7 } : { miss }),
      unused: () => 0,
    },
    chat,
  );
  expect(await client.complete(asked())).toMatchObject({
    kind: 'read',
    latencyMs: 42,
    attempts: 0,
    interaction: 7,
    reading: { text: 'hi' },
  });
  expect(await client.complete(asked())).toEqual({ kind: 'unrecorded', miss });
  expect(endpoints).toEqual(['/chat/completions', '/chat/completions']);
});

test('the wait doubles up to half a minute, gives or takes half of it, and never undercuts what is asked', () => {
  expect([1, 2, 3, 20].map((attempt) => retryDelay(attempt, null, 0.5))).toEqual([500, 1000, 2000, 30_000]);
  expect([0, 0.999].map((random) => retryDelay(2, null, random))).toEqual([500, 1499]);
  expect(retryDelay(9, 1000, 0)).toBe(1000);
  expect(retryDelay(1, 1000, 0.999)).toBeLessThanOrEqual(1250);
});

test('a body that is no UTF-8 is read as every client reads it, and says so', () => {
  const text = JSON.stringify(completion({ content: 'caf\u00e9' }));
  const latin = { kind: 'base64' as const, data: Buffer.from(text, 'latin1').toString('base64') };
  const reading = readResponse({ ...jsonResponse(null), body: latin }, context());
  expect(reading).toMatchObject({ ok: true, text: 'caf\uFFFD' });
  expect(reading.findings.map((finding) => finding.check)).toEqual(['framing']);
  const image = { kind: 'base64' as const, data: Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64') };
  expect(readResponse({ ...jsonResponse(null), body: image }, context())).toMatchObject({
    ok: false,
    error: { code: 'malformed-response' },
  });
});
