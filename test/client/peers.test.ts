import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { expect, test } from 'vitest';
import type { AssistantTurn } from '../../src/domain/wire.ts';
import type { ModelOutcome } from '../../src/domain/model-client.ts';
import { asked, call, completion, liveClient, modelOf, send, serve } from './support.ts';

function turnOf(outcome: ModelOutcome): AssistantTurn {
  if (outcome.kind !== 'read' || !outcome.reading.ok) throw new Error(JSON.stringify(outcome));
  return outcome.reading;
}

const seen = (turn: AssistantTurn): unknown => ({
  calls: turn.calls.map(({ name, arguments: args }) => [name, args]),
  checks: turn.findings.map((finding) => finding.check),
});
const TWO = [
  ['get_weather', { city: 'Paris' }],
  ['get_weather', { city: 'Rome' }],
];

test('aimock, an independent server of the protocol, is read without a finding: whole, streamed, and over two steps', async () => {
  const mock = new LLMock({ port: 0 });
  const toolCalls = [
    { name: 'get_weather', arguments: '{"city":"Paris"}' },
    { name: 'get_weather', arguments: '{"city":"Rome"}' },
  ];
  mock.on({ userMessage: 'weather?', hasToolResult: false }, { toolCalls });
  mock.on({ userMessage: 'weather?', hasToolResult: true }, { content: 'Both are sunny.' });
  mock.onMessage('limit?', { error: { message: 'Slow down', type: 'rate_limit_error' }, status: 429 });
  await mock.start();
  try {
    for (const streamed of [false, true]) {
      const { client } = liveClient(`${mock.url}/v1`);
      const over = streamed ? { stream: true, stream_options: { include_usage: true } } : { stream: false };
      const first = turnOf(await client.complete(asked(over)));
      expect(seen(first)).toEqual({ calls: TWO, checks: [] });
      const results = first.calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'sunny' }));
      const messages = [{ role: 'user', content: 'weather?' }, ...first.echo, ...results];
      expect(turnOf(await client.complete(asked({ ...over, messages })))).toMatchObject({
        text: 'Both are sunny.',
        calls: [],
        findings: [],
      });
    }
    const limited = await liveClient(`${mock.url}/v1`).client.complete(
      asked({ messages: [{ role: 'user', content: 'limit?' }] }),
    );
    expect(limited).toMatchObject({ kind: 'read', reading: { ok: false, error: { code: 'rate-limit', status: 429 } } });
  } finally {
    await mock.stop();
  }
});

/** Starts Portkey's gateway as a process of its own. */
async function startPortkey(): Promise<{ readonly url: string } & AsyncDisposable> {
  const probe = await serve(() => undefined);
  const { port } = probe;
  await probe[Symbol.asyncDispose]();
  const script = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js');
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], { stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await expect.poll(() => answers(port), { timeout: 30_000, interval: 100 }).toBe(true);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await gone;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() !== undefined));
    socket.on('error', () => resolve(false));
  });
}

test('through the Portkey gateway, calls and errors of an upstream arrive, with the findings that they deserve', async () => {
  const calls = [call('a', '{"city":"Paris"}'), call('b', '{"city":"Rome"}')];
  await using upstream = await serve((response, { body }) => {
    const asked = JSON.parse(body) as { messages: [{ content: string }] };
    if (asked.messages[0].content === 'limit?') {
      return send(response, 429, '{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}', {
        'retry-after': '1',
      });
    }
    send(response, 200, JSON.stringify(completion({ content: null, tool_calls: calls }, 'tool_calls')));
  });
  await using portkey = await startPortkey();
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': upstream.baseUrl };
  const model = modelOf({ gateway: { ...modelOf().gateway, headers } });
  const turn = turnOf(await liveClient(portkey.url, { model }).client.complete(asked()));
  expect(seen(turn)).toEqual({ calls: TWO, checks: [] });
  // This version fails on its own at every stream (Node's fetch gives it headers that it may not change), and says so in its own way.
  const streamed = await liveClient(portkey.url, { model }).client.complete(asked({ stream: true }));
  if (streamed.kind !== 'read' || streamed.reading.ok) throw new Error('a stream came through: test it');
  expect(streamed.reading.error).toMatchObject({ code: 'provider-error', status: 500 });
  expect(streamed.reading.findings.map((finding) => finding.check)).toEqual(['error-shape']);
  const limited = await liveClient(portkey.url, { model }).client.complete(
    asked({ messages: [{ role: 'user', content: 'limit?' }] }),
  );
  expect(limited).toMatchObject({ kind: 'read', reading: { ok: false, error: { code: 'rate-limit', status: 429 } } });
  const nowhere = { ...headers, 'x-portkey-custom-host': 'http://127.0.0.1:9/v1' };
  const lost = modelOf({ gateway: { ...modelOf().gateway, headers: nowhere } });
  const outcome = await liveClient(portkey.url, { model: lost }).client.complete(asked());
  expect(outcome).toMatchObject({ kind: 'read', reading: { ok: false } });
  if (outcome.kind === 'read' && !outcome.reading.ok) expect(outcome.reading.error.code).toBe('provider-error');
});
