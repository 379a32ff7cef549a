import { expect, test } from 'vitest';
import { createLimiter } from '../../src/client/limiter.ts';
import type { ModelOutcome } from '../../src/domain/model-client.ts';
import type { TrialError } from '../../src/domain/wire.ts';
import { asked, call, chunk, completion, liveClient, modelOf, request, send, serve, stream } from './support.ts';

const PARIS = '{"city":"Paris"}';
const OK = JSON.stringify(completion({ content: null, tool_calls: [call('a', PARIS)] }, 'tool_calls'));
const LIMITED = JSON.stringify({ error: { message: 'Too many requests', code: 'rate_limit_exceeded' } });

function errorOf(outcome: ModelOutcome): TrialError | null {
  if (outcome.kind === 'unreachable') return outcome.error;
  return outcome.kind === 'read' && !outcome.reading.ok ? outcome.reading.error : null;
}

test('the SDK sends exactly the body that a replay would look up', async () => {
  await using server = await serve((response) => send(response, 200, OK));
  const body = request({ temperature: 0, x_vendor: { deep: [1, null] } });
  const { client, transport } = liveClient(server.baseUrl);
  const outcome = await client.complete(asked(body));
  expect(server.received[0]?.url).toBe('/v1/chat/completions');
  expect(server.received[0]?.body).toBe(JSON.stringify(body));
  expect(outcome).toMatchObject({
    kind: 'read',
    attempts: 1,
    interaction: 0,
    reading: { ok: true, finishReason: 'tool_calls' },
  });
  expect(transport.kept).toHaveLength(1);
});

test('a port that fetch blocks is told as that, and asked once', async () => {
  const { client } = liveClient('http://127.0.0.1:6000/v1', { retries: 2 });
  const outcome = await client.complete(asked());
  expect(outcome).toMatchObject({ kind: 'unreachable', attempts: 1, error: { code: 'network' } });
  expect(errorOf(outcome)?.message).toContain('127.0.0.1:6000 has a port that fetch never asks');
});

test('a 429 with Retry-After twice, then an answer: three requests, two retries told, the waits kept', async () => {
  await using server = await serve((response, _one, count) => {
    if (count <= 2) send(response, 429, LIMITED, { 'retry-after': '0.2' });
    else send(response, 200, OK);
  });
  const { client, transport, retried } = liveClient(server.baseUrl, { retries: 3 });
  const outcome = await client.complete(asked());
  expect(outcome).toMatchObject({ kind: 'read', attempts: 3, reading: { ok: true } });
  expect(retried.map(({ attempt, delayMs, error }) => [attempt, delayMs, error.code])).toEqual([
    [1, 200, 'rate-limit'],
    [2, 200, 'rate-limit'],
  ]);
  const [first, second, third] = server.received.map((one) => one.at);
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(195);
  expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(195);
  expect(transport.kept).toHaveLength(1);
});

test('a gateway that always answers 429 gets retries + 1 requests a call, and nothing of it is kept', async () => {
  await using server = await serve((response) => send(response, 429, LIMITED, { 'retry-after-ms': '5' }));
  const limiter = createLimiter({ concurrency: 4, rpm: null, clock: () => performance.now() });
  const clients = Array.from({ length: 6 }, () => liveClient(server.baseUrl, { retries: 2, limiter }));
  const outcomes = await Promise.all(clients.map(({ client }) => client.complete(asked())));
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({
      kind: 'read',
      attempts: 3,
      reading: { ok: false, error: { code: 'rate-limit', status: 429 } },
    });
  }
  expect(server.received).toHaveLength(18);
  expect(clients.flatMap(({ transport }) => transport.kept)).toEqual([]);
});

test.each([
  ['a header', '{"error":{"message":"Too many requests","code":"x"}}', { 'retry-after': '0.2' }],
  ['the body', '{"error":{"message":"slow down","retry_after":0.2}}', {}],
])(
  'a wait that %s of an answer with status 200 asks for holds the gateway, not the refused request alone',
  async (_, body, headers) => {
    await using server = await serve((response, _one, count) => {
      if (count === 1) send(response, 200, body, headers);
      else send(response, 200, OK);
    });
    const held: unknown[] = [];
    const limiter = createLimiter({
      concurrency: 4,
      rpm: null,
      clock: () => performance.now(),
      onHold: (ms) => held.push(ms),
    });
    const { client } = liveClient(server.baseUrl, { retries: 1, limiter });
    expect(await client.complete(asked())).toMatchObject({ attempts: 2, reading: { ok: true } });
    expect(held).toEqual([expect.closeTo(200, -2), 'over']);
  },
);

