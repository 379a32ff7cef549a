import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { putAt, rootSpot } from '../../src/protocol/places/pattern.ts';
import type { Protocol } from '../../src/protocol/protocol.ts';
import { endpointAtEnd, protocolFor } from '../../src/protocol/protocols.ts';
import { gatewayConfig, outcome, runAndRead, WEATHER, type RanCli } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { writtenAnswer } from '../support/written-answer.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const CALL = { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] };

function project(baseUrl: string, defaults: object = {}): string {
  const config = gatewayConfig(baseUrl, { defaults: { models: ['m'], timeout_ms: 500, ...defaults } });
  return tempDir({ 'scenarios/weather.json': WEATHER, 'tooltape.config.json': config });
}

const run = (cwd: string, ...args: string[]): Promise<RanCli> => runAndRead(['run', ...args], { cwd, env: KEY });

test('429 with Retry-After twice, then an answer: three requests for that step, a pass, and the retries are shown', async () => {
  const server = await scriptedServer(({ body }, response, index) => {
    if (index < 2)
      response.writeHead(429, { 'retry-after': '1' }).end('{"error":{"message":"slow down","code":"rate_limit"}}');
    else sendCompletion(response, (body['messages'] as unknown[]).length === 1 ? CALL : { text: 'It is 22 degrees.' });
  });
  const { code, run: file, stderr } = await run(project(server.baseUrl, { retries: 3 }));
  expect(code).toBe(0);
  expect(file.trials.map(outcome)).toEqual(['pass']);
  expect(server.requests).toHaveLength(4);
  expect(file.trials[0]?.attempts).toBe(4);
  expect(stderr).toContain('2 retries');
});

test('counts and times beyond every measure leave a run file that is read', async () => {
  const many = Number.MAX_SAFE_INTEGER;
  /** `hi`, with counts of tokens wherever the protocol has them. */
  const answer = (protocol: Protocol): JsonObject => {
    const body = writtenAnswer(protocol, { kind: 'text', text: 'hi' });
    for (const name of ['answer.usage.input', 'answer.usage.output'] as const) {
      for (const at of protocol.places.fields[name].at ?? []) putAt(rootSpot(body), at, many);
    }
    return body;
  };
  const server = await scriptedServer(({ url }, response) => {
    const body = answer(protocolFor(endpointAtEnd(url) ?? ''));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  const named = (value: (protocol: string) => object): object =>
    Object.fromEntries(PROTOCOL_NAMES.map((protocol) => [protocol, value(protocol)]));
  const cwd = tempDir({
    'scenarios/talk.json': {
      scenarios: ['a', 'b'].map((id) => ({ id, prompt: id, tools: [], expect: { calls: [] } })),
    },
    'tooltape.config.json': {
      gateways: named((protocol) => ({ base_url: server.baseUrl, protocol })),
      models: named((gateway) => ({ gateway, model: 'm' })),
    },
  });
  const { code, run: file } = await run(cwd, '--models', PROTOCOL_NAMES.join(','));
  expect([code, file.trials.map(({ status }) => status)]).toEqual([0, Array(2 * PROTOCOL_NAMES.length).fill('pass')]);
  for (const { usage, findings } of file.trials) {
    expect(usage).toEqual({ input: null, output: null });
    expect(findings.map(({ check }) => check)).toContain('usage');
  }
  expect((await runCli(['report'], { cwd })).code).toBe(0);

  const cassette = join(cwd, 'cassettes/a/chat.json');
  writeFileSync(cassette, readFileSync(cassette, 'utf8').replace(/"latencyMs": \d+/, '"latencyMs": 1e15'));
  const replayed = await runCli(['replay', '--models', 'chat'], { cwd });
  expect([replayed.code, replayed.stderr]).toEqual([
    2,
    expect.stringContaining('latencyMs: expected a number from 0 to 2147483647, found 1000000000000000'),
  ]);
});

test('a gateway that always answers 429 is asked retries + 1 times a call, exits 3, and no trial counts as failed', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(429, { 'retry-after': '0' }).end('{"error":{"message":"slow down"}}');
  });
  const { code, run: file } = await run(project(server.baseUrl, { retries: 2 }));
  expect(code).toBe(3);
  expect(server.requests).toHaveLength(3);
  expect(file.trials.map(outcome)).toEqual(['error rate-limit']);
  expect(file.summary[0]).toMatchObject({ judged: 0, pass: 0, error: 1, passRate: null, interval: null });
});

