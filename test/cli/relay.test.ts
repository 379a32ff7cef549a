import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { FieldRow, RelayResult } from '../../src/relay/result.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { freePort } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Asked {
  readonly path: string;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly stream?: boolean; readonly [name: string]: unknown };
  /** How many requests came before. */
  readonly index: number;
  /** Asks the upstream as the client asked the gateway, or otherwise. */
  readonly ask: (change?: { path?: string; headers?: Record<string, string>; text?: string }) => Promise<Got>;
}

interface Got {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

type Behaviour = (asked: Asked, response: ServerResponse) => Promise<void> | void;

const give = (response: ServerResponse, { status, type, text }: Got): void => {
  response.writeHead(status, { 'content-type': type });
  response.end(text);
};
const identity: Behaviour = async ({ ask }, response) => give(response, await ask());

/** A gateway on loopback that behaves as the test says, and a folder with the relay file for it. */
async function project(
  behave: Behaviour,
  relay: { readonly lanes?: readonly object[]; readonly gateway?: object; readonly timeout_ms?: number } = {},
): Promise<{ dir: string; port: number; close: () => void }> {
  const port = await freePort();
  let index = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const ask: Asked['ask'] = async (change = {}) => {
        const got = await fetch(`http://127.0.0.1:${port}${change.path ?? request.url ?? ''}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...change.headers },
          body: change.text ?? text,
        });
        return { status: got.status, type: got.headers.get('content-type') ?? '', text: await got.text() };
      };
      const asked = {
        path: request.url ?? '',
        text,
        headers: request.headers,
        body: JSON.parse(text) as Asked['body'],
        index: index++,
        ask,
      };
      void Promise.resolve(behave(asked, response)).catch(() => response.destroy());
    });
  });
  // The client closes idle connections first. A busy machine would otherwise close one while a request is on its way.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const dir = tempDir({
    'relay.json': {
      gateway: { base_url: base, ...relay.gateway },
      upstream: { port },
      lanes: relay.lanes ?? [{ name: 'chat', in: 'chat', out: 'chat' }],
      timeout_ms: relay.timeout_ms ?? 5000,
    },
  });
  return { dir, port, close };
}

interface Ran extends CliResult {
  readonly rows: readonly FieldRow[];
  readonly result: RelayResult;
}

async function relay(dir: string, args: readonly string[] = []): Promise<Ran> {
  const ran = await runCli(['relay', '--reporter', 'table,json:out.json', ...args], { cwd: dir });
  if (ran.code === 2)
    return { ...ran, rows: [], result: { format: 'tooltape.relay/1', tool: { version: '' }, lanes: [] } };
  const result = JSON.parse(readFileSync(`${dir}/out.json`, 'utf8')) as RelayResult;
  return { ...ran, result, rows: result.lanes.flatMap(({ fields }) => fields) };
}

const lost = (rows: readonly FieldRow[]): readonly FieldRow[] =>
  rows.filter(({ word }) => word === 'dropped' || word === 'changed' || word === 'failed');

test('a gateway that passes everything on loses nothing, in all protocols, in every report', async () => {
  const lanes = ['chat', 'responses', 'messages', 'gemini'].map((name) => ({ name, in: name, out: name }));
  const { dir } = await project(identity, { lanes });
  const ran = await relay(dir, ['--max-lost', '0']);
  expect(ran.stderr).toBe('wrote out.json\n');
  expect(ran.code).toBe(0);
  expect([...new Set(ran.rows.map(({ word }) => word))]).toEqual(['kept']);
  expect(ran.stdout).toMatch(/Nothing is lost: [\d,]+ fields in 4 lanes\.\n\nGate --max-lost 0: met, 0 lost\n$/);
  const reports = await runCli(
    ['relay', '--lane', 'chat', '--reporter', 'markdown', '--reporter', 'html:r.html,junit:r.xml'],
    {
      cwd: dir,
    },
  );
  expect(reports.code).toBe(0);
  expect(reports.stdout).toContain('Nothing is lost');
  expect(readFileSync(`${dir}/r.html`, 'utf8')).toContain('<h1>Nothing is lost');
  expect(readFileSync(`${dir}/r.xml`, 'utf8')).toContain('<testsuite name="chat"');
});

test('one fault and two at once: each is found where it is, and gates know it', async () => {
  const drop = (text: string, ...names: string[]): string =>
    JSON.stringify(JSON.parse(text, (name, value: unknown) => (names.includes(name) ? undefined : value)));
  let names = ['strict'];
  const { dir } = await project(async ({ ask, text }, response) =>
    give(response, await ask({ text: drop(text, ...names) })),
  );
  const one = await relay(dir);
  expect(lost(one.rows).map(({ situation, field, stream, word }) => [situation, field, stream, word])).toEqual([
    ['tool-strict', 'tool.strict', false, 'dropped'],
    ['tool-strict', 'tool.strict', true, 'dropped'],
  ]);
  expect(lost(one.rows)[0]).toMatchObject({ side: 'gateway', said: true, found: null });
  expect(one.code).toBe(0);
  names = ['strict', 'seed'];
  const two = await relay(dir, ['--baseline', 'base.json']);
  expect(two.stderr).toContain('base.json: there is no such file');
  await runCli(['relay', '--reporter', 'json:base.json'], { cwd: dir });
  names = ['strict', 'seed', 'stop'];
  const worse = await relay(dir, ['--baseline', 'base.json', '--max-lost', '6']);
  expect([...new Set(lost(worse.rows).map(({ field }) => field))]).toEqual(['tool.strict', 'stop', 'seed']);
  expect(worse.stdout).toContain('Gate --max-lost 6: met, 6 lost');
  expect(worse.stdout).toMatch(/Gate --baseline base.json: not met, 2 newly lost, [\d,]+ fields compared\n/);
  expect(worse.stdout).toContain('  chat: stop in stop was kept, now dropped');
  expect(worse.code).toBe(1);
  const other = readFileSync(`${dir}/base.json`, 'utf8').replaceAll('"name": "chat"', '"name": "other"');
  expect(other).toContain('"name": "other"');
  writeFileSync(`${dir}/other.json`, other);
  const none = await relay(dir, ['--baseline', 'other.json']);
  expect(none.stdout).toContain(
    'Gate --baseline other.json: not met, nothing to compare; lanes that the baseline lacks: chat\n',
  );
  expect(none.code).toBe(1);
});

test('a gateway that asks twice, streams unasked, or retries is told', async () => {
  const { dir } = await project(async ({ ask, text, body }, response) => {
    const got = await ask();
    if (text.includes('"seed"')) await ask();
    if (got.status === 429) return give(response, await ask());
    if (text.includes('"top_p"') && body.stream !== true) {
      return give(response, await ask({ text: JSON.stringify({ ...body, stream: true }) }));
    }
    return give(response, got);
  });
  const { rows, code } = await relay(dir);
  const of = (situation: string): readonly FieldRow[] => lost(rows).filter((row) => row.situation === situation);
  expect(of('seed')).toMatchObject([
    { field: 'exchange.once', word: 'changed', said: 1, found: 2, note: 'the gateway asked the upstream 2 times' },
    { field: 'exchange.once', word: 'changed', stream: true },
  ]);
  expect(of('temperature-and-top-p').find(({ field }) => field === 'exchange.stream')).toMatchObject({
    word: 'changed',
    note: 'a stream came that was not asked for',
  });
  const retried = rows.find(({ situation, field }) => situation === 'error-rate-limit' && field === 'answer.status');
  expect(retried).toMatchObject({ word: 'kept', note: 'the gateway asked the upstream 2 times' });
  expect(code).toBe(0);
});

test('an error that says so is refused; one that breaks down is failed, on the side of the gateway', async () => {
  const refusal = { status: 400, type: 'application/json', text: '{"error":{"message":"seed is not supported"}}' };
  const { dir } = await project(async ({ ask, text, body }, response) => {
    if (text.includes('"seed"')) return give(response, refusal);
    const got = await ask();
    if (text.includes('"top_p"'))
      return give(response, { status: 502, type: 'text/html', text: '<h1>Bad gateway</h1>' });
    if (text.includes('"stop"')) return void response.destroy();
    if (body['metadata'] !== undefined) return give(response, { ...got, text: 'not JSON at all' });
    return give(response, got);
  });
  const { rows, stdout } = await relay(dir);
  const words = (situation: string): string[] => [
    ...new Set(rows.filter((row) => row.situation === situation).map(({ field, word }) => `${field} ${word}`)),
  ];
  expect(words('seed')).toEqual(['seed refused', 'answer.text refused']);
  expect(words('temperature-and-top-p')).toEqual(['temperature kept', 'top_p kept', 'answer.text failed']);
  expect(words('stop')).toEqual(['stop kept', 'answer.text failed']);
  expect(words('metadata')).toEqual(['metadata kept', 'answer.text failed']);
  expect([...new Set(lost(rows).map(({ side }) => side))]).toEqual(['gateway']);
  expect(stdout).toContain('the upstream answered 200, the gateway 502');
  expect(stdout).toContain('chat · refused — seed, answer.text');
});

test('an answer from a cache is told, in a situation and before any', async () => {
  const cache = new Map<string, Got>();
  const { dir } = await project(async ({ ask, text }, response) => {
    const got = cache.get(text) ?? (await ask());
    if (text.includes('"seed"') || cache.has(text)) cache.set(text, got);
    give(response, got);
  });
  expect((await relay(dir)).code).toBe(0);
  const again = await relay(dir);
  expect(again.rows.find(({ field }) => field === 'seed')).toMatchObject({
    word: 'failed',
    side: 'gateway',
    note: expect.stringContaining('the gateway answered from a cache') as string,
  });
  const all = await project(async ({ ask, text }, response) => {
    const got = cache.get(text) ?? (await ask());
    cache.set(text, got);
    give(response, got);
  });
  await relay(all.dir);
  const third = await relay(all.dir);
  expect(third.code).toBe(2);
  expect(third.stderr).toContain('it answers from a cache. Turn its cache off');
});

test('a gateway that dies on a situation fails the rest, and ends with 3', async () => {
  let kill = (): void => {};
  const { dir, close } = await project(async ({ ask, text }, response) => {
    if (!text.includes('get_tides')) return give(response, await ask());
    response.destroy();
    kill();
  });
  kill = close;
  const { code, rows, stderr, stdout } = await relay(dir);
  expect(code).toBe(3);
  expect(stderr).toMatch(/error: chat: the gateway gave no answer any more; first at tool-names, /);
  expect(stdout).toContain('Lanes that came to no end');
  expect(rows.filter(({ situation }) => situation === 'bare-text').map(({ word }) => word)).not.toContain('failed');
  expect(new Set(rows.filter(({ situation }) => situation === 'error-server').map(({ word }) => word))).toEqual(
    new Set(['failed']),
  );
});

test('a gateway that falls silent is given up after three time-outs', async () => {
  const { dir } = await project(
    async ({ ask, text }, response) => {
      if (!text.includes('"tools"')) give(response, await ask());
    },
    { timeout_ms: 2500 },
  );
  const { code, rows, stderr } = await relay(dir);
  expect(code).toBe(3);
  expect(stderr).toContain('no answer within 2500 ms');
  expect(
    rows.some(({ note }) => note?.includes('not sent: the gateway gave no answer 3 times in a row') === true),
  ).toBe(true);
});

test.each<[string, Behaviour, RegExp]>([
  [
    'never asks the upstream',
    (_, response) => give(response, { status: 200, type: 'application/json', text: '{"choices":[]}' }),
    /answered 200 by itself, and nothing arrived upstream.*Look at the line of the gateway's configuration.*127\.0\.0\.1:\d+\/v1\./,
  ],
  [
    'asks for something else',
    async ({ ask }, response) => give(response, await ask({ path: '/v1/complete' })),
    /the upstream was asked for POST \/v1\/complete, which no protocol has/,
  ],
  [
    'speaks another protocol to the upstream',
    async ({ ask }, response) => {
      const text = JSON.stringify({ model: 'stub', max_tokens: 9, messages: [{ role: 'user', content: 'hello' }] });
      give(response, await ask({ path: '/v1/messages', text }));
    },
    /it asked \/messages, which is messages.*Write "out: messages"/,
  ],
  [
    'does not have the endpoint',
    (_, response) => give(response, { status: 404, type: 'text/plain', text: 'Not found' }),
    /The gateway has no \/chat\/completions at .* \(404\): Not found\. Does it speak chat\?/,
  ],
  [
    'refuses the key',
    (_, response) => give(response, { status: 401, type: 'text/plain', text: 'no such key' }),
    /The gateway refuses the key \(401\): no such key\. Name the variable/,
  ],
  [
    'has a limit of its own',
    (_, response) => give(response, { status: 429, type: 'application/json', text: '{"error":"slow down"}' }),
    /answered 429 by itself: slow down\. Lift its limit/,
  ],
  [
    'has no provider',
    (_, response) => give(response, { status: 503, type: 'text/plain', text: 'no healthy upstream' }),
    /answered 503: no healthy upstream; nothing arrived upstream\. Look at the line/,
  ],
  [
    'redirects',
    (_, response) => void response.writeHead(308, { location: 'https://gateway.test/v1/chat/completions' }).end(),
    /redirects http.* to https:\/\/gateway\.test\/v1\/chat\/completions \(308\).*write the address/,
  ],
  [
    'sends the upstream a real key',
    async ({ ask }, response) =>
      give(response, await ask({ headers: { authorization: `Bearer sk-proj-${'Abcd1234Efgh5678'.repeat(3)}` } })),
    /The gateway sent the upstream a key that looks real \(POST \/v1\/chat\/completions\)/,
  ],
  ['dies at once', (_, response) => void response.destroy(), /nothing arrived upstream\. Look at the line/],
])('a gateway that %s is told before anything else is sent', async (_, behave, says) => {
  const { dir } = await project(behave);
  const { code, stderr, stdout } = await relay(dir);
  expect(code, stderr).toBe(2);
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(says);
  expect(stderr).not.toContain('Abcd1234Efgh5678');
  expect(stdout).toBe('');
});

test('a port that is taken, and a gateway that nobody started', async () => {
  const { dir, port, close } = await project(identity);
  const holder = createServer();
  await new Promise<void>((done) => holder.listen(port, '127.0.0.1', done));
  const taken = await relay(dir);
  holder.close();
  expect(taken.code).toBe(2);
  expect(taken.stderr).toContain(`The upstream of the relay cannot listen on 127.0.0.1:${port}: the port is taken.`);
  close();
  const alone = await relay(dir);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('Start the gateway first, or correct "base_url".');
});

test('a gateway that is asked for TLS and speaks none', async () => {
  const { dir } = await project(identity);
  const file = readFileSync(`${dir}/relay.json`, 'utf8');
  writeFileSync(`${dir}/relay.json`, file.replace('http://', 'https://'));
  const { code, stderr } = await relay(dir);
  expect(code).toBe(2);
  expect(stderr).toContain('error RELAY: 1 of 1 lane leads nowhere.');
  expect(stderr).toMatch(/no secure connection \(ERR_SSL_\w+\)\. The gateway speaks no TLS there: write http:\/\//);
});

const LANE = 'lanes: [{ name: a, in: chat, out: chat }]';
test.each<[string, string, RegExp]>([
  ['no file', '', /relay\.yaml.*(?:empty|no such file)/s],
  [
    'no lanes',
    'gateway: { base_url: http://127.0.0.1:1/v1 }\nupstream: { port: 0 }\nlanes: []',
    /relay\.yaml:3 lanes.*Name at least one/s,
  ],
  [
    'an unknown key',
    `gateway: { base_url: http://127.0.0.1:1/v1, api_key: x }\nupstream: { port: 0 }\n${LANE}`,
    /api_key.*Keys do not stand in files/s,
  ],
  [
    'a lane of an unknown protocol',
    'gateway: { base_url: http://127.0.0.1:1/v1 }\nupstream: { port: 0 }\nlanes: [{ name: a, in: chat, out: anthropic }]',
    /out.*a protocol: chat, responses, messages, gemini/s,
  ],
  [
    'an endpoint in the base URL',
    `gateway: { base_url: http://127.0.0.1:1/v1/chat/completions }\nupstream: { port: 0 }\n${LANE}`,
    /Leave out "\/chat\/completions"/,
  ],
  [
    'the address of the upstream for the gateway',
    `gateway: { base_url: http://localhost:9000/v1 }\nupstream: { port: 9000 }\n${LANE}`,
    /relay\.yaml:1 gateway\.base_url.*This is the upstream itself, which tooltape starts on port 9000/s,
  ],
  [
    'a query in the base URL',
    `gateway: { base_url: "http://127.0.0.1:1/v1?key=x" }\nupstream: { port: 0 }\n${LANE}`,
    /Leave out "\?key=x": endpoints stand behind a base URL/,
  ],
  [
    'no scheme in the base URL',
    `gateway: { base_url: "127.0.0.1:1/v1" }\nupstream: { port: 0 }\n${LANE}`,
    /Expected a URL that starts with http:\/\/ or https:\/\/, found "127\.0\.0\.1:1\/v1"/,
  ],
  [
    'words that are almost right',
    'gatway: { base_url: http://127.0.0.1:1/v1 }\nupstream: { prt: 1 }\nlanes: [{ name: a, in: mesages, out: chat }]',
    /Did you mean "gateway"\?.*Did you mean "port"\?.*Did you mean "messages"\?/s,
  ],
  [
    'two lanes of one name',
    'gateway: { base_url: http://127.0.0.1:1/v1 }\nupstream: { port: 0 }\nlanes: [{ name: a, in: chat, out: chat }, { name: a, in: chat, out: gemini }]',
    /Another lane is called "a"/,
  ],
  [
    'a port that no machine has',
    `gateway: { base_url: http://127.0.0.1:1/v1 }\nupstream: { port: 70000 }\n${LANE}`,
    /upstream\.port/,
  ],
  [
    'a variable that is not set',
    `gateway: { base_url: http://127.0.0.1:1/v1, api_key_env: GW_KEY }\nupstream: { port: 0 }\n${LANE}`,
    /The gateway needs GW_KEY, and it is not set/,
  ],
  [
    'a real key in a header',
    `gateway: { base_url: http://127.0.0.1:1/v1, headers: { authorization: Bearer sk-proj-${'Abcd1234Efgh5678'.repeat(3)} } }\nupstream: { port: 0 }\n${LANE}`,
    /headers\.authorization.*looks like a real key/s,
  ],
])('a relay file with %s is told with its place', async (_, text, says) => {
  const dir = tempDir(text === '' ? {} : { 'relay.yaml': text });
  const { code, stderr } = await runCli(['relay'], { cwd: dir });
  expect(code, stderr).toBe(2);
  expect(stderr).toMatch(says);
  expect(stderr).not.toContain('Abcd1234Efgh5678');
});

test('a lane that is not there, a limit that is no number', async () => {
  const { dir } = await project(identity);
  const lane = await runCli(['relay', '--lane', 'chatt'], { cwd: dir });
  expect(lane.stderr).toContain('--lane chatt: relay.json has no such lane; did you mean chat?');
  const limit = await runCli(['relay', '--max-lost', 'few'], { cwd: dir });
  expect(limit.stderr).toContain('--max-lost few: expected a whole number, 0 or more');
  expect([lane.code, limit.code]).toEqual([2, 2]);
});

test('keys of the gateway go where its protocol takes them, and are in no report', async () => {
  const seen = new Set<string>();
  const { dir } = await project(
    async ({ ask, headers }, response) => {
      const key = String(headers['x-api-key']);
      seen.add([key, headers['x-team'], headers['anthropic-version']].join(' '));
      // It echoes the key, as some do.
      const got = await ask();
      give(response, { ...got, text: got.text.replace('mild', `mild ${key}`) });
    },
    {
      lanes: [{ name: 'messages', in: 'messages', out: 'messages' }],
      gateway: { api_key_env: 'GW_KEY', headers: { 'x-team': { env: 'TEAM', prefix: 'team ' } } },
    },
  );
  const env = { GW_KEY: 'gateway-key-secret', TEAM: 'team-value-secret' };
  const ran = await runCli(['relay', '--reporter', 'table,json:out.json'], { cwd: dir, env });
  expect(ran.code, ran.stderr).toBe(0);
  expect([...seen]).toEqual(['gateway-key-secret team team-value-secret 2023-06-01']);
  const all = ran.stdout + ran.stderr + readFileSync(`${dir}/out.json`, 'utf8');
  expect(/gateway-key-secret|team-value-secret/.exec(all)).toBeNull();
});
