import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { attachCassette, type AttachOptions } from '../../../src/index.ts';
import { startServer, type TestServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const answer = (content: string): string =>
  JSON.stringify({
    id: 'c',
    model: 'm',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  });

/** Answers with the last message, and counts tracing apart. */
async function startModel(): Promise<TestServer & { readonly traces: string[] }> {
  const traces: string[] = [];
  const server = await startServer((response, body, request) => {
    if (request.url?.includes('traces') === true) traces.push(body);
    if (!request.url?.endsWith('/chat/completions')) return void response.end('{"else":true}');
    const { messages } = JSON.parse(body) as { messages: { content: string }[] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer(`heard ${messages.at(-1)?.content}`));
  });
  return Object.assign(server, { traces });
}

async function ask(origin: string, content: string): Promise<string> {
  const response = await post(origin, '/v1/chat/completions', { model: 'm', messages: [{ role: 'user', content }] });
  if (response.status !== 200)
    return `${response.status} ${((await response.json()) as { error: { message: string } }).error.message}`;
  const { choices } = (await response.json()) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content ?? '';
}

function post(origin: string, path: string, body: object): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
}

test('one tape takes the requests of several origins', async () => {
  const [a, b] = [await startModel(), await startModel()];
  const place = { file: join(tempDir(), 'both.json'), origins: [a.origin, `${b.origin}/v1`] };
  for (const mode of ['missing', 'none'] as const) {
    await using tape = await attachCassette({ ...place, mode });
    expect([await ask(a.origin, 'one'), await ask(b.origin, 'two')]).toEqual(['heard one', 'heard two']);
    expect(tape.transcript().turns[0]?.steps.map(({ reading }) => reading.text)).toEqual(['heard one', 'heard two']);
  }
  expect([a.requests.length, b.requests.length]).toEqual([1, 1]);
  expect(readFileSync(place.file, 'utf8')).toContain(
    `"gateway": "${new URL(a.origin).host}, ${new URL(b.origin).host}"`,
  );
});

test.each([
  ['nothing is said', {}, ['/v1/traces/ingest']],
  [
    'only some paths are recorded',
    { only: '/chat/completions' },
    ['/v1/traces/ingest', '/v1/embeddings', '/telemetry'],
  ],
  [
    'some paths are passed through',
    { passthrough: ['/telemetry', /embed/] },
    ['/v1/traces/ingest', '/v1/embeddings', '/telemetry'],
  ],
] as const)(
  'tracing is passed by when recording, dropped in a replay, and never a miss: %s',
  async (_, rules, paths) => {
    const server = await startModel();
    const place = { file: join(tempDir(), 'agent.json'), origins: [server.origin], ...rules };
    for (const mode of ['missing', 'none'] as const) {
      await using tape = await attachCassette({ ...place, mode });
      for (const [i, path] of paths.entries()) {
        const response = await post(server.origin, path, { id: `${mode}-${i}-${Math.random()}` });
        expect([response.status, await response.json()]).toEqual([200, mode === 'missing' ? { else: true } : {}]);
      }
      expect(await ask(server.origin, 'hi')).toBe('heard hi');
      expect(tape.misses).toEqual([]);
    }
    expect(server.requests.length).toBe(paths.length + 1);
    expect(readFileSync(place.file, 'utf8').match(/"endpoint"/g)).toHaveLength(1);
  },
);

test('tapes of one origin side by side: each takes the requests of its own code', async () => {
  const server = await startModel();
  const dir = tempDir();
  const names = ['a', 'b', 'c'];
  for (const mode of ['missing', 'none'] as const) {
    const tapes = await Promise.all(
      names.map((name) => attachCassette({ file: join(dir, `${name}.json`), origins: [server.origin], mode })),
    );
    const answers = await Promise.all(
      tapes.map((tape, i) =>
        tape.run(async () => {
          const said: string[] = [];
          for (const word of ['one', 'two']) {
            await new Promise((done) => setTimeout(done, 5 * (3 - i)));
            said.push(await ask(server.origin, `${names[i]} ${word}`));
          }
          return said;
        }),
      ),
    );
    expect(answers).toEqual(names.map((name) => [`heard ${name} one`, `heard ${name} two`]));
    for (const [i, tape] of tapes.entries()) {
      expect(tape.conversations().map(({ messages }) => messages[0]?.['content'])).toEqual([
        `${names[i]} one`,
        `${names[i]} two`,
      ]);
      await tape.close();
    }
  }
  expect(server.requests.length).toBe(6);
});

