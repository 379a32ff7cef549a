import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer as createHttps } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { HAS_OPENSSL } from '../../support/machine.ts';
import { type Answer, startServer, type TestServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const run = promisify(execFile);
const program = (name: string): string => new URL(`programs/${name}.ts`, import.meta.url).pathname;
const EVENTS =
  'data: {"choices":[{"delta":{"content":"北"},"finish_reason":null}]}\r\n\r\ndata: {"choices":[{"delta":{},"finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\r\n\r\n';
const COMPLETION = '{"choices": [{"message": {"content": "北京"}, "finish_reason": "stop"}]}';

const answer: Answer = async (response, body) => {
  const { stream } = JSON.parse(body) as { stream: boolean };
  response.setHeader('set-cookie', 'session=secret');
  if (!stream)
    return void response
      .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      .end(gzipSync(COMPLETION));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of EVENTS.split(/(?<=\r\n\r\n)/)) {
    response.write(event);
    await new Promise((done) => setTimeout(done, 20));
  }
  response.end();
};

interface Outcome {
  answers: { status: number; text?: string; message?: string; code?: string }[];
  misses: { miss: { code: string }; text: string }[];
}
async function attached(args: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const { stdout } = await run(process.execPath, [program('attached'), ...args], { env: { ...process.env, ...env } });
  return JSON.parse(stdout) as Outcome;
}

/** A server with a certificate of its own, and the variable that makes Node trust it. */
async function startHttps(): Promise<{ server: TestServer; env: Record<string, string> }> {
  const dir = tempDir();
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  });
  const server = await startServer(answer, (listener) =>
    createHttps({ key: readFileSync(key), cert: readFileSync(cert) }, listener),
  );
  return { server, env: { NODE_EXTRA_CA_CERTS: cert } };
}

test.each(
  ['fetch', 'undici', 'http', 'https', 'axios', 'openai'].filter((client) => client !== 'https' || HAS_OPENSSL),
)('a program that uses %s is recorded, and replayed without its server', async (client) => {
  const { server, env } = client === 'https' ? await startHttps() : { server: await startServer(answer), env: {} };
  const file = join(tempDir(), 'agent.json');
  const live = await attached([client, server.origin, file, 'missing'], env);
  expect(live.answers).toEqual([
    { status: 200, text: COMPLETION },
    { status: 200, text: EVENTS },
  ]);
  expect(server.requests.length).toBe(2);
  const written = readFileSync(file, 'utf8');
  expect(written).not.toContain('session');

  const again = await attached([client, server.origin, file, 'missing'], env);
  expect(again.answers).toEqual(live.answers);
  expect(server.requests.length).toBe(2);
  expect(readFileSync(file, 'utf8')).toBe(written);

  await server.close();
  expect(await attached([client, server.origin, file, 'replay'])).toEqual({ answers: live.answers, misses: [] });
});

test('a request that was not recorded is answered with 400, once, with the difference and what to do', async () => {
  const server = await startServer(answer);
  const file = join(tempDir(), 'agent.json');
  await attached(['fetch', server.origin, file, 'all', 'hi']);
  for (const client of ['fetch', 'openai']) {
    const { answers, misses } = await attached([client, server.origin, file, 'replay', 'hello']);
    expect(misses.map(({ miss }) => miss.code)).toEqual(['request-changed', 'request-changed']);
    expect(misses[0]?.text).toContain('- messages[0].content: "hi"\n  + messages[0].content: "hello"');
    expect(misses[0]?.text).toContain('mode: "all"');
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(JSON.stringify(answers[0])).toContain('messages[0].content');
  }
  expect(server.requests.length).toBe(2);
});

test('a replay of a file that is not there misses and reaches nothing', async () => {
  const server = await startServer(answer);
  const { misses } = await attached(['undici', server.origin, join(tempDir(), 'none.json'), 'replay']);
  expect(misses.map(({ miss }) => miss.code)).toEqual(['never-recorded', 'never-recorded']);
  expect(server.requests).toEqual([]);
});

test('mode missing records what changed beside what it finds, mode all records everything anew', async () => {
  const server = await startServer(answer);
  const file = join(tempDir(), 'agent.json');
  await attached(['http', server.origin, file, 'missing', 'one']);
  await attached(['http', server.origin, file, 'missing', 'two']);
  expect(server.requests.length).toBe(4);
  const before = readFileSync(file, 'utf8');
  expect(before).toContain('"two"');
  await attached(['http', server.origin, file, 'all', 'three']);
  expect(server.requests.length).toBe(6);
  expect(readFileSync(file, 'utf8')).not.toContain('"two"');
});

