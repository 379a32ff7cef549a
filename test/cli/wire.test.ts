import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile } from '../../src/domain/run.ts';
import { gatewayConfig, runAndRead, WEATHER } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Fixture {
  readonly name: string;
  readonly kind: 'json' | 'sse';
  readonly body: string;
  readonly expect: {
    readonly calls: readonly { readonly name: string; readonly arguments: object | null }[] | null;
    readonly error: string | null;
    readonly checks: readonly string[];
  };
}

const FILE = resolve(ROOT, '../shared/wire/fixtures.jsonl');
const absent = !existsSync(FILE);
if (absent) process.stderr.write('skipped: the wire fixtures beside the checkout are absent\n');
const fixtures = (kind: string): Fixture[] =>
  readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Fixture)
    .filter((fixture) => fixture.kind === kind);

const TOOL = {
  name: 'get_weather',
  description: 'Weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  returns: [{ result: 'sunny' }],
};

async function serve(
  kind: string,
  wire: 'fair' | 'raw',
): Promise<{ run: RunFile; replayed: RunFile; code: number | null }> {
  const all = fixtures(kind);
  const server = await scriptedServer(({ body }, response) => {
    const messages = body['messages'] as readonly { content: string }[];
    const fixture = all.find(({ name }) => name === messages[0]?.content);
    response.setHeader('content-type', kind === 'sse' ? 'text/event-stream' : 'application/json').end(fixture?.body);
  });
  const scenarios = all.map(({ name }) => ({
    id: name.replace('/', '.'),
    prompt: name,
    tools: ['get_weather'],
    max_steps: 1,
    expect: { calls: [{ name: 'get_weather', arguments: { $subset: { city: { $type: 'string' } } } }] },
  }));
  const dir = tempDir({
    'scenarios/wire.json': { tools: [TOOL], scenarios },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const args = ['--stream', String(kind === 'sse'), '--wire', wire];
  const recorded = await runAndRead(['run', ...args, '--trials', '1'], {
    cwd: dir,
    env: { TEST_KEY: 'key-1234567890' },
  });
  await server.close();
  const replayed = await runAndRead(['replay', ...args], { cwd: dir });
  return { run: recorded.run, replayed: replayed.run, code: recorded.code };
}

test.skipIf(absent).each(['json', 'sse'])(
  'every %s response is read as it should be, live and replayed',
  async (kind) => {
    const { run, replayed, code } = await serve(kind, 'fair');
    const wrong: unknown[] = [];
    for (const { name, expect: wanted } of fixtures(kind)) {
      const row = run.trials.find((trial) => trial.scenario === name.replace('/', '.'));
      const calls = row?.calls.map((call) => ({ name: call.name, arguments: call.arguments }));
      const checks = [...new Set(row?.findings.map((finding) => finding.check))]
        .filter((check) => check !== 'usage' || wanted.checks.includes('usage'))
        .sort();
      const isOneCall =
        wanted.calls?.length === 1 &&
        typeof (wanted.calls[0]?.arguments as { city?: unknown } | null)?.city === 'string';
      const found =
        wanted.error === null
          ? { calls, checks, pass: row?.status === 'pass' }
          : { error: row?.reason, status: row?.status };
      const should =
        wanted.error === null
          ? { calls: wanted.calls, checks: [...wanted.checks].sort(), pass: isOneCall }
          : { error: wanted.error, status: 'error' };
      if (JSON.stringify(found) !== JSON.stringify(should)) wrong.push({ name, found, should });
      const again = replayed.trials.find((trial) => trial.scenario === row?.scenario);
      if (wanted.error === null && JSON.stringify(again) !== JSON.stringify({ ...row, attempts: 0 })) {
        wrong.push({ name, live: row, replayed: again });
      }
    }
    expect(wrong).toEqual([]);
    expect(code).toBe(3);
  },
);

test.skipIf(absent)(
  'under --wire raw a breaking finding fails a trial whose calls are right, and says so',
  async () => {
    const { run } = await serve('sse', 'raw');
    const row = run.trials.find((trial) => trial.scenario === 'stream.no_index_one');
    expect(row).toMatchObject({ status: 'fail', reason: 'wire' });
    expect(run.trials.find((trial) => trial.scenario === 'stream.crlf')?.status).toBe('pass');
  },
);

test('the key and headers of one gateway never reach another, whatever OPENAI_* says', async () => {
  const answer = JSON.stringify({
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  });
  const reply = (_: unknown, response: import('node:http').ServerResponse): void =>
    void response.setHeader('content-type', 'application/json').end(answer);
  const [one, two, openai] = await Promise.all([scriptedServer(reply), scriptedServer(reply), scriptedServer(reply)]);
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, expect: {} },
    'tooltape.config.json': {
      gateways: { one: { base_url: one.baseUrl, api_key_env: 'ONE_KEY' }, two: { base_url: two.baseUrl } },
      models: { a: { gateway: 'one' }, b: { gateway: 'two' } },
    },
  });
  const secret = 'sk-of-openai-1234567890abcdef';
  const env = {
    ONE_KEY: 'key-of-one-1234567890',
    OPENAI_API_KEY: secret,
    OPENAI_BASE_URL: openai.baseUrl,
    OPENAI_ORG_ID: `org-${secret}`,
    OPENAI_PROJECT_ID: `proj-${secret}`,
    OPENAI_ADMIN_KEY: `admin-${secret}`,
    OPENAI_WEBHOOK_SECRET: `hook-${secret}`,
    OPENAI_CUSTOM_HEADERS: `x-leak: ${secret}`,
    OPENAI_LOG: 'debug',
  };
  const { code, stdout, stderr } = await runAndRead(['run', '--models', 'a,b'], { cwd: dir, env });
  expect(code, stderr).toBe(0);
  expect(openai.requests).toHaveLength(0);
  expect(one.requests[0]?.headers['authorization']).toBe('Bearer key-of-one-1234567890');
  expect(JSON.stringify(one.requests)).not.toContain(secret);
  expect(JSON.stringify(two.requests)).not.toMatch(/sk-of-openai|key-of-one/);
  expect(stdout + stderr).not.toContain(secret);
});
