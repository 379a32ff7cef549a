import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { parseCassette } from '../../src/cassette/format/read-format.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { HAS_NAMESPACE, HAS_PYTHON } from '../support/machine.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT, runCli, type CliOptions, type CliResult } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const ASK = new URL('programs/ask.ts', import.meta.url).pathname;
const PYTHON_AGENT = new URL('../../examples/python-agent/agent.py', import.meta.url).pathname;
const KEY = { OPENAI_API_KEY: 'sk-a-key-of-the-user-1234567890' };

/** `tooltape exec` of the program that asks. */
function execAsk(
  dir: string,
  options: readonly string[],
  prompts: readonly string[],
  more: Partial<CliOptions> = {},
): Promise<CliResult> {
  const command = ['--', process.execPath, ASK, ...prompts];
  return runCli(['exec', '--cassette', 'tape.json', ...options, ...command], { cwd: dir, env: KEY, ...more });
}

/** A server that says the prompt again. */
function echo(): Promise<ScriptedServer> {
  return scriptedServer(({ body }, response) => {
    const [message] = body['messages'] as { content: string }[];
    sendCompletion(response, { text: `you said ${message?.content}` });
  });
}

const storedIn = (dir: string): number =>
  parseCassette(readFileSync(join(dir, 'tape.json'), 'utf8'), 'tape.json').trials[0]?.interactions.length ?? 0;

test('the exit code is that of the command, 128 + n after a signal', async () => {
  const server = await echo();
  const dir = tempDir();
  const origin = ['--origin', server.baseUrl];
  expect((await execAsk(dir, origin, ['a'])).code).toBe(0);
  expect((await execAsk(dir, origin, ['a', 'exit:3'])).code).toBe(3);
  expect((await execAsk(dir, origin, ['a', 'kill'])).code).toBe(128 + 15);
  expect((await execAsk(dir, [...origin, '--record', 'none'], ['a', 'exit:3'])).code).toBe(3);
  expect((await execAsk(dir, [...origin, '--record', 'none'], ['b', 'exit:3'])).code).toBe(4);
});

test('what is recorded is asked once, and the rest is recorded beside it', async () => {
  const server = await echo();
  const dir = tempDir();
  const origin = ['--origin', server.baseUrl];
  const first = await execAsk(dir, origin, ['a', 'b']);
  expect(first.stderr).toBe('tooltape: recorded 2 answers into tape.json\n');
  const second = await execAsk(dir, origin, ['a', 'b', 'c']);
  expect(second.stdout).toMatch(/you said a[^]*you said b[^]*you said c/);
  expect(second.stderr).toBe('tooltape: recorded 1 answer into tape.json; replayed 2 answers\n');
  const third = await execAsk(dir, [...origin, '--record', 'none'], ['c', 'a']);
  expect(third.stderr).toBe('tooltape: replayed 2 answers from tape.json; 1 answer of the recording not asked for\n');
  await execAsk(dir, origin, ['d', 'a']);
  expect(storedIn(dir)).toBe(4);
  expect(server.requests).toHaveLength(4);
  expect(server.requests[0]?.headers['authorization']).toBe(`Bearer ${KEY.OPENAI_API_KEY}`);
  const anew = await execAsk(dir, [...origin, '--record', 'all'], ['a']);
  expect(anew.stderr).toBe('tooltape: recorded 1 answer into tape.json\n');
  expect(storedIn(dir)).toBe(1);
  expect(readdirSync(dir)).toEqual(['tape.json']);
});

test('in CI nothing is recorded unless it is asked for', async () => {
  const server = await echo();
  const dir = tempDir();
  const { code, stderr } = await execAsk(dir, ['--origin', server.baseUrl], ['a'], { env: { ...KEY, CI: 'true' } });
  expect(code).toBe(4);
  expect(stderr).toContain('tape.json: there is no such recording');
  expect(stderr).toContain(`npx tooltape exec --cassette tape.json --origin ${server.baseUrl} --record all -- `);
  expect(server.requests).toHaveLength(0);
});

test('a command that cannot be started, or asks nothing, is told', async () => {
  const dir = tempDir({ 'plain.txt': 'x' });
  const told = async (command: readonly string[], env = {}): Promise<CliResult> =>
    runCli(['exec', '--cassette', 'tape.json', '--', ...command], { cwd: dir, env });
  const missing = await told(['no-such-program']);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there is no such program')]);
  const plain = await told(['./plain.txt']);
  expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining('no program that you may run')]);
  const silent = await told(['true'], { AZURE_OPENAI_ENDPOINT: 'https://x.example' });
  expect(silent.code).toBe(2);
  expect(silent.stderr).toMatch(
    /asked no model: OPENAI_BASE_URL, OPENAI_API_BASE, ANTHROPIC_BASE_URL, .* AZURE_OPENAI_ENDPOINT is set/,
  );
  expect(silent.stderr).toContain('@ai-sdk/google outside of Node');
  const failing = await told(['sh', '-c', 'exit 9']);
  expect([failing.code, failing.stderr]).toEqual([
    9,
    'tooltape: the command asked no model before it ended with exit code 9\n',
  ]);
  expect(readdirSync(dir)).toEqual(['plain.txt']);
});

