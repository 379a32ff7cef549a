import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bodyText } from '../../../src/protocol/raw-body.ts';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { createRecordingTransport, type TrialRecorder } from '../../../src/cassette/record/transport.ts';
import { type Answer, startServer } from '../server.ts';

const SECRET = 'a-secret-known-by-value';
const redactor = createRedactor({ secrets: [SECRET] });
const keyer = createKeyer({ redactor });
const JSON_ANSWER = '{"choices":[{"message":{"content":"北京"},"finish_reason":"stop"}]}';
const post = (body: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function recorderOf(
  answer: Answer,
): Promise<{ recorder: TrialRecorder; url: string; requests: string[]; close: () => Promise<void> }> {
  const { origin, requests, close } = await startServer(answer);
  const recorder = createRecordingTransport({
    fetch,
    baseUrl: `${origin}/v1/`,
    keyer,
    redactor,
    clock: () => performance.now(),
  });
  return { recorder, url: `${origin}/v1/chat/completions`, requests, close };
}

test('an exchange is captured with its endpoint, key, request, kept headers and times', async () => {
  const { recorder, url } = await recorderOf(async (response) => {
    response.writeHead(200, {
      'content-type': 'application/json',
      'set-cookie': 'a=1',
      'openai-organization': 'me',
      'x-request-id': '1',
      'retry-after': '3',
    });
    response.write(JSON_ANSWER.slice(0, 10));
    await wait(60);
    response.end(JSON_ANSWER.slice(10));
  });
  const body = { model: 'm', messages: [{ role: 'user', content: null }], user: 'me' };
  const response = await recorder.fetch(`${url}?api-version=1`, post(body));
  expect(await response.text()).toBe(JSON_ANSWER);
  const exchange = await recorder.latest();
  expect(exchange).toMatchObject({
    endpoint: '/chat/completions',
    key: keyer.keyOf('/chat/completions', body as never),
    request: { model: 'm', messages: [{ role: 'user' }] },
    response: {
      status: 200,
      headers: { 'content-type': 'application/json', 'retry-after': '3' },
      body: { kind: 'json' },
    },
    complete: true,
  });
  expect(Object.keys(exchange?.response.headers ?? {})).toEqual(['content-type', 'retry-after']);
  expect(exchange?.latencyMs).toBeGreaterThan(exchange?.firstByteMs ?? 0);
});

test.each<[string, Answer, string]>([
  [
    'gzip',
    (response) =>
      void response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
        .end(gzipSync(JSON_ANSWER)),
    JSON_ANSWER,
  ],
  [
    'brotli',
    (response) => void response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(JSON_ANSWER)),
    JSON_ANSWER,
  ],
  [
    'gzipped events with CRLF',
    (response) =>
      void response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/event-stream' })
        .end(gzipSync('data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n')),
    'data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n',
  ],
  [
    'a body with characters cut between chunks',
    async (response) => {
      for (const byte of Buffer.from(JSON_ANSWER)) response.write(Buffer.from([byte]));
      response.end();
    },
    JSON_ANSWER,
  ],
  ['an empty body', (response) => void response.writeHead(200).end(), ''],
])('%s is kept decoded, as the client read it', async (_, answer, text) => {
  const { recorder, url } = await recorderOf(answer);
  expect(await (await recorder.fetch(url, post({}))).text()).toBe(text);
  const exchange = await recorder.latest();
  expect(exchange?.complete).toBe(true);
  expect(bodyText(exchange?.response.body as never)).toBe(text);
});

test('a stream is passed on event by event while it is recorded', async () => {
  const order: string[] = [];
  const { recorder, url } = await recorderOf(async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let i = 0; i < 3; i++) {
      response.write(`data: {"i":${i}}\n\n`);
      order.push(`sent ${i}`);
      await wait(80);
    }
    response.end('data: [DONE]\n\n');
    order.push('ended');
  });
  const response = await recorder.fetch(url, post({ stream: true }));
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read())
    order.push(`got ${Buffer.from(read.value).toString().slice(6, 13)}`);
  expect(order.indexOf('got {"i":0}')).toBeLessThan(order.indexOf('sent 1'));
  expect(order.indexOf('got {"i":1}')).toBeLessThan(order.indexOf('sent 2'));
  const exchange = await recorder.latest();
  expect(exchange?.response.body).toEqual({
    kind: 'sse',
    text: 'data: {"i":0}\n\ndata: {"i":1}\n\ndata: {"i":2}\n\ndata: [DONE]\n\n',
  });
});

