import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createKeyer } from '../../../src/cassette/lookup/key.ts';
import { openCassetteFile } from '../../../src/cassette/store/store.ts';
import { attachCassette } from '../../../src/public/tape/attach-cassette.ts';
import { createRedactor } from '../../../src/redact/redact.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const program = new URL('programs/failing.ts', import.meta.url).pathname;
const keyer = createKeyer({ redactor: createRedactor() });
const finished = JSON.stringify({ choices: [{ index: 0, message: { content: 'x' }, finish_reason: 'stop' }] });
const recordedIn = (file: string): number | undefined =>
  openCassetteFile(file, keyer)?.recorded(1)?.interactions.length;

test('every exchange that a program has read is recorded when it fails, whatever the mode', async () => {
  const server = await startServer((response) => void response.end(finished));
  const dir = tempDir();
  const file = join(dir, 'agent.json');
  const fail = (mode: string, answers: number): Promise<unknown> =>
    promisify(execFile)(process.execPath, [program, server.origin, file, mode, String(answers)]);
  await expect(fail('missing', 16)).rejects.toMatchObject({
    stderr: expect.stringContaining('the agent fails') as unknown,
  });
  expect(recordedIn(file)).toBe(16);
  await expect(fail('missing', 20)).rejects.toThrow();
  expect([recordedIn(file), server.requests.length]).toEqual([20, 20]);
  // The old file stays until the program closes its cassette.
  await expect(fail('all', 3)).rejects.toThrow();
  expect([recordedIn(file), recordedIn(join(dir, 'agent.part'))]).toEqual([20, 3]);
});

test('with all, the new recording takes the place of the old one when the cassette is closed', async () => {
  const server = await startServer((response) => void response.end(finished));
  const dir = tempDir();
  const file = join(dir, 'agent.json');
  const ask = async (content: string): Promise<void> => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] });
    await (await fetch(`${server.origin}/v1/chat/completions`, { method: 'POST', body })).text();
  };
  for (const questions of [['a', 'b'], ['c']]) {
    await using tape = await attachCassette({ file, origin: server.origin, mode: 'all' });
    for (const question of questions) await ask(question);
    expect(tape.misses).toEqual([]);
  }
  expect([recordedIn(file), existsSync(join(dir, 'agent.part')), existsSync(join(dir, 'agent.lock'))]).toEqual([
    1,
    false,
    false,
  ]);
});

test('a file that this process records already is refused: it would wait for itself', async () => {
  const server = await startServer((response) => void response.end('{}'));
  const file = join(tempDir(), 'agent.json');
  const tape = await attachCassette({ file, origin: server.origin, mode: 'missing' });
  await expect(attachCassette({ file, origin: 'http://127.0.0.1:9', mode: 'missing' })).rejects.toMatchObject({
    code: 'USAGE',
  });
  await tape.close();
  await (await attachCassette({ file, origin: server.origin, mode: 'missing' })).close();
});

