import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { attachCassette } from '../../src/index.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { askCompressed } from './programs/compressed.ts';

const program = (name: string): string => new URL(`programs/${name}.ts`, import.meta.url).pathname;

interface Seen {
  readonly coding: string | undefined;
  readonly body: Buffer;
}

/** A server that keeps the bytes of each request and its content coding. */
async function byteServer(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
): Promise<{ readonly baseUrl: string; readonly seen: readonly Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ coding: request.headers['content-encoding'], body: Buffer.concat(chunks) });
      answer(response, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

function exec(
  dir: string,
  name: string,
  options: readonly string[],
  prompts: readonly string[] = [],
): Promise<CliResult> {
  const command = ['--', process.execPath, program(name), ...prompts];
  return runCli(['exec', '--cassette', 'tape.json', ...options, ...command], { cwd: dir });
}

const prompts = (seen: readonly Seen[]): unknown[] =>
  seen
    .filter(({ coding }) => coding === undefined)
    .map(({ body }) => (JSON.parse(body.toString()) as { messages: [{ content: string }] }).messages[0].content);

const READABLE = ['gzip ü', 'br ü', 'deflate ü', 'zstd ü'];

test('compressed requests reach the model readable, all cookies reach the program, and a replay fits', async () => {
  const { baseUrl, seen } = await byteServer((response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    sendCompletion(response, { text: 'heard' });
  });
  const dir = tempDir();
  const recorded = await exec(dir, 'compressed', ['--origin', baseUrl]);
  expect(recorded.stderr).toBe('tooltape: recorded 5 answers into tape.json\n');
  expect(recorded.stdout.match(/ 200 a=1 b=2$/gm)).toHaveLength(5);
  expect(prompts(seen)).toEqual(READABLE);
  // The server gets a coding that is unknown here as it was sent.
  expect(seen.at(-1)?.coding).toBe('x-unknown');
  expect(seen.at(-1)?.body.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xfe, 0x7b]));
  const replayed = await exec(dir, 'compressed', ['--record', 'none']);
  expect([replayed.code, replayed.stderr]).toEqual([0, 'tooltape: replayed 5 answers from tape.json\n']);
});

test('a tape decodes compressed requests, too', async () => {
  const { baseUrl, seen } = await byteServer((response) => sendCompletion(response, { text: 'heard' }));
  const file = join(tempDir(), 'tape.json');
  for (const mode of ['all', 'none'] as const) {
    await using tape = await attachCassette({ file, origins: [baseUrl], mode });
    expect((await askCompressed(baseUrl)).map((line) => line.split(' ')[1])).toEqual(Array(5).fill('200'));
    expect([tape.recorded, tape.misses]).toEqual([mode === 'all' ? 5 : 0, []]);
  }
  expect(seen).toHaveLength(5);
  expect(prompts(seen)).toEqual(READABLE);
});

test('the reason why an answer is not kept says what to do', async () => {
  const said = async (prompt: string, answer: (response: ServerResponse, request: IncomingMessage) => void) => {
    const { baseUrl } = await byteServer(answer);
    return (await exec(tempDir(), 'ask', ['--origin', baseUrl], [prompt])).stderr;
  };
  const chunk = 'data: {"choices":[{"index":0,"delta":{"content":"a"}}]}\n\n';
  const stream = (response: ServerResponse): ServerResponse =>
    response.writeHead(200, { 'content-type': 'text/event-stream' });
  expect(await said('stream:x', (response) => stream(response).end(chunk))).toBe(
    'tooltape: 1 answer not kept (status 200 without a finished answer)\n',
  );
  expect(await said('leave', (response) => void stream(response).write(chunk))).toBe(
    'tooltape: 1 answer not kept (the program stopped reading it)\n',
  );
  const asked = Promise.withResolvers<void>();
  const givenUp = await said('give up', (response, { method }) => {
    if (method === 'POST') asked.resolve();
    else void asked.promise.then(() => response.end('{}'));
  });
  expect(givenUp).toContain(
    'warning: the program gave up a request to /chat/completions before its answer came: it is not recorded\n',
  );
  const moved = await said('a', (response, { url }) => {
    if (url?.endsWith('/') === true) sendCompletion(response, { text: 'moved' });
    else response.writeHead(307, { location: `${url}/` }).end();
  });
  expect(moved).toBe(
    'tooltape: recorded 1 answer into tape.json; 1 answer not kept (status 307: use the URL that the redirect leads to)\n',
  );
});

test('a client that offers HTTP/2 is answered, and one that insists on another protocol is told', async () => {
  const { baseUrl, seen } = await byteServer((response) => sendCompletion(response, { text: 'heard' }));
  const dir = tempDir();
  const recorded = await exec(dir, 'upgrade', ['--origin', baseUrl]);
  expect(recorded.stdout).toBe(
    'h2c: HTTP/1.1 200 OK\nwebsocket: HTTP/1.1 400 Bad Request\nhttp2: HTTP/1.1 400 Bad Request\n',
  );
  expect(recorded.stderr)
    .toBe(`warning: a WebSocket to openai (/v1/realtime) cannot be recorded: let the program ask over HTTP
warning: HTTP/2 to openai without TLS cannot be recorded: let the program ask over HTTP/1.1
tooltape: recorded 1 answer into tape.json
`);
  expect(seen).toHaveLength(1);
  const replayed = await exec(dir, 'upgrade', ['--record', 'none']);
  expect([replayed.code, replayed.stdout]).toEqual([0, recorded.stdout]);
  expect(replayed.stderr).toContain('tooltape: replayed 1 answer from tape.json\n');
});

test('the query of an origin is sent with each request, kept out of the recording, and its secret hidden', async () => {
  const secret = 'a-secret-of-the-url-1234';
  const urls: (string | undefined)[] = [];
  const { baseUrl } = await byteServer((response, { url }) => {
    urls.push(url);
    sendCompletion(response, { text: `asked ${url}` });
  });
  const dir = tempDir();
  const recorded = await exec(dir, 'ask', ['--origin', `${baseUrl}?api-version=7&sig=${secret}`], ['a']);
  expect(recorded.stderr).toBe('tooltape: recorded 1 answer into tape.json\n');
  expect(urls).toEqual([`/v1/chat/completions?api-version=7&sig=${secret}`]);
  const stored = readFileSync(join(dir, 'tape.json'), 'utf8');
  expect([stored.includes(secret), stored.includes('"endpoint": "/chat/completions"')]).toEqual([false, true]);
  const replayed = await exec(dir, 'ask', ['--record', 'none'], ['a']);
  expect([replayed.code, replayed.stderr]).toEqual([0, 'tooltape: replayed 1 answer from tape.json\n']);
});