test('variables that would lead elsewhere are set or cleared, and a proxy of the network is passed by', async () => {
  const dir = tempDir();
  const names = [
    'OPENAI_BASE_URL',
    'OPENAI_API_BASE',
    'OPENAI_API_TYPE',
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_API_URL',
    'GOOGLE_GEMINI_BASE_URL',
    'OPENAI_AGENTS_DISABLE_TRACING',
    'NO_PROXY',
    'no_proxy',
  ];
  const env = {
    OPENAI_API_BASE: 'https://elsewhere.example/v1',
    OPENAI_API_TYPE: 'azure',
    ANTHROPIC_AUTH_TOKEN: 'a-token-of-the-user',
    HTTP_PROXY: 'http://proxy.example',
    NO_PROXY: 'example.com',
    NODE_OPTIONS: '--no-warnings',
    ...KEY,
  };
  const shown = async (record: string): Promise<string> => {
    await runCli(['exec', '--cassette', 'tape.json', '--record', record, '--', 'env'], { cwd: dir, env });
    return (await runCli(['exec', '--cassette', 'tape.json', '--record', record, '--', 'env'], { cwd: dir, env }))
      .stdout;
  };
  const recording = await shown('missing');
  const value = (name: string): string | undefined => new RegExp(`^${name}=(.*)$`, 'm').exec(recording)?.[1];
  const [openai, api, type, anthropic, url, gemini, tracing, upper, lower] = names.map(value);
  expect(openai).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  expect(api).toBe(openai);
  expect(type).toBeUndefined();
  expect(anthropic).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(url).toBe(anthropic);
  expect(gemini).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect([tracing, upper, lower]).toEqual(['1', 'example.com,127.0.0.1,localhost', '127.0.0.1,localhost']);
  expect(value('NODE_OPTIONS')).toMatch(/^--no-warnings --import=file:\S+exec-mount\.js$/);
  expect(value('OPENAI_API_KEY')).toBe(KEY.OPENAI_API_KEY);
  expect(value('ANTHROPIC_AUTH_TOKEN')).toBe(env.ANTHROPIC_AUTH_TOKEN);
  expect(value('GEMINI_API_KEY')).toBe('tooltape-placeholder-key');
});

test('a replay hands no key to the command', async () => {
  const server = await echo();
  const dir = tempDir();
  await execAsk(dir, ['--origin', server.baseUrl], ['a']);
  const { stdout } = await runCli(['exec', '--cassette', 'tape.json', '--record', 'none', '--', 'env'], {
    cwd: dir,
    env: { ...KEY, ANTHROPIC_AUTH_TOKEN: 'a-token-of-the-user' },
  });
  expect(stdout).toContain('OPENAI_API_KEY=tooltape-placeholder-key');
  expect(stdout).not.toMatch(/sk-a-key|a-token-of/);
});

test('a placeholder key never leaves: the variable that is not set is named', async () => {
  const dir = tempDir();
  const { stdout, stderr } = await execAsk(dir, ['--origin', 'http://tooltape.invalid/v1'], ['a'], { env: {} });
  expect(stdout).toMatch(/^401 .*OPENAI_API_KEY is not set/);
  expect(stderr).toContain('warning: OPENAI_API_KEY is not set, and http://tooltape.invalid has to be asked');
  expect(existsSync(join(dir, 'tape.json'))).toBe(false);
});

test('an origin that is not reached is told, to the program too', async () => {
  const dir = tempDir();
  const { stdout, stderr } = await execAsk(dir, ['--origin', 'http://127.0.0.1:9/v1'], ['a']);
  expect(stdout).toMatch(/^502 .*127\.0\.0\.1:9 could not be reached/);
  expect(stderr).toContain('warning: http://127.0.0.1:9 could not be reached: ');
});

