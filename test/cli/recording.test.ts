import { readdirSync, readFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };

/** Calls the tool, then answers; after a while. */
function weatherServer(delayMs = 0, more: { text?: string } = {}): Promise<ScriptedServer> {
  return scriptedServer(({ body }, response) => {
    const first = (body['messages'] as unknown[]).length === 1;
    const answer = first
      ? { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] }
      : { text: more.text ?? '22 degrees' };
    setTimeout(() => sendCompletion(response, answer), delayMs);
  });
}

function manyScenarios(count: number): object {
  return { scenarios: Array.from({ length: count }, (_, i) => ({ ...WEATHER, id: `s${String(i).padStart(3, '0')}` })) };
}

function recordedFiles(dir: string): string[] {
  const root = join(dir, 'cassettes');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(root, name));
}

test('kill -9 in the middle of 200 recordings loses only what was in flight', async () => {
  const server = await weatherServer(15);
  const dir = tempDir({
    'scenarios/many.json': manyScenarios(200),
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], concurrency: 8 } }),
  });
  const killed = await runCli(['run'], {
    cwd: dir,
    env: KEY,
    onStart: (child) => {
      const poll = setInterval(() => {
        if (recordedFiles(dir).length < 40) return;
        clearInterval(poll);
        child.kill('SIGKILL');
      }, 5);
    },
  });
  expect(killed.code).toBeNull();
  const kept = recordedFiles(dir);
  for (const file of kept) expect(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).not.toThrow();
  expect(kept.length).toBeGreaterThanOrEqual(40);
  expect(kept.length).toBeLessThan(200);
  const before = server.requests.length;
  const second = await runCli(['run'], { cwd: dir, env: KEY });
  expect(second.code).toBe(0);
  expect(server.requests.length - before).toBe((200 - kept.length) * 2);
  expect(readdirSync(join(dir, 'cassettes', 's000')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('Ctrl-C finishes what is in flight, exits 130, and the next run asks for the rest only', async () => {
  const server = await weatherServer(20);
  const dir = tempDir({
    'scenarios/many.json': manyScenarios(60),
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], concurrency: 4 } }),
  });
  const interrupted = await runAndRead(['run'], {
    cwd: dir,
    env: KEY,
    onStart: (child) => {
      const interrupt = async (): Promise<void> => {
        while (server.requests.length < 10) await sleep(2);
        child.kill('SIGINT');
      };
      void interrupt();
    },
  });
  expect(interrupted.code).toBe(130);
  expect(interrupted.stderr).toContain('run again to go on');
  expect(server.requests.length % 2).toBe(0);
  expect(interrupted.run.trials.every((row) => row.status === 'pass')).toBe(true);
  expect(recordedFiles(dir)).toHaveLength(interrupted.run.trials.length);
  const before = server.requests.length;
  expect((await runCli(['run'], { cwd: dir, env: KEY })).code).toBe(0);
  expect(server.requests.length).toBe(120);
  expect(before).toBeLessThan(120);
});

test('Ctrl-C twice stops at once, even while a gateway keeps silent', async () => {
  const server = await scriptedServer(() => {});
  const dir = tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const started = Date.now();
  const { code } = await runCli(['run'], {
    cwd: dir,
    env: KEY,
    onStart: (child) => {
      const interruptTwice = async (): Promise<void> => {
        while (server.requests.length === 0) await sleep(20);
        child.kill('SIGINT');
        await sleep(100);
        child.kill('SIGINT');
      };
      void interruptTwice();
    },
  });
  expect(code).toBe(130);
  expect(Date.now() - started).toBeLessThan(20_000);
});