test('of several tapes, a request that belongs to none is a miss of each, and names them', async () => {
  const server = await startModel();
  const [a, b] = await Promise.all(
    ['a.json', 'b.json'].map((file) =>
      attachCassette({ file: join(tempDir(), file), origins: [server.origin], mode: 'missing' }),
    ),
  );
  const text = await ask(server.origin, 'whose?');
  expect(text).toMatch(
    /^400 2 cassettes are attached to http:.*: \S+a\.json, \S+b\.json\n {2}fix: make it within tape\.run/,
  );
  expect(server.requests).toEqual([]);
  await expect(a?.close()).rejects.toMatchObject({ code: 'CASSETTE_MISS' });
  // The other one is alone now.
  expect(await ask(server.origin, 'yours')).toBe('heard yours');
  await expect(b?.close()).rejects.toThrow('belongs to none of them');
});

test('what the code of a closed tape asks is no part of the tape that is open', async () => {
  const server = await startModel();
  const [first, second] = ['first', 'second'].map((name) => join(tempDir(), `${name}.json`)) as [string, string];
  const one = await attachCassette({ file: first, origins: [server.origin], mode: 'missing' });
  let late = Promise.resolve('');
  one.run(() => {
    late = new Promise((done) => setTimeout(done, 100)).then(() => ask(server.origin, 'late'));
  });
  await one.close();
  await using two = await attachCassette({ file: second, origins: [server.origin], mode: 'missing' });
  expect(await late).toMatch(/^400 the cassette \S+first\.json is closed/);
  expect([two.misses, server.requests]).toEqual([[], []]);
});

test('a tape is strict: close tells every miss, once, unless it is asked not to', async () => {
  const server = await startModel();
  const file = join(tempDir(), 'agent.json');
  const origins = [server.origin];
  const first = await attachCassette({ file, origins, mode: 'missing' });
  await ask(server.origin, 'hi');
  await first.close();
  const tape = await attachCassette({ file, origins, mode: 'none' });
  await ask(server.origin, 'hello');
  const error = await tape.close().catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({ code: 'CASSETTE_MISS' });
  expect(error?.message).toContain('- messages[0].content: "hi"\n  + messages[0].content: "hello"');
  await tape.close();
  for (const form of [{ origins, strict: false }, { origin: server.origin }]) {
    const lenient = await attachCassette({ file, mode: 'none', ...form });
    await ask(server.origin, 'hello');
    await lenient.close();
    expect(lenient.misses).toHaveLength(1);
  }
  const disposed = async (): Promise<void> => {
    await using _ = await attachCassette({ file, origins, mode: 'none' });
    await ask(server.origin, 'hello');
  };
  await expect(disposed()).rejects.toMatchObject({ code: 'CASSETTE_MISS' });
});

test('a request that equals no recorded one changed, though all recordings are used; one that equals some is used up', async () => {
  const server = await startModel();
  const place = { file: join(tempDir(), 'agent.json'), origins: [server.origin] };
  const first = await attachCassette({ ...place, mode: 'missing' });
  await ask(server.origin, 'hi');
  await first.close();
  const tape = await attachCassette({ ...place, mode: 'none', strict: false });
  for (const words of ['hi', 'ho', 'hi']) await ask(server.origin, words);
  await tape.close();
  expect(tape.misses.map(({ miss }) => miss.code)).toEqual(['request-changed', 'used-up']);
  expect(tape.misses[0]?.text).toContain('- messages[0].content: "hi"\n  + messages[0].content: "ho"');
  expect(tape.misses[0]?.text).toMatch(/^request 2, \/v1\/chat\/completions: the request changed/);
});

test.each([
  ['no origin', { origins: [] }, 'expected an http or https origin, found none'],
  ['an origin without scheme', { origins: ['api.openai.com'] }, 'found "api.openai.com"'],
  ['no mode', { mode: 'record' }, 'expected a mode, found "record"'],
  ['a path without slash', { only: ['chat'] }, 'expected paths as `only`, found "chat"'],
  ['no path', { passthrough: [null] }, 'expected paths as `passthrough`, found null'],
  ['no file', { file: '' }, 'expected a name as `file`, found ""'],
  ['a name that is none', { orgins: [] }, 'there is no option "orgins"'],
  ['patterns as texts', { redact: ['a'] }, 'redact: expected a list of regular expressions'],
  ['secrets as a text', { secrets: 'a' }, 'secrets: expected a list of texts, found "a"'],
  ['nothing to ignore', { ignore: [5] }, 'ignore: expected a list of paths and { text: /…/ }'],
  ['a word for strict', { strict: 'yes' }, 'strict: expected one of true, false, found "yes"'],
])('options that cannot be are refused: %s', async (_, options, message) => {
  const whole = { file: join(tempDir(), 'x.json'), origins: ['http://127.0.0.1:9'], mode: 'none', ...options };
  await expect(attachCassette(whole as unknown as AttachOptions)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining(message) as unknown,
  });
});