test('a stream is passed on as it comes, and replayed whole', async () => {
  const pieces = ['alpha', 'beta', 'gamma'];
  let printed = '';
  const server = await scriptedServer((_, response) => {
    const send = async (): Promise<void> => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const [i, content] of pieces.entries()) {
        const choices = [{ index: 0, delta: { content }, finish_reason: i === 2 ? 'stop' : null }];
        const chunk = { id: 'x', object: 'chat.completion.chunk', model: 'm', choices };
        response.write(`data: ${JSON.stringify(chunk)}\n\n`);
        // The next one comes when the program has this one.
        while (!printed.includes(content)) await sleep(5);
      }
      response.end('data: [DONE]\n\n');
    };
    void send();
  });
  const dir = tempDir();
  const recorded = await execAsk(dir, ['--origin', server.baseUrl], ['stream:x'], {
    onStart: (child) => child.stdout?.on('data', (text: string) => (printed += text)),
  });
  expect(recorded.stdout).toMatch(/alpha[^]*beta[^]*gamma[^]*\[DONE\]/);
  await server.close();
  const replayed = await execAsk(dir, ['--record', 'none'], ['stream:x']);
  expect([replayed.code, replayed.stdout]).toEqual([0, recorded.stdout]);
});

test('a stream that breaks off is broken for the program, and not kept', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n');
    setTimeout(() => response.destroy(), 50);
  });
  const dir = tempDir();
  const { code, stderr } = await execAsk(dir, ['--origin', server.baseUrl], ['stream:x']);
  expect(code).toBe(1);
  expect(stderr).toContain('tooltape: 1 answer not kept (it broke off)');
  expect(existsSync(join(dir, 'tape.json'))).toBe(false);
});

test('an answer that blames the key is not kept, and the reason is said', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"Incorrect API key provided"}}');
  });
  const { stderr } = await execAsk(tempDir(), ['--origin', server.baseUrl], ['stream:x']);
  expect(stderr).toContain('tooltape: 1 answer not kept (status 401: check the key)');
});

test('Ctrl-C is passed on, and what was recorded stays', async () => {
  const server = await echo();
  const dir = tempDir();
  const interrupted = (options: readonly string[]): Promise<CliResult> =>
    execAsk(dir, ['--origin', server.baseUrl, ...options], ['a', 'wait'], {
      onStart: (child) => {
        let told = '';
        child.stdout?.on('data', (text: string) => {
          told += text;
          if (told.includes('waiting')) child.kill('SIGINT');
        });
      },
    });
  const { code, stderr } = await interrupted([]);
  expect(code).toBe(7);
  expect(stderr).toContain('recorded 1 answer into tape.json');
  expect(storedIn(dir)).toBe(1);
  expect(readdirSync(dir)).toEqual(['tape.json']);
});

test('what a signal cuts short does not take the place of an older recording', async () => {
  const server = await echo();
  const dir = tempDir();
  await execAsk(dir, ['--origin', server.baseUrl], ['a', 'b']);
  const before = readFileSync(join(dir, 'tape.json'), 'utf8');
  const { code, stderr } = await execAsk(dir, ['--origin', server.baseUrl, '--record', 'all'], ['a', 'kill']);
  expect(code).toBe(143);
  expect(stderr).toContain('what it recorded stays in ');
  expect(readFileSync(join(dir, 'tape.json'), 'utf8')).toBe(before);
});

test('killed at any moment it leaves a whole file', async () => {
  const dir = tempDir();
  const server = await scriptedServer(({ body }, response) => {
    const [message] = body['messages'] as { content: string }[];
    sendCompletion(response, { text: `you said ${message?.content} ${'x'.repeat(20_000)}` });
  });
  for (const after of [1, 2, 3, 5, 8, 13, 21]) {
    const until = server.requests.length + after;
    const prompts = Array.from({ length: 60 }, (_, i) => `${after} ${i}`);
    await execAsk(dir, ['--origin', server.baseUrl], prompts, {
      onStart: (child) => {
        const wait = async (): Promise<void> => {
          while (server.requests.length < until) await sleep(1);
          child.kill('SIGKILL');
        };
        void wait();
      },
    });
    if (existsSync(join(dir, 'tape.json'))) expect(storedIn(dir)).toBeGreaterThan(0);
  }
  // Of each run at most the answer in flight is lost, and no run loses what an earlier one recorded.
  expect(storedIn(dir)).toBeGreaterThanOrEqual(server.requests.length - 2 * 7);
  expect(storedIn(dir)).toBeLessThanOrEqual(server.requests.length);
});