test('Retry-After as a date is honoured; one beyond five minutes ends the attempts and says so', async () => {
  await using server = await serve((response, _one, count) => {
    const date = new Date(count === 1 ? 1_000_000_000 : 1_000_000_000 + 3_600_000).toUTCString();
    send(response, 503, '{"error":{"message":"down","code":"x"}}', { 'retry-after': date });
  });
  const { client, retried } = liveClient(server.baseUrl, { retries: 5, now: () => 999_999_900 });
  const outcome = await client.complete(asked());
  expect(retried.map((event) => event.delayMs)).toEqual([100]);
  expect(server.received).toHaveLength(2);
  expect(errorOf(outcome)?.message).toContain('asks to wait 3600 s');
});

test.each([
  [401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } }, 'auth', /Check the key in GW_KEY/],
  [
    404,
    { error: { message: 'no such model', code: 'model_not_found' } },
    'not-found',
    /model name "m" and the base URL http/,
  ],
  [400, { error: { message: 'boom', code: 'x' } }, 'provider-error', /boom/],
])('status %i is not retried: %j', async (status, body, code, message) => {
  await using server = await serve((response) => send(response, status, JSON.stringify(body)));
  const { client, transport } = liveClient(server.baseUrl, { retries: 3 });
  const outcome = await client.complete(asked());
  expect(errorOf(outcome)).toMatchObject({ code, status });
  expect(errorOf(outcome)?.message).toMatch(message);
  expect(server.received).toHaveLength(1);
  expect(transport.kept).toEqual([]);
});

test('a request that the gateway refuses is kept, so that a replay says the same', async () => {
  const body = {
    error: { message: "Unsupported parameter: 'temperature'", param: 'temperature', code: 'unsupported_parameter' },
  };
  await using server = await serve((response) => send(response, 400, JSON.stringify(body)));
  const { client, transport } = liveClient(server.baseUrl, { retries: 3 });
  expect(errorOf(await client.complete(asked()))).toMatchObject({ code: 'refused', status: 400 });
  expect(transport.kept).toHaveLength(1);
  expect(server.received).toHaveLength(1);
});

test('a server that stops answering is given up after the idle time: headers, JSON body, stream, error body', async () => {
  const start = `data: ${JSON.stringify(chunk({ role: 'assistant', content: 'a' }))}\n\n`;
  await using server = await serve((response, { url }) => {
    if (url.includes('headers')) return;
    const status = url.includes('error') ? 500 : 200;
    response.writeHead(status, { 'content-type': url.includes('stream') ? 'text/event-stream' : 'application/json' });
    response.write(url.includes('stream') ? start : '{"id"');
  });
  for (const kind of ['headers', 'json', 'stream', 'error']) {
    const { client, transport } = liveClient(`http://127.0.0.1:${server.port}/${kind}/v1`, { timeoutMs: 300 });
    const outcome = await client.complete(asked({ stream: kind === 'stream' }));
    expect({ kind, code: errorOf(outcome)?.code }).toEqual({ kind, code: 'timeout' });
    expect(errorOf(outcome)?.message).toContain('300 ms');
    expect(transport.kept).toEqual([]);
  }
});

test('bytes that keep coming keep a slow stream alive beyond the idle time', async () => {
  await using server = await serve(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const letter of 'abcdef') {
      response.write(`data: ${JSON.stringify(chunk({ role: 'assistant', content: letter }))}\n\n`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    response.end(`data: ${JSON.stringify(chunk({}, 'stop'))}\n\ndata: [DONE]\n\n`);
  });
  const { client } = liveClient(server.baseUrl, { timeoutMs: 500 });
  expect(await client.complete(asked({ stream: true }))).toMatchObject({ reading: { ok: true, text: 'abcdef' } });
});

test.each([
  ['without [DONE]', chunk({}, 'stop'), false, ['framing']],
  ['after [DONE]', chunk({}, 'stop'), true, []],
])('a socket left open after the finish_reason, %s, is an answer, and is kept', async (_name, last, done, checks) => {
  await using server = await serve((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(stream([chunk({ role: 'assistant', content: 'hi' }), last], done));
  });
  const { client, transport } = liveClient(server.baseUrl, { finishGraceMs: 100, doneGraceMs: 100 });
  const outcome = await client.complete(asked({ stream: true }));
  if (outcome.kind !== 'read' || !outcome.reading.ok) throw new Error(JSON.stringify(outcome));
  expect(outcome.reading.text).toBe('hi');
  expect(outcome.reading.findings.map((finding) => finding.check).filter((check) => check !== 'usage')).toEqual(checks);
  expect(transport.kept).toHaveLength(1);
});

