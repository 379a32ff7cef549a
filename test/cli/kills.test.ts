import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gatewayConfig, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const [SCENARIOS, CONCURRENCY] = [300, 64];

/** Numbers from 0 to 1 that are the same in every run: Park and Miller's generator. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Trials that are whole on the disk, in files whose name ends so. */
function trialsOnDisk(dir: string, ending: string, text = ''): number {
  const names = readdirSync(join(dir, 'cassettes'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith(ending));
  const texts = files.map((name) => readFileSync(join(dir, 'cassettes', name), 'utf8'));
  const trials = texts.map((one) => (JSON.parse(one) as { trials: unknown[] }).trials.length);
  return trials.filter((_, i) => texts[i]?.includes(text)).reduce((sum, count) => sum + count, 0);
}

/** Runs a command and kills it when `isTime`. */
function killed(dir: string, args: readonly string[], isTime: () => boolean): ReturnType<typeof runCli> {
  return runCli(args, {
    cwd: dir,
    env: KEY,
    onStart: (child) => {
      const wait = async (): Promise<void> => {
        while (child.exitCode === null && !isTime()) await sleep(1);
        child.kill('SIGKILL');
      };
      void wait();
    },
  });
}

test('twenty kills at random moments lose no finished trial, cut no file, and no trial is paid for twice', async () => {
  const random = seeded(20_261_129);
  let answer = 'old';
  const server = await scriptedServer((_, response) => {
    const text = answer;
    setTimeout(() => sendCompletion(response, { text }), 10);
  });
  const many = Array.from({ length: SCENARIOS }, (_, i) => ({ ...WEATHER, id: `s${i}`, expect: { calls: [] } }));
  const project = (): string =>
    tempDir({
      'scenarios/many.json': { scenarios: many },
      'tooltape.config.json': gatewayConfig(server.baseUrl, {
        defaults: { models: ['m'], retries: 0, concurrency: CONCURRENCY },
      }),
    });
  const after = async (dir: string, args: readonly string[]): Promise<number> => {
    const before = server.requests.length;
    const asked = Math.floor(random() * (SCENARIOS - CONCURRENCY)) + 1;
    await killed(dir, args, () => server.requests.length - before >= asked);
    return server.requests.length - before;
  };
  for (let i = 0; i < 7; i++) {
    const dir = project();
    const asked = await after(dir, ['run']);
    const kept = trialsOnDisk(dir, '.json');
    // A place is given to the next trial only when the one before is on the disk.
    expect(asked - kept).toBeLessThanOrEqual(CONCURRENCY);
    expect((await runCli(['cassettes', 'verify'], { cwd: dir })).code).toBe(0);
    if (i > 0) continue;
    const before = server.requests.length;
    expect((await runCli(['run'], { cwd: dir, env: KEY })).code).toBe(0);
    expect(server.requests.length - before).toBe(SCENARIOS - kept);
    // A lock that a killed run left is stale: nobody waits for it.
    expect(readdirSync(join(dir, 'cassettes'), { recursive: true }).filter((name) => /tmp/.test(String(name)))).toEqual(
      [],
    );
  }
  const dir = project();
  expect((await runCli(['run', '-o', 'run.json'], { cwd: dir, env: KEY })).code).toBe(0);
  for (let i = 0; i < 4; i++) {
    answer = `new ${i}`;
    const asked = await after(dir, ['run', '--record', 'all']);
    expect(asked - trialsOnDisk(dir, '.json', answer)).toBeLessThanOrEqual(CONCURRENCY);
    expect(trialsOnDisk(dir, '.json')).toBe(SCENARIOS);
  }
  writeFileSync(
    join(dir, 'tooltape.config.json'),
    JSON.stringify({ ...gatewayConfig(server.baseUrl), redact: ['new \\d'] }),
  );
  await runCli(['bless', 'run.json'], { cwd: dir });
  const whole = readFileSync(join(dir, 'run.json'), 'utf8');
  for (const args of [
    ['cassettes', 'redact'],
    ['bless', 'run.json'],
    ['merge', 'run.json', '-o', 'baseline.json'],
  ]) {
    for (let i = 0; i < 3; i++) {
      const end = Date.now() + 100 + random() * 300;
      await killed(dir, args, () => Date.now() >= end);
      expect(trialsOnDisk(dir, '.json')).toBe(SCENARIOS);
      const baseline = JSON.parse(readFileSync(join(dir, 'baseline.json'), 'utf8')) as { trials: unknown[] };
      expect(baseline.trials).toHaveLength(SCENARIOS);
    }
  }
  expect(readFileSync(join(dir, 'run.json'), 'utf8')).toBe(whole);
}, 300_000);
