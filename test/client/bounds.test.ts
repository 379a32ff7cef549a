import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLimiter } from '../../src/client/limiter.ts';
import type { ModelOutcome } from '../../src/domain/model-client.ts';
import { asked, chunk, liveClient, modelOf, send, serve, stream } from './support.ts';

const EVENTS = { 'content-type': 'text/event-stream' };
const ANSWER = stream([chunk({ role: 'assistant', content: '22' }), chunk({}, 'stop')], false);

function read(outcome: ModelOutcome): object {
  if (outcome.kind === 'unreachable') return { code: outcome.error.code, message: outcome.error.message };
  if (outcome.kind !== 'read') throw new Error(outcome.kind);
  const { reading } = outcome;
  return reading.ok ? { text: reading.text } : { code: reading.error.code, message: reading.error.message };
}

test.each<[string, string, object]>([
  ['comments after the finish_reason', ANSWER, { text: '22' }],
  [
    'pings after an error in the stream',
    `${stream([chunk({ role: 'assistant', content: '2' })], false)}data: {"error":{"message":"Overloaded"}}\n\n`,
    { code: 'stream-error', message: 'the gateway sent an error in the stream: Overloaded' },
  ],
  [
    'comments in place of an answer',
    stream([chunk({ role: 'assistant', content: '' })], false),
    { code: 'timeout', message: expect.stringContaining('kept the connection alive') as string },
  ],
])('a stream that is kept open with %s comes to an end', async (_, start, expected) => {
  await using server = await serve((response) => {
    response.writeHead(200, EVENTS).write(start);
    const timer = setInterval(() => response.write(': ping\n\n'), 20);
    response.on('close', () => clearInterval(timer));
  });
  const { client } = liveClient(server.baseUrl, { timeoutMs: 400, finishGraceMs: 100 });
  expect(read(await client.complete(asked({ stream: true })))).toMatchObject(expected);
});

test('an answer may be slow, as long as a part of it comes before the time is out', async () => {
  await using server = await serve(async (response) => {
    response.writeHead(200, EVENTS);
    for (const piece of ANSWER.match(/[\s\S]{1,40}/g) ?? []) {
      response.write(piece);
      await sleep(40);
    }
    response.end();
  });
  const { client } = liveClient(server.baseUrl, { timeoutMs: 150 });
  expect(read(await client.complete(asked({ stream: true })))).toMatchObject({ text: '22' });
});

test('a body without end is given up before it fills the memory', async () => {
  const text = `data: ${JSON.stringify(chunk({ content: 'x'.repeat(100_000) }))}\n\n`;
  await using server = await serve((response) => {
    response.writeHead(200, EVENTS);
    const more = (): void => {
      while (!response.destroyed && response.write(text));
    };
    response.on('drain', more);
    more();
  });
  const { client, transport } = liveClient(server.baseUrl, { retries: 2 });
  expect(read(await client.complete(asked({ stream: true })))).toMatchObject({
    code: 'malformed-response',
    message: expect.stringContaining('16 MB') as string,
  });
  expect(server.received).toHaveLength(1);
  expect(transport.kept).toEqual([]);
});

test('a redirect is not followed: it would take the headers of a gateway to another', async () => {
  await using other = await serve((response) => send(response, 200, '{}'));
  await using server = await serve((response) => send(response, 307, '', { location: `${other.baseUrl}/x` }));
  const model = modelOf({ gateway: { ...modelOf().gateway, headers: { 'api-key': 'secret' } } });
  const outcome = await liveClient(server.baseUrl, { model, retries: 2 }).client.complete(asked());
  expect(read(outcome)).toMatchObject({
    code: 'provider-error',
    message: expect.stringContaining('307, a redirect') as string,
  });
  expect(server.received).toHaveLength(1);
  expect(other.received).toEqual([]);
});

test('a gateway that answers nothing but refusals is not waited for for ever', async () => {
  const limiter = createLimiter({ concurrency: 4, rpm: null, clock: () => performance.now() });
  // Without an end to the waiting, this takes 20 minutes.
  for (let i = 0; i < 40; i += 1) {
    await limiter.run(async () => undefined);
    limiter.slowDown(i < 20 ? 5 : 60_000);
  }
  limiter.recover();
  limiter.slowDown(80);
  const resumed = performance.now();
  await limiter.run(async () => undefined);
  expect(performance.now() - resumed).toBeGreaterThanOrEqual(75);
});
