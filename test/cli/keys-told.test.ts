import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createRedactor } from '../../src/redact/redact.ts';
import { gatewayConfig, outcomes, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const SHAPES_FILE = resolve(import.meta.dirname, '../../../shared/cases/break/16-shapes/shapes.json');
const hasShapes = existsSync(SHAPES_FILE);
if (!hasShapes) process.stderr.write(`skipped: there is no ${SHAPES_FILE}\n`);

test.skipIf(!hasShapes)('the key shapes of a break-in are all told, in plain text and in JSON', () => {
  const shapes = JSON.parse(readFileSync(SHAPES_FILE, 'utf8')) as { readonly [name: string]: string };
  const redactor = createRedactor();
  const keys = Object.entries(shapes);
  expect(keys.length).toBeGreaterThanOrEqual(54);
  // Hexadecimal digits alone are a request id or a checksum; something has to announce a key.
  const shown = (name: string, key: string): string =>
    name === 'azure-hex32' ? `the key is ${key}` : `it is ${key} here`;
  for (const [name, key] of keys) {
    for (const text of [shown(name, key), JSON.stringify({ text: shown(name, key) })]) {
      expect(redactor.text(text), name).toContain('[redacted]');
    }
  }
});

test.each([
  'request 0123456789abcdeffedcba9876543210 failed',
  '{"request_id":"0123456789abcdeffedcba9876543210"}',
  'X-Request-Id: 0123456789abcdeffedcba9876543210',
  'd41d8cd98f00b204e9800998ecf8427e  file.txt',
  'the md5 is d41d8cd98f00b204e9800998ecf8427e',
  '{"etag":"\\"d41d8cd98f00b204e9800998ecf8427e\\""}',
  'sk-api-7d9f8b6c5d',
  'feature/sk-1234',
  'https://x.y/sk-some-article-title-2024-10',
  'bearer of-bad-news-and-tidings.',
])('%s is no key', (text) => {
  expect(createRedactor().text(text)).toBe(text);
});

/** A project whose only answer is this body, asked with this key. */
async function answered(body: (key: string) => string, key: string, gateway: object = {}): Promise<string> {
  const server = await scriptedServer((_, response) => {
    response.setHeader('content-type', 'application/json').end(body(key));
  });
  const { gateways, ...config } = gatewayConfig(server.baseUrl) as { gateways: { test: object } };
  return tempDir({
    'scenarios/a.json': { ...WEATHER, expect: { calls: [] } },
    'tooltape.config.json': { ...config, gateways: { test: { ...gateways.test, ...gateway } } },
  });
}

const completion = (content: string): string =>
  `{"id":"1","object":"chat.completion","created":1767225600,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"${content}"}}]}`;

function filesOf(dir: string): string {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries
    .filter(({ name }) => name !== 'tooltape.config.json')
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('\n');
}

test('a key that is echoed with escapes, as .NET writes them, stands nowhere', async () => {
  const key = 'Zx9+KpQ7vLmN2bT4wRy8cHsQd3';
  const dir = await answered((one) => completion(`key ${one.replace('+', String.raw`\u002B`)}, 22`), key);
  const { stdout, stderr } = await runCli(['run'], { cwd: dir, env: { TEST_KEY: key } });
  for (const text of [filesOf(dir), stdout, stderr]) {
    expect(text).not.toContain(key.slice(0, 3));
    expect(text).not.toMatch(/Zx9\\u002b/i);
  }
  const verified = await runCli(['cassettes', 'verify'], { cwd: dir });
  expect(verified.code).toBe(0);
  expect(verified.stdout).toMatch(
    /searched for 0 secrets of the environment, 0 patterns under redact in the configuration, and \d+ forms of keys of \d+ vendors/,
  );
});

test('values of headers and of the query of a gateway, echoed in an answer and in an error, stand nowhere', async () => {
  const [inHeader, inQuery] = ['HEADERSECRET0123456789', 'QUERYSECRET0123456789'];
  for (const status of [200, 500]) {
    const server = await scriptedServer(({ url, headers }, response) => {
      const said = `${String(headers['x-api-key'])} and ${url}`;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? completion(said) : JSON.stringify({ error: { message: said } }));
    });
    const dir = tempDir({
      'scenarios/a.json': { ...WEATHER, expect: { calls: [] } },
      'tooltape.config.json': {
        gateways: { g: { base_url: `${server.baseUrl}?api_key=${inQuery}`, headers: { 'x-api-key': inHeader } } },
        models: { m: { gateway: 'g' } },
        defaults: { models: ['m'], retries: 0 },
      },
    });
    const { stdout, stderr } = await runCli(['run'], { cwd: dir });
    expect(server.requests[0]?.headers['x-api-key']).toBe(inHeader);
    for (const text of [filesOf(dir), stdout, stderr]) {
      expect(text).not.toContain('HEADERSECRET');
      expect(text).not.toContain('QUERYSECRET');
    }
  }
});