test('what must not be kept is not: errors of the moment, and streams that were cut', async () => {
  let status = 429;
  const server = await startServer((response) => {
    if (status !== 200) return void response.writeHead(status).end('{"error":{"message":"slow down"}}');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end('data: {"choices":[{"delta":{"content":"cut"},"finish_reason":null}]}\n\n');
  });
  const file = join(tempDir(), 'agent.json');
  const live = await attached(['fetch', server.origin, file, 'missing']);
  expect(live.answers[0]?.status).toBe(429);
  status = 200;
  await attached(['fetch', server.origin, file, 'missing']);
  expect(existsSync(file)).toBe(false);
});

test('NOCK_OFF is refused: requests would pass unseen', async () => {
  const { attachCassette } = await import('../../../src/public/tape/attach-cassette.ts');
  const place = { file: join(tempDir(), 'x.json'), origin: 'http://127.0.0.1:9', mode: 'replay' } as const;
  await expect(attachCassette({ ...place, nockOff: 'true' })).rejects.toMatchObject({
    code: 'NETWORK_LOCKED',
    remedy: 'Unset NOCK_OFF and run again.',
  });
  await expect(attachCassette({ ...place, origin: 'api.openai.com' })).rejects.toMatchObject({ code: 'USAGE' });
});

test('trials are told apart by a header, and a closed cassette lets the program be', async () => {
  const { attachCassette } = await import('../../../src/public/tape/attach-cassette.ts');
  const server = await startServer(
    (response, _, request) =>
      void response.end(
        JSON.stringify({ trial: request.headers['x-tooltape-trial'] ?? null, n: server.requests.length }),
      ),
  );
  const file = join(tempDir(), 'agent.json');
  const ask = async (trial: number): Promise<string> =>
    (
      await fetch(`${server.origin}/v1/x`, {
        method: 'POST',
        body: '{}',
        headers: { 'x-tooltape-trial': String(trial) },
      })
    ).text();
  const tape = await attachCassette({ file, origin: server.origin, mode: 'all' });
  const live = await Promise.all([ask(2), ask(1)]);
  await tape.close();
  expect(live.every((text) => text.includes('"trial":null'))).toBe(true);
  const replay = await attachCassette({ file, origin: server.origin, mode: 'replay' });
  expect([await ask(1), await ask(2)]).toEqual([live[1], live[0]]);
  await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow();
  expect(server.requests.length).toBe(2);
  await replay.close();
  await replay.close();
  expect(await ask(1)).toContain('"n":3');
});

test('what numbers no trial is refused, and no file is written', async () => {
  const { attachCassette } = await import('../../../src/public/tape/attach-cassette.ts');
  const server = await startServer((response) => void response.end('real'));
  const place = { file: join(tempDir(), 'agent.json'), origin: server.origin, mode: 'missing' } as const;
  await expect(attachCassette({ ...place, trial: 0 })).rejects.toMatchObject({ code: 'USAGE' });
  const tape = await attachCassette(place);
  const ask = fetch(`${server.origin}/v1/x`, { method: 'POST', body: '{}', headers: { 'x-tooltape-trial': 'two' } });
  await expect(ask).rejects.toMatchObject({ cause: { code: 'USAGE' } });
  await tape.close();
  expect([server.requests.length, existsSync(place.file)]).toEqual([0, false]);
});

test('the network is locked for whatever tries, and open again afterwards', async () => {
  const server = await startServer((response) => void response.end('real'));
  for (const warm of ['cold', 'warm']) {
    const { stdout } = await run(process.execPath, [program('locked'), server.origin, warm]);
    const { came, blamed, message, silent, unnamed, allowed, after } = JSON.parse(stdout) as {
      came: Record<string, unknown>;
      blamed: string[];
      message: string;
      silent: string;
      unnamed: string;
      allowed: string[];
      after: Record<string, unknown>;
    };
    expect(Object.entries(came).filter(([, result]) => result === 'reached' || result === 'hangs')).toEqual([]);
    expect(blamed).toEqual(Object.keys(came));
    expect(message).toMatch(/^fetch tried to reach http:\/\/127\.0\.0\.1:\d+\/, and the network is locked/);
    for (const name of ['fetch', 'request of undici', 'http', 'HTTP over a socket'])
      expect(came[name]).toContain('NETWORK_LOCKED');
    expect(silent).toMatch(/^a silent socket tried to reach 127\.0\.0\.1:\d+, and the network is locked/);
    expect(unnamed).toBe('EPERM');
    expect(allowed).toEqual(['1', 'reached', 'reached']);
    expect(new Set(Object.values(after))).toEqual(new Set(['reached']));
  }
});