test('keys, patterns and what does not count come from the configuration that is named', async () => {
  const server = await echo();
  const config = {
    gateways: { any: { base_url: server.baseUrl, api_key_env: 'ANY_KEY' } },
    redact: ['customer-[0-9]+'],
    ignore: ['messages[0].name'],
  };
  const dir = tempDir({ 'other.json': config });
  const env = { ...KEY, ANY_KEY: 'an-ordinary-word-that-is-a-key' };
  const prompt = `customer-4711 and ${env.ANY_KEY}`;
  const { code } = await execAsk(dir, ['--origin', server.baseUrl, '--config', 'other.json'], [prompt], { env });
  expect(code).toBe(0);
  expect(readFileSync(join(dir, 'tape.json'), 'utf8')).not.toMatch(/4711|ordinary-word/);
  const replay = ['--record', 'none', '--config', 'other.json'];
  expect((await execAsk(dir, replay, [prompt], { env })).code).toBe(0);
  const missed = await execAsk(dir, replay, ['b'], { env });
  expect([missed.code, missed.stderr]).toEqual([4, expect.stringContaining('--config other.json --record all -- ')]);
  const nowhere = await execAsk(dir, ['--config', 'nowhere.yaml'], ['a']);
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('There is no such file')]);
});

test('what is no cassette is not replaced, whatever is asked for', async () => {
  const server = await echo();
  const dir = tempDir({ 'tape.json': '{"name":"a package"}', 'empty.json': '' });
  for (const mode of ['missing', 'all', 'none']) {
    const { code, stderr } = await execAsk(dir, ['--origin', server.baseUrl, '--record', mode], ['a']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error CASSETTE_FORMAT: \S*tape\.json: /)]);
  }
  expect(readFileSync(join(dir, 'tape.json'), 'utf8')).toBe('{"name":"a package"}');
  const empty = ['--origin', server.baseUrl, '--record', 'all', '--cassette', 'empty.json'];
  expect((await execAsk(dir, empty, ['a'])).code).toBe(0);
  expect(server.requests).toHaveLength(1);
});

test('an origin is a URL of one vendor', async () => {
  const dir = tempDir();
  const told = async (...origins: readonly string[]): Promise<string> => {
    const { code, stderr } = await execAsk(
      dir,
      origins.flatMap((origin) => ['--origin', origin]),
      ['a'],
    );
    expect(code).toBe(2);
    return stderr;
  };
  expect(await told('nowhere')).toContain('--origin: expected an http or https URL, found "nowhere"');
  expect(await told('azure=https://x.example')).toContain(
    'expected openai, anthropic, gemini before "=", found "azure"',
  );
  expect(await told('https://user:pass@x.example')).toContain('the URL holds a user or a password');
  expect(await told('https://a.example/v1', 'openai=https://b.example/v1')).toContain('are both of openai');
});

test('a base URL with a path, or in a variable, is asked below it', async () => {
  const server = await echo();
  const dir = tempDir();
  const origin = server.baseUrl.replace('/v1', '');
  await execAsk(dir, ['--origin', `${origin}/api/v1/`, '--record', 'all'], ['a']);
  await execAsk(dir, ['--origin', origin, '--record', 'all'], ['a']);
  await execAsk(dir, ['--origin', `${origin}/openai`, '--record', 'all'], ['a']);
  await execAsk(dir, ['--record', 'all'], ['a'], { env: { ...KEY, OPENAI_BASE_URL: origin } });
  await execAsk(dir, ['--record', 'all'], ['a'], { env: { ...KEY, OPENAI_BASE_URL: `${origin}/v1` } });
  expect(server.requests.map(({ url }) => url)).toEqual([
    '/api/v1/chat/completions',
    '/v1/chat/completions',
    '/openai/chat/completions',
    '/chat/completions',
    '/v1/chat/completions',
  ]);
});

test.skipIf(!HAS_NAMESPACE || !HAS_PYTHON)(
  'a Python program with its standard library alone replays where there is no network but loopback',
  async () => {
    const dir = tempDir({ 'scenarios/weather.json': WEATHER });
    const sandbox = await startSandbox({ scenarios: loadScenarios([], { cwd: dir }).scenarios });
    const command = ['--', 'python3', PYTHON_AGENT, WEATHER.prompt];
    const args = ['exec', '--cassette', 'tape.json'];
    const recorded = await runCli([...args, '--origin', sandbox.baseUrl, ...command], { cwd: dir, env: KEY });
    await sandbox.close();
    expect(recorded).toMatchObject({ code: 0, stdout: expect.stringContaining('22') as string });
    const inside = `ip link set lo up && exec "$0" "$@"`;
    const main = join(ROOT, 'dist/cli/main.js');
    const replayed = spawnSync(
      'unshare',
      ['-rn', 'sh', '-c', inside, process.execPath, main, ...args, '--record', 'none', ...command],
      { cwd: dir, env: { PATH: process.env['PATH'] }, encoding: 'utf8' },
    );
    expect([replayed.status, replayed.stdout]).toEqual([0, recorded.stdout]);
    expect(replayed.stderr).toBe('tooltape: replayed 2 answers from tape.json\n');
  },
);