test('a key that the gateway echoes everywhere, and that a tool answers with, stands in no file and no output', async () => {
  const key = 'sk-proj-AbCdEf0123456789AbCdEf0123456789AbCd';
  const odd = 'Zm9vYmFy.not-a-known-shape.0987';
  const server = await scriptedServer(({ body }, response) => {
    response
      .setHeader('set-cookie', `session=${key}`)
      .setHeader('x-api-key', odd)
      .setHeader('openai-organization', key);
    const messages = body['messages'] as { content: string }[];
    if (messages[0]?.content.includes('refuse')) {
      response
        .writeHead(401)
        .end(JSON.stringify({ error: { message: `bad key ${key} and ${odd}`, code: 'invalid_api_key' } }));
    } else if (messages.length === 1) {
      sendCompletion(response, {
        text: `I know ${odd}`,
        calls: [{ name: 'get_weather', arguments: { city: `Paris ${key}` } }],
      });
    } else sendCompletion(response, { text: `Your key is ${key}, also ${odd}.` });
  });
  const tool = { ...WEATHER.tools[0], returns: [{ result: `the tool holds ${key} for \${city}` }] };
  const scenario = { ...WEATHER, tools: [tool], expect: {} };
  const dir = tempDir({
    'scenarios/all.json': { scenarios: [scenario, { ...scenario, id: 'z-refused', prompt: 'please refuse' }] },
    'tooltape.config.json': {
      gateways: {
        test: { base_url: server.baseUrl, api_key_env: 'TEST_KEY' },
        other: { base_url: 'http://127.0.0.1:1/v1', api_key_env: 'ODD_KEY' },
      },
      models: { m: { gateway: 'test' } },
      defaults: { models: ['m'], retries: 0 },
    },
  });
  const env = { TEST_KEY: key, ODD_KEY: odd };
  const reporter = 'table,json:r.json,junit:r.xml,html:r.html,markdown:r.md,csv:r.csv';
  const recorded = await runAndRead(['run', '--concurrency', '1', '--reporter', reporter], { cwd: dir, env });
  expect(recorded.run.trials.map(outcome)).toEqual(['pass', 'error auth']);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    if (entry.name === 'all.json') continue;
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
    expect(text.includes(key) || text.includes(odd), `${entry.name} holds a key`).toBe(false);
  }
  expect(recorded.stdout + recorded.stderr).not.toContain(key);
  expect(recorded.stdout + recorded.stderr).not.toContain(odd);
  expect(readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8')).toContain('[redacted:x1]');

  const replayed = await runAndRead(['replay', '--grep', 'weather'], { cwd: dir });
  expect(replayed.code).toBe(0);
  expect(replayed.run.trials[0]).toEqual({ ...recorded.run.trials[0], attempts: 0 });
});

test('a scenario that holds a key which replay could not recognise is refused before anything is sent', async () => {
  const server = await weatherServer();
  const odd = 'Zm9vYmFy.not-a-known-shape.0987';
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, prompt: `Use ${odd}` },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const { code, stderr } = await runCli(['run'], { cwd: dir, env: { TEST_KEY: odd } });
  expect(code).toBe(2);
  expect(stderr).toContain('error SECRET_IN_DATA');
  expect(stderr).not.toContain(odd);
  expect(server.requests).toHaveLength(0);
});

