import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sample, stringMatching } from '../support/properties.ts';
import { expect, test } from 'vitest';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { runReporters } from '../../src/report/reporters.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { loadScenarios } from '../../src/scenario/load.ts';
import { ENCODED_PLACES, LAST_PLACES, PLACES, type Plant, type Reply } from '../support/echo-places.ts';
import { outcome, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const SEED = 20_261_129;

/** Keys as they are generated: one that only its value tells, and one that its form tells. */
const [ODD = ''] = sample(stringMatching(/^[A-Z][a-z]\d[+/][A-Za-z0-9]{14}[+/][A-Za-z0-9]{9}$/), {
  seed: SEED,
  numRuns: 1,
});
const [FORMED = ''] = sample(
  stringMatching(/^sk-proj-[A-Z][a-z]\d[A-Za-z0-9]{20}-[A-Za-z0-9]{20}_[A-Z][a-z]\d[A-Za-z0-9]{17}$/),
  {
    seed: SEED,
    numRuns: 1,
  },
);

interface Project {
  readonly dir: string;
  /** Requests that were answered with the key in them, by scenario and protocol. */
  readonly planted: ReadonlySet<string>;
}

/** A gateway for each protocol that answers as the sandbox does, with the key at the place that the prompt names. */
async function project(places: Readonly<Record<string, Plant>>, key: string, env: string | null): Promise<Project> {
  const names = Object.keys(places);
  const scenarios = names.map((_, i) => ({
    ...WEATHER,
    id: `place-${i}`,
    prompt: `What is the weather in Paris? (${i})`,
    tools: [{ ...WEATHER.tools[0], returns: [{ result: 'In ${city}: 22' }] }],
  }));
  const dir = tempDir({ 'scenarios/all.json': { scenarios } });
  const loaded = loadScenarios([], { cwd: dir }).scenarios;
  const sandbox = await startSandbox({ scenarios: loaded });
  const planted = new Set<string>();
  const server = await scriptedServer(({ url, headers, body }, response) => {
    const [, protocol = '', path = ''] = /^\/([a-z]+)\/v1(\/.*)$/.exec(url) ?? [];
    const place = Number(/\((\d+)\)/.exec(JSON.stringify(body))?.[1]);
    const answer = async (): Promise<void> => {
      const asked = await fetch(`${sandbox.baseUrl}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(headers['anthropic-version'] === undefined ? {} : { 'anthropic-version': '2023-06-01' }),
        },
        body: JSON.stringify(body),
      });
      const sound: Reply = {
        status: asked.status,
        headers: { 'content-type': asked.headers.get('content-type') ?? '' },
        text: await asked.text(),
      };
      const reply = places[names[place] ?? '']?.(sound, key) ?? sound;
      if (reply.text !== sound.text || reply.headers !== sound.headers) planted.add(`${place} ${protocol}`);
      response.writeHead(reply.status, { ...reply.headers }).end(reply.text);
    };
    void answer();
  });
  const root = server.baseUrl.slice(0, -3);
  const gateway = (protocol: string): object => ({
    base_url: `${root}/${protocol}/v1`,
    protocol,
    ...(env !== null && { api_key_env: env }),
  });
  const config = {
    gateways: Object.fromEntries(PROTOCOLS.map(({ name }) => [name, gateway(name)])),
    models: Object.fromEntries(PROTOCOLS.map(({ name }) => [`m-${name}`, { gateway: name, model: 'oracle' }])),
    defaults: { models: PROTOCOLS.map(({ name }) => `m-${name}`), retries: 0, concurrency: 16 },
  };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  return { dir, planted };
}

/** Everything that would give the key away, or half of it. */
function spellingsOf(key: string): string[] {
  const half = Math.floor(key.length / 2);
  const bytes = Buffer.from(key);
  return [key, key.slice(0, half), key.slice(half)]
    .flatMap((part) => [
      part,
      encodeURIComponent(part),
      encodeURIComponent(part).replace(/%../g, (byte) => byte.toLowerCase()),
      Buffer.from(part).toString('hex'),
    ])
    .concat(
      // Without the ends that the bytes beside it decide.
      [0, 1, 2].map((offset) =>
        Buffer.concat([Buffer.alloc(offset), bytes])
          .toString('base64')
          .slice(4, -8),
      ),
    );
}

function unescaped(text: string): string {
  let result = text;
  for (let i = 0; i < 4; i++) {
    result = result
      .replace(/\\+u([0-9A-Fa-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\+\//g, '/');
  }
  return result;
}

function leaks(text: string, key: string): string[] {
  const plain = unescaped(text);
  return spellingsOf(key).filter((spelling) => plain.includes(spelling) || text.includes(spelling));
}

function expectNoKey(dir: string, output: string, key: string, places: readonly string[]): void {
  const found: string[] = leaks(output, key).map((spelling) => `output: ${spelling}`);
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const [leak] = leaks(readFileSync(join(entry.parentPath, entry.name), 'latin1'), key);
    const place = places[Number(/place-(\d+)/.exec(entry.parentPath)?.[1])] ?? '';
    if (leak !== undefined) found.push(`${entry.name}, ${place}: ${leak}`);
  }
  expect(found).toEqual([]);
}

/** A report of every kind; the table is printed. */
const EVERY_REPORT = ['table']
  .concat([...runReporters().keys()].filter((name) => name !== 'table').map((name) => `${name}:report.${name}`))
  .join(',');

test.each([
  ['its value', ODD, 'false'],
  ['its value', ODD, 'true'],
  ['its form', FORMED, 'false'],
  ['its form', FORMED, 'true'],
])(
  'a generated key that %s tells (%s, stream %s), echoed in more than 53 places of each protocol, stands nowhere',
  { timeout: 240_000 },
  async (how, key, stream) => {
    const env = how === 'its value' ? 'ECHOED_KEY' : null;
    const places = env === null ? PLACES : { ...PLACES, ...ENCODED_PLACES };
    const { dir, planted } = await project(places, key, env);
    const names = Object.keys(places);
    const args = ['--stream', stream];
    const variables = env === null ? {} : { [env]: key };
    const live = await runAndRead(['run', ...args, '--reporter', EVERY_REPORT], { cwd: dir, env: variables });
    for (const { name } of PROTOCOLS) {
      const count = [...planted].filter((one) => one.endsWith(` ${name}`)).length;
      expect(count, name).toBeGreaterThanOrEqual(53);
    }
    expect(live.run.trials).toHaveLength(names.length * PROTOCOLS.length);
    expectNoKey(dir, live.stdout + live.stderr, key, names);

    // Without the key: one verdict, and nothing that a search would find.
    const replayed = await runAndRead(['replay', ...args, '--reporter', EVERY_REPORT], { cwd: dir });
    const before = new Map(live.run.trials.map((row) => [`${row.scenario} ${row.model}`, row]));
    const recorded = replayed.run.trials.filter(({ status }) => status !== 'unrecorded');
    expect(recorded.length).toBeGreaterThan(150);
    for (const row of recorded) {
      const was = before.get(`${row.scenario} ${row.model}`);
      const place = names[Number(row.scenario.slice(6))];
      expect(row, `${place}, ${row.model}`).toEqual({ ...was, attempts: 0 });
    }
    expectNoKey(dir, replayed.stdout + replayed.stderr, key, names);
    for (const known of [{}, variables]) {
      const verified = await runCli(['cassettes', 'verify'], { cwd: dir, env: known });
      expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('hold no secret')]);
    }
  },
);

test.each(Object.keys(LAST_PLACES))('nor does it after %s', async (name) => {
  for (const [key, env] of [
    [ODD, 'ECHOED_KEY'],
    [FORMED, null],
  ] as const) {
    const { dir } = await project({ [name]: LAST_PLACES[name] as Plant }, key, env);
    const variables = env === null ? {} : { [env]: key };
    const { run, stdout, stderr } = await runAndRead(['run', '--reporter', EVERY_REPORT], { cwd: dir, env: variables });
    expect(new Set(run.trials.map(outcome)).size).toBe(1);
    expect(run.trials[0]?.status).toBe('error');
    expectNoKey(dir, stdout + stderr, key, [name]);
  }
});