test.each([
  ['a line break', 'my-secret-key-0123456789\nsecond-line', 'a line break'],
  ['a carriage return', 'my-secret-key-0123456789\rsecond-line', 'a line break'],
  ['a typographic dash', 'my-secret-key-0123456789–', 'U+2013'],
  ['a control character', 'my-secret-key-0123456789\u0007', 'a control character'],
])('a key with %s is refused before anything is sent, and is not printed', async (_, key, why) => {
  const dir = await answered(() => completion('22'), key);
  const { code, stdout, stderr } = await runCli(['run'], { cwd: dir, env: { TEST_KEY: key } });
  expect(code).toBe(2);
  expect(stderr).toContain('TEST_KEY');
  expect(stderr).toContain(why);
  expect(stdout + stderr).not.toContain('my-secret-key');
  expect(stdout + stderr).not.toContain('second-line');
});

test('verify and redact agree on a pattern that finds numbers of ours and names of fields', async () => {
  const dir = tempDir({
    'scenarios/a.json': WEATHER,
    'tooltape.config.json': { redact: [String.raw`\d{9,}`, 'created', 'model'] },
  });
  await runCli(['run', '--models', 'oracle'], { cwd: dir });
  expect((await runCli(['cassettes', 'verify'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['cassettes', 'redact'], { cwd: dir })).stdout).toBe('nothing to redact\n');
});

test('a matcher that meets a hidden value says so in its problem and in the report', async () => {
  const server = await scriptedServer((_, response) => {
    sendCompletion(response, {
      calls: [{ name: 'get_weather', arguments: { city: 'ghp_0123456789abcdefghijABCDEFGHIJ012345' } }],
    });
  });
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, max_steps: 1 },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const { run } = await runAndRead(['run'], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } });
  expect(outcomes(run, 'm')).toEqual({ weather: 'fail wrong-arguments' });
  for (const args of [['replay'], ['report', '.tooltape/last-run.json', '--reporter', 'markdown']]) {
    const { stdout } = await runCli(args, { cwd: dir });
    expect(stdout).toContain('hidden by redaction, and judged by its placeholder');
    expect(stdout).toContain('Judged by a placeholder, because redaction hides the value: 1 trial');
  }
});

const NAUGHTY = { calls: [{ name: 'get_weather', arguments: { city: `${'a'.repeat(45)}!` } }] };

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'while patterns that backtrack keep the run busy, %s ends it',
  async (signal) => {
    const server = await scriptedServer((_, response) => void setTimeout(() => sendCompletion(response, NAUGHTY), 20));
    const expectation = { calls: [{ name: 'get_weather', arguments: { city: { $regex: '^(\\w+\\s?)*$' } } }] };
    const scenarios = Array.from({ length: 300 }, (_, i) => ({
      ...WEATHER,
      id: `s${i}`,
      max_steps: 1,
      expect: expectation,
    }));
    const dir = tempDir({
      'scenarios/all.json': { scenarios },
      'tooltape.config.json': gatewayConfig(server.baseUrl),
    });
    const { code, stderr } = await runCli(['run', '--concurrency', '4'], {
      cwd: dir,
      env: { TEST_KEY: 'key-1234567890' },
      timeoutMs: 40_000,
      onStart: (child) => {
        const wait = (): void => {
          if (server.requests.length > 8) child.kill(signal);
          else setTimeout(wait, 5);
        };
        wait();
      },
    });
    expect(stderr).not.toContain('internal error');
    expect(code).toBe(130);
    expect(server.requests.length).toBeLessThan(200);
  },
);