const program = new URL('programs/noticed.ts', import.meta.url).pathname;

async function noticed(origin: string, file: string, words: string, mode?: string, env: object = {}): Promise<string> {
  const args = [program, origin, file, words, ...(mode === undefined ? [] : [mode])];
  const { stderr } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, CI: '', ...env } });
  return stderr.replaceAll(file, 'FILE');
}

test('whatever is recorded is said on stderr, with the reason', async () => {
  const server = await startModel();
  const file = join(tempDir(), 'agent.json');
  expect(await noticed(server.origin, file, 'hi')).toBe(
    'tooltape: recording into FILE: /v1/chat/completions was never recorded\ntooltape: recorded 1 answer into FILE\n',
  );
  expect(await noticed(server.origin, file, 'hi')).toBe('');
  expect(await noticed(server.origin, file, 'hello', 'missing')).toBe(
    `tooltape: recording into FILE: /v1/chat/completions changed since it was recorded (messages[0].content)
tooltape: recorded 1 answer into FILE
tooltape: 1 answer in FILE was not asked for; to drop what is old: run the program again with mode: "all" in attachCassette
`,
  );
  expect(await noticed(server.origin, file, 'hello', 'all')).toContain('/v1/chat/completions is recorded anew\n');
  const count = server.requests.length;
  // In CI nothing is recorded unless it is asked for.
  await expect(noticed(server.origin, file, 'new', undefined, { CI: 'true' })).rejects.toMatchObject({
    stderr: expect.stringContaining('a request found no recording') as unknown,
  });
  expect(server.requests.length).toBe(count);
});

test('a streaming body that breaks off breaks off for the program, is not recorded, and is said', async () => {
  const server = await startServer((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {"choices":[{"delta":{"content":"cut"},"finish_reason":null}]}\n\n');
    setTimeout(() => response.destroy(), 50);
  });
  const file = join(tempDir(), 'agent.json');
  const said = await noticed(server.origin, file, 'hi', 'missing', { MAY_FAIL: '1' });
  expect(said).toContain('the body broke off');
  expect(said).toContain('recorded 0 answers into FILE; 1 answer not kept (it broke off)');
  expect(existsSync(file)).toBe(false);
}, 15_000);

test('tapes of one origin do not mix, however many and by whichever client', async () => {
  const server = await startModel();
  const dir = tempDir();
  const { request } = await import('undici');
  const { default: axios } = await import('axios');
  const body = (content: string): string => JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
  const path = '/v1/chat/completions';
  const clients: ((content: string) => Promise<string>)[] = [
    (content) => ask(server.origin, content),
    async (content) => {
      const { body: answered } = await request(`${server.origin}${path}`, { method: 'POST', body: body(content) });
      return (
        ((await answered.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? ''
      );
    },
    async (content) => {
      const { data } = await axios.post<{ choices: { message: { content: string } }[] }>(
        `${server.origin}${path}`,
        body(content),
      );
      return data.choices[0]?.message.content ?? '';
    },
  ];
  for (const mode of ['missing', 'none'] as const) {
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(
        Array.from({ length: 9 }, async (_, i) => {
          const name = `${round}-${i}`;
          const client = clients[i % clients.length] as (content: string) => Promise<string>;
          await using tape = await attachCassette({ file: join(dir, `${name}.json`), origins: [server.origin], mode });
          await tape.run(async () => {
            for (let n = 0; n < 6; n += 1) {
              if ((n + i) % 3 === 0) await new Promise((done) => setTimeout(done, (i * n) % 7));
              expect(await client(`${name} ${n}`)).toBe(`heard ${name} ${n}`);
            }
          });
          const asked = tape.conversations().map(({ messages }) => messages[0]?.['content']);
          expect(asked).toEqual([0, 1, 2, 3, 4, 5].map((n) => `${name} ${n}`));
        }),
      );
    }
  }
  expect(server.requests).toHaveLength(4 * 9 * 6);
});