const upload = (boundary: string, content: string | Uint8Array): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  body: Buffer.concat([
    Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`),
    Buffer.from(content as string),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]),
});
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test.each<[string, RequestInit, RequestInit, number]>([
  ['the same upload with another boundary', upload('x1', 'AAAA'), upload('y22', 'AAAA'), 200],
  ['a boundary in quotes', upload('"x 1"', 'AAAA'), upload('"y 2"', 'AAAA'), 200],
  ['another file', upload('x1', 'AAAA'), upload('x1', 'BBBB'), 400],
  ['the same bytes that are no text', upload('x1', bytes(255, 1)), upload('y22', bytes(255, 1)), 200],
  ['other bytes that are no text', upload('x1', bytes(255, 1)), upload('x1', bytes(254, 1)), 400],
  ['the same text', { method: 'POST', body: 'one' }, { method: 'POST', body: 'one' }, 200],
  ['another text', { method: 'POST', body: 'one' }, { method: 'POST', body: 'two' }, 400],
  ['no body instead of a text', { method: 'POST', body: 'one' }, { method: 'POST' }, 400],
])('%s is answered in a replay as it should be', async (_, recorded, asked, status) => {
  const server = await startServer((response) => void response.end('{"text":"heard"}'));
  const file = join(tempDir(), 'agent.json');
  const url = `${server.origin}/v1/audio/transcriptions`;
  const send = async (init: RequestInit): Promise<number> => {
    const response = await fetch(url, withRealBoundary(init));
    await response.text();
    return response.status;
  };
  const tape = await attachCassette({ file, origin: server.origin, mode: 'missing' });
  expect(await send(recorded)).toBe(200);
  await tape.close();
  const replay = await attachCassette({ file, origin: server.origin, mode: 'replay', strict: false });
  expect(await send(asked)).toBe(status);
  await replay.close();
  expect(server.requests).toHaveLength(1);
});

/** In the body a boundary stands without its quotes. */
function withRealBoundary(init: RequestInit): RequestInit {
  const { 'content-type': type = '' } = (init.headers ?? {}) as Record<string, string>;
  const quoted = /boundary="([^"]+)"/.exec(type)?.[1];
  if (quoted === undefined) return init;
  const body = (init.body as Buffer).toString('latin1').replaceAll(`"${quoted}"`, quoted);
  return { ...init, body: Buffer.from(body, 'latin1') };
}

test('a form with a file that fetch sends, each time with a boundary of its own, replays', async () => {
  const server = await startServer((response) => void response.end('{"text":"heard"}'));
  const file = join(tempDir(), 'agent.json');
  const send = async (): Promise<number> => {
    const form = new FormData();
    form.append('model', 'whisper-1');
    form.append('file', new Blob([bytes(0, 255, 254)], { type: 'audio/wav' }), 'a.wav');
    const response = await fetch(`${server.origin}/v1/audio/transcriptions`, { method: 'POST', body: form });
    await response.text();
    return response.status;
  };
  for (const mode of ['missing', 'replay'] as const) {
    await using _ = await attachCassette({ file, origin: server.origin, mode });
    expect(await send()).toBe(200);
  }
  expect(server.requests).toHaveLength(1);
});

test('the values of keys in a query are hidden, and found again whatever they are', async () => {
  const server = await startServer((response) => void response.end('{}'));
  const file = join(tempDir(), 'agent.json');
  const get = async (query: string): Promise<number> => {
    const response = await fetch(`${server.origin}/v1/models?${query}`);
    await response.text();
    return response.status;
  };
  const tape = await attachCassette({ file, origin: server.origin, mode: 'missing' });
  await get('api_key=plain-value-0123456789&limit=2&X-Goog-Signature=abc');
  await tape.close();
  expect(readFileSync(file, 'utf8')).not.toMatch(/plain-value|abc/);
  const replay = await attachCassette({ file, origin: server.origin, mode: 'replay', strict: false });
  expect(await get('api_key=another&limit=2&X-Goog-Signature=xyz')).toBe(200);
  expect(await get('api_key=another&limit=3&X-Goog-Signature=xyz')).toBe(400);
  await replay.close();
});

describe('in a replay, a Unix socket', () => {
  /** What a server at that path hears, and what a client sees of its connection. */
  async function connected(open: (path: string) => Socket, allow: (path: string) => readonly string[]) {
    const dir = tempDir();
    const path = join(dir, 's.sock');
    const heard: string[] = [];
    const server = createServer((socket) =>
      socket.on('error', () => {}).on('data', (data) => heard.push(String(data))),
    );
    await new Promise<void>((ready) => server.listen(path, ready));
    onTestFinished(() => void server.close());
    const file = join(dir, 'none.json');
    await using _ = await attachCassette({ file, origin: 'https://llm.invalid', mode: 'replay', allow: allow(path) });
    const socket = open(path);
    const events: string[] = [];
    socket.on('connect', () => events.push('connect'));
    socket.on('error', (error) => events.push(`${(error as { code?: string }).code}: ${error.message}`));
    const closed = new Promise((done) => socket.on('close', done));
    const written = await new Promise<Error | null | undefined>((done) => socket.write('the data', done));
    if (written) await closed;
    else await vi.waitFor(() => expect(heard).not.toEqual([]));
    socket.destroy();
    return { path, heard, events, written };
  }

  test.each<[string, (path: string) => Socket]>([
    ['opened by its path', (path) => connect(path)],
    ['opened by options', (path) => connect({ path })],
    ['of a socket that is there already', (path) => new Socket().connect(path)],
  ])('%s is refused before it is connected', async (_, open) => {
    const { path, heard, events, written } = await connected(open, () => []);
    expect(events).toEqual([expect.stringContaining(`NETWORK_LOCKED: code of this process tried to reach ${path}`)]);
    expect(written).toBeInstanceOf(Error);
    expect(heard).toEqual([]);
  });

  test('that is allowed is reached', async () => {
    const { heard, events, written } = await connected(
      (path) => connect(path),
      (path) => [path],
    );
    expect([events, written ?? null, heard]).toEqual([['connect'], null, ['the data']]);
  });

  test('under an HTTP request fails the request', async () => {
    const file = join(tempDir(), 'none.json');
    await using _ = await attachCassette({ file, origin: 'https://llm.invalid', mode: 'replay' });
    const asked = new Promise((_done, fail) =>
      request({ socketPath: '/nowhere/docker.sock', path: '/v1/containers' }).on('error', fail).end(),
    );
    await expect(asked).rejects.toMatchObject({
      code: 'NETWORK_LOCKED',
      message: expect.stringContaining('/nowhere/docker.sock') as unknown,
      remedy: expect.stringContaining('`origins`') as unknown,
    });
  });
});

test('a connection that was open before is not used while a cassette is attached to its origin', async () => {
  const servers = [
    await startServer((response) => void response.end(finished)),
    await startServer((response) => void response.end(finished)),
  ];
  // In a process of its own, because the connection has to be older than nock.
  const { stdout } = await promisify(execFile)(process.execPath, [
    new URL('programs/opened-before.ts', import.meta.url).pathname,
    tempDir(),
    ...servers.map(({ origin }) => origin),
  ]);
  expect(JSON.parse(stdout)).toEqual({ before: 200, replayed: 400, misses: 1, after: 200, recorded: [1, 1] });
});