test('a stream cut before its finish_reason is asked again, and never kept', async () => {
  await using server = await serve((response, _one, count) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (count === 3)
      return void response.end(stream([chunk({ role: 'assistant', content: 'whole' }), chunk({}, 'stop')]));
    response.write(`data: ${JSON.stringify(chunk({ role: 'assistant', content: 'par' }))}\n\n`, () => {
      if (count === 1) response.end();
      else response.destroy();
    });
  });
  const { client, transport, retried } = liveClient(server.baseUrl, { retries: 2 });
  expect(await client.complete(asked({ stream: true }))).toMatchObject({
    attempts: 3,
    reading: { ok: true, text: 'whole' },
  });
  expect(retried.map((event) => event.error.code)).toEqual(['truncated-stream', 'truncated-stream']);
  expect(transport.kept).toHaveLength(1);
});

test('a JSON body cut by the connection is a network error, not an answer', async () => {
  await using server = await serve((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":"c1"', () => response.destroy());
  });
  const { client, transport } = liveClient(server.baseUrl);
  expect(errorOf(await client.complete(asked()))?.code).toBe('network');
  expect(transport.kept).toEqual([]);
});

test('a refused connection names host and port; a missing host its name', async () => {
  const server = await serve(() => undefined);
  await server[Symbol.asyncDispose]();
  const refused = errorOf(await liveClient(server.baseUrl).client.complete(asked()));
  expect(refused).toMatchObject({ code: 'network', status: null });
  expect(refused?.message).toContain(`127.0.0.1:${server.port} refused the connection`);
  const missing = errorOf(await liveClient('http://no-such-host.invalid/v1').client.complete(asked()));
  expect(missing?.code).toBe('network');
  expect(missing?.message).toContain('no-such-host.invalid');
});

test('a stop ends a request in flight, one that waits for its retry, and one in the queue', async () => {
  await using server = await serve((response, { url }) => {
    if (url.includes('retry')) send(response, 429, LIMITED, { 'retry-after': '60' });
  });
  const stop = new AbortController();
  const limiter = createLimiter({ concurrency: 1, rpm: null, clock: () => performance.now(), signal: stop.signal });
  const open = { retries: 3, signal: stop.signal };
  const waiting = liveClient(`http://127.0.0.1:${server.port}/retry/v1`, open).client.complete(asked());
  const flying = liveClient(server.baseUrl, { ...open, limiter }).client.complete(asked());
  const queued = liveClient(server.baseUrl, { ...open, limiter }).client.complete(asked());
  await expect.poll(() => server.received.length).toBe(2);
  stop.abort();
  for (const outcome of await Promise.all([waiting, flying, queued])) {
    expect(errorOf(outcome)).toMatchObject({ code: 'network', message: 'stopped before an answer came' });
  }
  expect(server.received).toHaveLength(2);
});

test('the query of a base URL goes behind the path, and headers of gateway and trial are sent', async () => {
  await using server = await serve((response) => send(response, 200, OK));
  const gateway = { ...modelOf().gateway, apiKeyEnv: null, headers: { 'api-key': 'azure-key' } };
  const model = modelOf({ gateway });
  const { client } = liveClient(`${server.baseUrl}/?api-version=2024-10-21`, {
    model,
    apiKey: null,
    headers: { 'x-trial': '2' },
  });
  await client.complete(asked());
  const [one] = server.received;
  expect(one?.url).toBe('/v1/chat/completions?api-version=2024-10-21');
  expect(one?.headers).toMatchObject({ 'api-key': 'azure-key', 'x-trial': '2', 'content-type': 'application/json' });
  expect(one?.headers.authorization).toBeUndefined();
});

test('unknown fields of an assistant message come back deep-equal in the next request, streamed or not', async () => {
  const details = [{ type: 'reasoning.encrypted', data: 'X=', id: null, format: 'v1', index: 0 }];
  const signed = call('a', PARIS, { extra_content: { google: { thought_signature: 'SIG+/=' } } });
  const message = {
    content: null,
    refusal: null,
    tool_calls: [signed],
    reasoning_content: 'th\u0000ink é',
    reasoning_details: details,
  };
  await using server = await serve((response, { body }) => {
    if (!(JSON.parse(body) as { stream: boolean }).stream)
      return send(response, 200, JSON.stringify(completion(message, 'tool_calls')));
    const deltas = [
      chunk({ role: 'assistant', content: null, refusal: null, reasoning_content: 'th\u0000' }),
      chunk({ reasoning_content: 'ink é', reasoning_details: details }),
      chunk({ tool_calls: [{ index: 0, ...signed }] }),
      chunk({}, 'tool_calls'),
    ];
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream(deltas));
  });
  for (const streamed of [false, true]) {
    const { client } = liveClient(server.baseUrl);
    const outcome = await client.complete(asked({ stream: streamed }));
    if (outcome.kind !== 'read' || !outcome.reading.ok) throw new Error('unread');
    await client.complete(asked({ messages: [...outcome.reading.echo] }));
    const { messages } = JSON.parse(server.received.at(-1)?.body ?? '{}') as { messages: unknown[] };
    expect(messages).toEqual([{ role: 'assistant', ...message }]);
  }
});