test.each(['gzip', 'br', 'chunked SSE with CRLF'])(
  '%s is recorded, the server stopped, and the replay is the same',
  async (how) => {
    const message = { role: 'assistant', content: '北京 22°' };
    const whole = JSON.stringify({
      id: 'x',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
    const event = (delta: object, finish: string | null): string =>
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\r\n\r\n`;
    const stream = `: hello\r\n\r\n${event({ role: 'assistant', content: '北京' }, null)}${event({ content: ' 22°' }, null)}${event({}, 'stop')}data: [DONE]\r\n\r\n`;
    const server = await scriptedServer((_, response) => {
      if (how === 'gzip' || how === 'br') {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': how });
        response.end(how === 'gzip' ? gzipSync(whole) : brotliCompressSync(whole));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      // Cut in the middle of characters and events.
      const bytes = Buffer.from(stream);
      const send = (at: number): void => {
        if (at >= bytes.length) return void response.end();
        response.write(bytes.subarray(at, at + 37), () => setTimeout(() => send(at + 37), 1));
      };
      send(0);
    });
    const dir = tempDir({
      'scenarios/weather.json': { ...WEATHER, expect: { calls: [], final: { contains: ['北京', '22'] } } },
      'tooltape.config.json': gatewayConfig(server.baseUrl),
    });
    const args = ['--stream', String(how.includes('SSE'))];
    const recorded = await runAndRead(['run', ...args], { cwd: dir, env: KEY });
    await server.close();
    expect(recorded.run.trials.map(outcome), recorded.stderr).toEqual(['pass']);
    const replayed = await runAndRead(['replay', ...args], { cwd: dir });
    expect(replayed.code).toBe(0);
    expect(replayed.run.trials[0]).toEqual({ ...recorded.run.trials[0], attempts: 0 });
  },
);

test('record all keeps the old recording until the new one is complete, and tells what the model does differently', async () => {
  let city = 'Paris';
  let broken = false;
  const server = await scriptedServer(({ body }, response) => {
    if (broken) return void response.writeHead(500).end('{"error":{"message":"boom"}}');
    if ((body['messages'] as unknown[]).length === 1)
      sendCompletion(response, { calls: [{ name: 'get_weather', arguments: { city } }] });
    else sendCompletion(response, { text: '22' });
  });
  const dir = tempDir({ 'scenarios/weather.json': WEATHER, 'tooltape.config.json': gatewayConfig(server.baseUrl) });
  const file = join(dir, 'cassettes/weather/m.json');
  await runCli(['run'], { cwd: dir, env: KEY });
  const old = readFileSync(file, 'utf8');

  broken = true;
  expect((await runCli(['run', '--record', 'all'], { cwd: dir, env: KEY })).code).toBe(3);
  expect(readFileSync(file, 'utf8')).toBe(old);

  broken = false;
  city = 'Lyon';
  const changed = await runCli(['run', '--record', 'all'], { cwd: dir, env: KEY });
  expect(changed.stderr).toContain('- get_weather({"city":"Paris"})');
  expect(changed.stderr).toContain('+ get_weather({"city":"Lyon"})');
  expect(readFileSync(file, 'utf8')).toContain('Lyon');
});

test('parallel trials of one scenario replay to the numbers they were recorded under', async () => {
  let count = 0;
  const server = await scriptedServer((_, response) => {
    const mine = ++count;
    // Later requests are answered earlier.
    setTimeout(() => sendCompletion(response, { text: `answer ${mine}` }), 120 - mine * 10);
  });
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, expect: { calls: [] } },
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], trials: 8, concurrency: 8 } }),
  });
  const recorded = await runAndRead(['run'], { cwd: dir, env: KEY });
  const replayed = await runAndRead(['replay'], { cwd: dir });
  const texts = (rows: typeof recorded.run.trials): unknown[] => rows.map((row) => [row.trial, row.steps[0]?.text]);
  expect(texts(recorded.run.trials)).toHaveLength(8);
  expect(new Set(recorded.run.trials.map((row) => row.steps[0]?.text)).size).toBe(8);
  expect(texts(replayed.run.trials)).toEqual(texts(recorded.run.trials));
});

test('limits stop a run cleanly: no request beyond the limit, exit 1, and the next run goes on', async () => {
  const server = await weatherServer();
  const dir = tempDir({
    'scenarios/many.json': manyScenarios(20),
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { m: { gateway: 'test', price: { input: 1000, output: 1000 } } },
    }),
  });
  const first = await runCli(['run', '--max-requests', '10', '--concurrency', '1'], { cwd: dir, env: KEY });
  expect(first.code).toBe(1);
  expect(first.stderr).toContain('stopped by --max-requests');
  expect(server.requests).toHaveLength(10);
  expect(recordedFiles(dir)).toHaveLength(5);
  const second = await runCli(['run', '--max-cost', '0.1', '--concurrency', '1'], { cwd: dir, env: KEY });
  expect(second.code).toBe(1);
  expect(second.stderr).toContain('stopped by --max-cost');
  const third = await runCli(['run'], { cwd: dir, env: KEY });
  expect(third.code).toBe(0);
  expect(server.requests).toHaveLength(40);
});

test('a cost limit holds where the gateway reports no token counts: the cost is estimated, and said to be', async () => {
  const server = await scriptedServer((_, response) => {
    const message = { role: 'assistant', content: '22 degrees' };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ id: 'x', object: 'chat.completion', created: 1, model: 'm', choices }));
  });
  const dir = tempDir({
    'scenarios/many.json': manyScenarios(20),
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { m: { gateway: 'test', price: { input: 1000, output: 1000 } } },
    }),
  });
  const { code, run, stderr } = await runAndRead(['run', '--max-cost', '0.3', '--concurrency', '1'], {
    cwd: dir,
    env: KEY,
  });
  expect(code).toBe(1);
  expect(stderr).toContain('stopped by --max-cost');
  expect(stderr).toMatch(/recorded, \d+ requests, about \$0\.\d+/);
  expect(stderr).toContain('their cost is estimated from the texts');
  expect(server.requests.length).toBeLessThan(20);
  expect(run.trials.map((row) => row.costUsd)).toEqual(run.trials.map(() => null));
});

test('a dry run sends nothing, needs no key, and estimates from earlier recordings', async () => {
  const server = await weatherServer();
  const dir = tempDir({
    'scenarios/many.json': manyScenarios(10),
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { m: { gateway: 'test', price: { input: 10, output: 30 } } },
    }),
  });
  const before = await runCli(['run', '--dry-run', '--trials', '2'], { cwd: dir });
  expect(before.code).toBe(0);
  expect(before.stdout).toMatch(/About 40 requests/);
  expect(server.requests).toHaveLength(0);
  await runCli(['run', '--grep', 's00[0-4]'], { cwd: dir, env: KEY });
  const sent = server.requests.length;
  const after = await runCli(['run', '--dry-run'], { cwd: dir });
  expect(after.stdout).toMatch(/About 10 requests/);
  expect(server.requests).toHaveLength(sent);
});

test('a recording for a gateway that refuses the request is kept, and replays as refused', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        error: {
          message: "Invalid schema for function 'get_weather'",
          param: 'tools[0].function.parameters',
          code: 'invalid_function_parameters',
        },
      }),
    );
  });
  const dir = tempDir({ 'scenarios/weather.json': WEATHER, 'tooltape.config.json': gatewayConfig(server.baseUrl) });
  expect((await runCli(['run'], { cwd: dir, env: KEY })).code).toBe(3);
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.run.trials.map(outcome)).toEqual(['error refused']);
  expect(replayed.code).toBe(0);
  expect(server.requests).toHaveLength(1);
});

test('a full disk ends the run with a clear message, and what was recorded stays whole', async () => {
  const server = await weatherServer();
  const dir = tempDir({ 'scenarios/weather.json': WEATHER, 'tooltape.config.json': gatewayConfig(server.baseUrl) });
  writeFileSync(join(dir, 'cassettes'), 'a file where the folder should be');
  const { code, stderr } = await runCli(['run'], { cwd: dir, env: KEY });
  expect(code).toBe(2);
  expect(stderr).toMatch(/error OUTPUT: .*cassettes/);
});

test('record all leaves a recording of a newer format alone, and says so before anything is sent', async () => {
  const server = await weatherServer();
  const newer = '{"format":"tooltape.cassette/9","scenario":"weather","model":"m"}';
  const dir = tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': gatewayConfig(server.baseUrl),
    'cassettes/weather/m.json': newer,
  });
  const { code, stderr } = await runCli(['run', '--record', 'all'], { cwd: dir, env: KEY });
  expect(code).toBe(2);
  expect(stderr).toMatch(/error CASSETTE_NEWER: .*m\.json/);
  expect(stderr).toContain('Update tooltape');
  expect(server.requests).toHaveLength(0);
  expect(readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8')).toBe(newer);
});

test('a recorded request holds the messages as they were sent, under whatever name', async () => {
  const server = await scriptedServer(({ body }, response) => {
    const first = (body['input'] as unknown[]).length === 1;
    sendCompletion(
      response,
      first ? { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] } : { text: '22' },
    );
  });
  const models = { m: { gateway: 'test', rename: { messages: 'input' } } };
  const dir = tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': gatewayConfig(server.baseUrl, { models }),
  });
  expect((await runCli(['run'], { cwd: dir, env: KEY })).code).toBe(0);
  const file = join(dir, 'cassettes/weather/m.json');
  const { trials } = JSON.parse(readFileSync(file, 'utf8')) as {
    trials: { interactions: { request: { input: unknown[] } }[] }[];
  };
  const recorded = trials[0]?.interactions.map(({ request }) => request.input.length);
  expect(recorded).toEqual(server.requests.map(({ body }) => (body['input'] as unknown[]).length));
  expect(recorded).toEqual([1, 3]);
});