test('a body that nobody reads is captured all the same', async () => {
  const { recorder, url } = await recorderOf(
    (response) => void response.writeHead(429, { 'retry-after': '1' }).end('x'.repeat(100_000)),
  );
  const response = await recorder.fetch(url, post({}));
  expect(response.status).toBe(429);
  expect((await recorder.latest())?.complete).toBe(true);
});

test('a connection that breaks, a reader that gives up and an abort make an exchange incomplete', async () => {
  const { recorder, url } = await recorderOf(async (response, body) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"a":1}\n\n');
    await wait(30);
    if (body.includes('break')) response.destroy();
  });
  const broken = await recorder.fetch(url, post({ x: 'break' }));
  await expect(broken.text()).rejects.toThrow();
  expect(await recorder.latest()).toMatchObject({ complete: false, response: { body: { text: 'data: {"a":1}\n\n' } } });

  const left = await recorder.fetch(url, post({}));
  await left.body?.cancel();
  expect((await recorder.latest())?.complete).toBe(false);

  const stop = new AbortController();
  const aborted = await recorder.fetch(url, { ...post({}), signal: stop.signal });
  setTimeout(() => stop.abort(), 20);
  await expect(aborted.text()).rejects.toThrow();
  expect((await recorder.latest())?.complete).toBe(false);
});

test('no response is no exchange, also after one that was', async () => {
  const { recorder, url, close } = await recorderOf((response) => void response.end('{}'));
  expect(await recorder.latest()).toBeNull();
  await (await recorder.fetch(url, post({}))).text();
  expect(await recorder.latest()).not.toBeNull();
  await close();
  await expect(recorder.fetch(url, post({}))).rejects.toThrow();
  expect(await recorder.latest()).toBeNull();
  expect(() => recorder.keep()).toThrow();
});

test('only what is told to be kept is kept, in order', async () => {
  let count = 0;
  const { recorder, url } = await recorderOf(
    (response) => void response.writeHead(++count === 1 ? 500 : 200).end(`{"n":${count}}`),
  );
  for (const keep of [false, true, true]) {
    await (await recorder.fetch(url, post({}))).text();
    await recorder.latest();
    if (keep) recorder.keep();
  }
  expect(recorder.interactions.map(({ response }) => response.body)).toEqual([
    { kind: 'json', value: { n: 2 } },
    { kind: 'json', value: { n: 3 } },
  ]);
  expect(recorder.interactions[0]).not.toHaveProperty('complete');
});

test('a server that echoes the key everywhere leaves it in no part of an exchange', async () => {
  const { recorder, url } = await recorderOf((response, body) => {
    response.writeHead(401, {
      'content-type': `application/json; x=${SECRET}`,
      'set-cookie': `k=${SECRET}`,
      'x-key': SECRET,
      'retry-after': SECRET,
    });
    response.end(`{"error": {"message": "Incorrect key ${SECRET}", "n": 5.0, "body": ${JSON.stringify(body)}}}`);
  });
  const response = await recorder.fetch(url, {
    ...post({ messages: [{ role: 'tool', content: SECRET }] }),
    headers: { authorization: `Bearer ${SECRET}` },
  });
  expect(await response.text()).toContain(SECRET);
  recorder.keep();
  const told = JSON.stringify(recorder.interactions);
  expect(told).not.toContain(SECRET);
  expect(told).toContain('[redacted:x1]');
});

test.each<[string, string | URLSearchParams | Buffer, object]>([
  ['bytes', Buffer.from('{"a":1}'), { a: 1 }],
  ['a form', new URLSearchParams({ a: '1' }), { body: 'a=1' }],
  ['text that is no JSON', 'hello', { body: 'hello' }],
  ['a list', '[1]', { body: [1] }],
])('a request body of %s is recorded', async (_, body, request) => {
  const { recorder, url } = await recorderOf((response) => void response.end('{}'));
  await (await recorder.fetch(url, { method: 'POST', body })).text();
  expect((await recorder.latest())?.request).toEqual(request);
});

test('a Request object is sent and recorded, and another method is part of the endpoint', async () => {
  const { recorder, url, requests } = await recorderOf((response) => void response.end('{}'));
  await (await recorder.fetch(new Request(url, post({ a: 1 })))).text();
  expect(await recorder.latest()).toMatchObject({ endpoint: '/chat/completions', request: { a: 1 } });
  expect(requests).toEqual(['{"a":1}']);
  await (await recorder.fetch(new URL(url.replace('/v1/chat/completions', '/v1/models?limit=2')))).text();
  expect((await recorder.latest())?.endpoint).toBe('GET /models?limit=2');
});