test.each<[string, number, object, string, RegExp]>([
  ['a wrong key', 401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } }, 'error auth', /TEST_KEY/],
  [
    'an unknown model',
    404,
    { error: { message: 'The model m does not exist', code: 'model_not_found' } },
    'error not-found',
    /model/,
  ],
  ['a server error', 500, { error: { message: 'boom' } }, 'error provider-error', /boom/],
  [
    'a refused parameter',
    400,
    { error: { message: "Unsupported parameter: 'temperature'", param: 'temperature' } },
    'error refused',
    /temperature/,
  ],
])('%s is an error that says what to do, and is never scored', async (_, status, body, expected, message) => {
  const server = await scriptedServer((__, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const { code, run: file } = await run(project(server.baseUrl, { retries: 0 }));
  expect(code).toBe(3);
  expect(file.trials.map(outcome)).toEqual([expected]);
  expect(file.trials[0]?.error?.message).toMatch(message);
});

test('a refused connection names the address, and trials of other gateways are kept', async () => {
  const dead = await scriptedServer(() => {});
  await dead.close();
  const dir = project(dead.baseUrl, { retries: 0 });
  const { code, run: file, stdout } = await run(dir, '--models', 'm,oracle');
  expect(code).toBe(3);
  expect(file.trials.map(outcome)).toEqual(['error network', 'pass']);
  expect(file.trials[0]?.error?.message).toContain(`127.0.0.1:${dead.port}`);
  expect(stdout).toContain('network');
  expect((await runCli(['replay', '--models', 'oracle'], { cwd: dir })).code).toBe(0);
});

test('a stream that stalls for ever ends after the idle time-out as an error', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"he"},"finish_reason":null}]}\n\n',
    );
  });
  const { code, run: file } = await run(project(server.baseUrl, { retries: 0 }), '--stream', 'true');
  expect(code).toBe(3);
  expect(file.trials.map(outcome)).toEqual(['error timeout']);
});

test('unknown fields of the assistant message come back deep-equal in the next request', async () => {
  const message = {
    role: 'assistant',
    content: null,
    reasoning_content: 'thinking… 思考',
    reasoning_details: [{ type: 'reasoning.encrypted', data: 'AbC==', index: 0 }],
    tool_calls: [
      {
        id: 'call_1',
        type: 'function',
        function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
        extra_content: { google: { thought_signature: 'sig/+=' } },
      },
    ],
  };
  const server = await scriptedServer(({ body }, response) => {
    if ((body['messages'] as unknown[]).length > 1) return sendCompletion(response, { text: '22' });
    const choice = { index: 0, message, finish_reason: 'tool_calls' };
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: 'm', choices: [choice], usage }));
  });
  const { run: file } = await run(project(server.baseUrl));
  expect(file.trials.map(outcome)).toEqual(['pass']);
  expect((server.requests[1]?.body['messages'] as unknown[] | undefined)?.[1]).toEqual(message);
});

test('a missing key is found before any request, and names the variable', async () => {
  const server = await scriptedServer((_, response) => sendCompletion(response, { text: 'x' }));
  const result = await runCli(['run'], { cwd: project(server.baseUrl) });
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(/error MISSING_KEY: .*TEST_KEY/);
  expect(server.requests).toHaveLength(0);
});

test('with 64 requests in flight, resets, half-closed sockets, cut bodies and refusals lose no recording and no count', async () => {
  const asked = new Map<string, number>();
  const server = await scriptedServer(({ body }, response, index) => {
    const request = JSON.stringify(body['messages']);
    const count = (asked.get(request) ?? 0) + 1;
    asked.set(request, count);
    const answer = (): void =>
      sendCompletion(response, (body['messages'] as unknown[]).length === 1 ? CALL : { text: '22' });
    if (count > 1) return void setTimeout(answer, 5);
    const troubles: (() => unknown)[] = [
      () => response.writeHead(429, { 'retry-after': '0' }).end('{"error":{"message":"slow down"}}'),
      () => response.writeHead(503).end('busy'),
      () => response.socket?.resetAndDestroy(),
      () => response.socket?.end(),
      () => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 }).write('{"id":');
        setTimeout(() => response.socket?.destroy(), 5);
      },
      answer,
    ];
    troubles[index % troubles.length]?.();
  });
  const scenarios = Array.from({ length: 100 }, (_, i) => ({ ...WEATHER, id: `s${i}`, prompt: `Paris, ${i}` }));
  const config = gatewayConfig(server.baseUrl, { defaults: { models: ['m'], concurrency: 64, retries: 2 } });
  const dir = tempDir({ 'scenarios/many.json': { scenarios }, 'tooltape.config.json': config });
  const recorded = await run(dir);
  expect(recorded.code, recorded.stderr).toBe(0);
  expect(new Set(recorded.run.trials.map(outcome))).toEqual(new Set(['pass']));
  expect(recorded.run.trials.reduce((sum, row) => sum + row.attempts, 0)).toBe(server.requests.length);
  expect(Math.max(...asked.values())).toBe(2);
  await server.close();
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));
});

test('a wait for a rate limit is told', async () => {
  const server = await scriptedServer((_, response, index) => {
    if (index === 0) response.writeHead(429, { 'retry-after': '2' }).end('{"error":{"message":"slow down"}}');
    else sendCompletion(response, { text: 'hello' });
  });
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, expect: { calls: [] } },
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], retries: 1 } }),
  });
  const { code, stderr } = await runCli(['run'], { cwd: dir, env: KEY });
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^waiting [23] s for the rate limit of test$/m)]);
});
