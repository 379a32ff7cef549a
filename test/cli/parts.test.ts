import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const SCENARIO = { ...WEATHER, expect: { calls: [] } };

interface Project {
  readonly dir: string;
  readonly server: ScriptedServer;
  /** What the server answers from now on; `fails` are the requests, counted from here, that get an error 500. */
  readonly answer: (text: string, fails?: readonly number[]) => void;
  readonly run: (...args: string[]) => ReturnType<typeof runAndRead>;
}

/** One scenario of five trials, of which an old recording is there. */
async function recorded(): Promise<Project> {
  let text = 'old';
  let failing = new Set<number>();
  let count = 0;
  const server = await scriptedServer((_, response) => {
    count += 1;
    if (failing.has(count)) response.writeHead(500).end('{"error":{"message":"boom"}}');
    else sendCompletion(response, { text });
  });
  const defaults = { models: ['m'], retries: 0, trials: 5, concurrency: 1 };
  const dir = tempDir({
    'scenarios/weather.json': SCENARIO,
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults }),
  });
  const run: Project['run'] = (...args) => runAndRead(['run', ...args], { cwd: dir, env: KEY });
  await run();
  const answer: Project['answer'] = (next, fails = []) => {
    text = next;
    failing = new Set(fails);
    count = 0;
  };
  return { dir, server, answer, run };
}

const PART = 'cassettes/weather/m.part';
const countOf = (dir: string, path: string, text: string): number =>
  readFileSync(join(dir, path), 'utf8').split(`"content":"${text}"`).length - 1;

test('a trial that errors costs none of the others: they are kept beside the old file, and not asked for again', async () => {
  const { dir, server, answer, run } = await recorded();
  const old = readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8');
  answer('new', [2]);
  const stopped = await run('--record', 'all');
  expect(stopped.code).toBe(3);
  expect(stopped.stderr).toContain('4 trials recorded, 5 requests');
  expect(stopped.stderr).toContain('note: 4 of these trials are kept beside the older recordings');
  expect(stopped.stderr).toContain(PART);
  expect(readFileSync(join(dir, 'cassettes/weather/m.json'), 'utf8')).toBe(old);
  expect(countOf(dir, PART, 'new')).toBe(4);

  const before = server.requests.length;
  const whole = await run('--record', 'all');
  expect(whole.code).toBe(0);
  expect(server.requests.length - before).toBe(1);
  expect(whole.stderr).toContain('1 trial recorded, 1 request');
  const today = new Date().toISOString().slice(0, 10);
  expect(whole.stderr).toContain(`note: 4 trials of ${today} were taken up from an earlier --record all`);
  expect(existsSync(join(dir, PART))).toBe(false);
  expect(countOf(dir, 'cassettes/weather/m.json', 'new')).toBe(5);
  expect(whole.run.trials.map((row) => row.recordingHash)).not.toContain(null);

  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.run.trials.map(outcome)).toEqual(Array.from({ length: 5 }, () => 'pass'));
  expect(replayed.run.trials.map((row) => row.recordingHash)).toEqual(whole.run.trials.map((row) => row.recordingHash));
});

test.each([['--max-requests', '3']])('a limit leaves the part, and the next all goes on with it', async (...limit) => {
  const { dir, answer, run } = await recorded();
  answer('new');
  const stopped = await run('--record', 'all', ...limit);
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain('3 trials recorded, 3 requests');
  expect(countOf(dir, PART, 'new')).toBe(3);
  answer('newer');
  expect((await run('--record', 'all')).code).toBe(0);
  const file = 'cassettes/weather/m.json';
  expect([countOf(dir, file, 'new'), countOf(dir, file, 'newer')]).toEqual([3, 2]);
});

test('with --fresh, and where its requests have changed, a part is recorded anew', async () => {
  const { dir, server, answer, run } = await recorded();
  answer('new');
  await run('--record', 'all', '--max-requests', '3');
  const asked = async (...args: string[]): Promise<number> => {
    const before = server.requests.length;
    await run('--record', 'all', '--max-requests', '4', ...args);
    return server.requests.length - before;
  };
  answer('fresh');
  expect(await asked('--fresh')).toBe(4);
  expect([countOf(dir, PART, 'new'), countOf(dir, PART, 'fresh')]).toEqual([0, 4]);
  const config = gatewayConfig(server.baseUrl, {
    defaults: { models: ['m'], retries: 0, trials: 5, concurrency: 1, temperature: 1 },
  });
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  answer('warm');
  expect(await asked()).toBe(4);
  expect(await asked()).toBe(1);
  expect(countOf(dir, 'cassettes/weather/m.json', 'warm')).toBe(5);
});

test('a part is listed, verified and redacted like a cassette, and is no recording for a replay', async () => {
  const { dir, answer, run } = await recorded();
  answer('my secret is peanut-butter');
  await run('--record', 'all', '--max-requests', '2');
  const cassettes = (...args: string[]): ReturnType<typeof runCli> => runCli(['cassettes', ...args], { cwd: dir });
  expect((await cassettes('list')).stdout).toContain('m (part)');
  const config = JSON.parse(readFileSync(join(dir, 'tooltape.config.json'), 'utf8')) as object;
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ ...config, redact: ['peanut-\\w+'] }));
  expect((await cassettes('verify')).code).toBe(1);
  expect((await cassettes('redact')).code).toBe(0);
  expect(readFileSync(join(dir, PART), 'utf8')).not.toContain('peanut-butter');
  expect((await cassettes('verify')).code).toBe(0);
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.run.trials.map((row) => row.steps[0]?.text)).toEqual(Array.from({ length: 5 }, () => 'old'));
});
