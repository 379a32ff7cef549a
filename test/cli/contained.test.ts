import { mkdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, outcomes, runAndRead, WEATHER } from '../support/project.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const MANY = { scenarios: ['a', 'b', 'c'].map((id) => ({ ...WEATHER, id, expect: { calls: [] } })) };
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** A good model and one whose answers are broken in this way. */
async function project(broken: (response: ServerResponse) => void): Promise<string> {
  const server = await scriptedServer(({ body }, response) => {
    if (body['model'] === 'bad') broken(response);
    else sendCompletion(response, { text: '22' });
  });
  return tempDir({
    'scenarios/many.json': MANY,
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { bad: { gateway: 'test' }, good: { gateway: 'test' } },
      defaults: { models: ['bad', 'good'], retries: 0, concurrency: 2 },
    }),
  });
}

const message = (extra: string): string =>
  `{"id":"1","object":"chat.completion","created":1,"model":"bad","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"22"${extra}}}]}`;
const event = (delta: string): string =>
  `data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"bad","choices":[{"index":0,"delta":${delta},"finish_reason":"stop"}]}\n\n`;

test.each<[string, string, string]>([
  ['a field nested 300 deep', 'application/json', message(`,"reasoning":${deep(300)}`)],
  ['a field nested 100,000 deep', 'application/json', message(`,"reasoning":${deep(100_000)}`)],
  ['an event nested 5,000 deep', 'text/event-stream', `${event(`{"reasoning":${deep(5000)}}`)}data: [DONE]\n\n`],
  ['a deep body behind a byte order mark', 'application/json', `\uFEFF${message(`,"reasoning":${deep(5000)}`)}`],
  ['a deep body that is cut', 'application/json', `{"choices":[{"message":{"a":${'['.repeat(6000)}`],
  ['more than 1,000 calls', 'application/json', message(`,"tool_calls":[${calls(1001)}]`)],
])('an answer with %s costs its own trial, and no other', async (_, type, body) => {
  const dir = await project((response) => void response.setHeader('content-type', type).end(body));
  const { code, run, stderr } = await runAndRead(['run'], { cwd: dir, env: KEY });
  expect(stderr).not.toContain('internal error');
  const bad = Object.fromEntries(['a', 'b', 'c'].map((id) => [id, 'error malformed-response']));
  expect(outcomes(run, 'bad')).toEqual(bad);
  expect(outcomes(run, 'good')).toEqual({ a: 'pass', b: 'pass', c: 'pass' });
  expect(code).toBe(3);
});

function calls(count: number): string {
  const call = (_: unknown, i: number): string =>
    JSON.stringify({ id: `c${i}`, type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } });
  return Array.from({ length: count }, call).join(',');
}

test('a body nested 256 deep is read', async () => {
  const dir = await project((response) => {
    response.setHeader('content-type', 'application/json').end(message(`,"reasoning":${deep(256 - 4)}`));
  });
  const { code, run } = await runAndRead(['run'], { cwd: dir, env: KEY });
  expect(outcomes(run, 'bad')).toEqual({ a: 'pass', b: 'pass', c: 'pass' });
  expect(code).toBe(0);
});

test.each<[string, (file: string) => void]>([
  ['no JSON', (file) => writeFileSync(file, '{"format":')],
  ['of another format', (file) => writeFileSync(file, '{"format":"other/1"}')],
  [
    'of another cell',
    (file) => writeFileSync(file, readFileSync(file, 'utf8').replace('"scenario": "b"', '"scenario": "x"')),
  ],
])('a cassette that is %s costs its own trials: the others are replayed, and the exit is 2', async (_, damage) => {
  const dir = await project((response) => sendCompletion(response, { text: '22' }, 'bad'));
  await runAndRead(['run'], { cwd: dir, env: KEY });
  damage(join(dir, 'cassettes/b/bad.json'));
  const { code, run, stdout, stderr } = await runAndRead(['replay'], { cwd: dir });
  expect(outcomes(run, 'bad')).toEqual({ a: 'pass', b: 'unrecorded never-recorded', c: 'pass' });
  expect(outcomes(run, 'good')).toEqual({ a: 'pass', b: 'pass', c: 'pass' });
  expect(stdout).toContain('good');
  expect(stderr).toMatch(/error CASSETTE_FORMAT: cassettes\/b\/bad\.json/);
  expect(code).toBe(2);
});

test('a model that nobody configured is replayed though its first cassette cannot be read', async () => {
  const dir = await project((response) => sendCompletion(response, { text: '22' }, 'bad'));
  await runAndRead(['run'], { cwd: dir, env: KEY });
  rmSync(join(dir, 'tooltape.config.json'));
  mkdirSync(join(dir, 'cassettes/a'), { recursive: true });
  writeFileSync(join(dir, 'cassettes/a/good.json'), '{');
  const { code, run } = await runAndRead(['replay'], { cwd: dir });
  expect(outcomes(run, 'good')).toEqual({ a: 'unrecorded never-recorded', b: 'pass', c: 'pass' });
  expect(code).toBe(2);
});
