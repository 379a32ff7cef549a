import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gatewayConfig, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };

/** Mounts a file system of this size on a folder, for the length of a test. Only root of Linux may. */
function mount(folder: string, size: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  onTestFinished(() => execFileSync('umount', [folder]) && undefined);
}

function mayMount(): boolean {
  // In a namespace of its own, which ends with the command.
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', tmpdir()]).status === 0;
}

const cannot = !mayMount();
if (cannot) process.stderr.write('skipped: only root of Linux can mount a small disk\n');

async function project(scenarios: number): Promise<{ dir: string; requests: readonly unknown[] }> {
  const server = await scriptedServer(({ body }, response) => {
    const first = (body['messages'] as unknown[]).length === 1;
    const calls = [{ name: 'get_weather', arguments: { city: 'Paris' } }];
    sendCompletion(response, first ? { calls } : { text: '22 degrees' });
  });
  const many = Array.from({ length: scenarios }, (_, i) => ({ ...WEATHER, id: `s${i}` }));
  const dir = tempDir({
    'scenarios/many.json': { scenarios: many },
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], concurrency: 8 } }),
  });
  return { dir, requests: server.requests };
}

test.skipIf(cannot)(
  'a disk that fills up ends the run with a reason; what is on it is whole, and the rest is recorded later',
  async () => {
    const { dir, requests } = await project(60);
    const folder = join(dir, 'cassettes');
    mount(folder, '64k');
    const full = await runCli(['run'], { cwd: dir, env: KEY });
    expect(full.code).toBe(2);
    expect(full.stderr).toMatch(
      /error OUTPUT: cassettes\/s\d+\/m\.json: it cannot be written: the disk is full \(ENOSPC\)/,
    );
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.json'));
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const name of files) expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toHaveProperty('trials');
    const before = requests.length;
    execFileSync('mount', ['-o', 'remount,size=16m', folder]);
    expect((await runCli(['run'], { cwd: dir, env: KEY })).code).toBe(0);
    expect(requests.length - before).toBe((60 - files.length) * 2);
  },
);

test.skipIf(cannot)('record all on a full disk keeps every old recording', async () => {
  const { dir } = await project(3);
  const folder = join(dir, 'cassettes');
  mount(folder, '64k');
  await runCli(['run'], { cwd: dir, env: KEY });
  const texts = (): string[] => [0, 1, 2].map((i) => readFileSync(join(folder, `s${i}/m.json`), 'utf8'));
  const old = texts();
  const used = execFileSync('df', ['-k', '--output=used', folder]).toString().split('\n')[1]?.trim();
  execFileSync('mount', ['-o', `remount,size=${used}k`, folder]);
  expect((await runCli(['run', '--record', 'all'], { cwd: dir, env: KEY })).code).toBe(2);
  expect(texts()).toEqual(old);
});

test.skipIf(cannot)('a read-only checkout is replayed, and to the file that is named', async () => {
  const { dir } = await project(2);
  const checkout = join(dir, 'checkout');
  mount(checkout, '16m');
  execFileSync('cp', ['-r', join(dir, 'scenarios'), join(dir, 'tooltape.config.json'), checkout]);
  expect((await runCli(['run'], { cwd: checkout, env: KEY })).code).toBe(0);
  execFileSync('rm', ['-r', join(checkout, '.tooltape')]);
  execFileSync('mount', ['-o', 'remount,ro', checkout]);
  const without = await runCli(['replay'], { cwd: checkout });
  expect(without.code, without.stderr).toBe(0);
  expect(without.stdout).toContain('2 of 2 judged trials passed');
  expect(without.stderr).toMatch(/^warning: \.tooltape: .*read-only.* --output <file>$/m);
  const output = join(dir, 'run.json');
  const named = await runCli(['replay', '--output', output, '--reporter', 'csv'], { cwd: checkout });
  expect(named.code, named.stderr).toBe(0);
  expect(JSON.parse(readFileSync(output, 'utf8'))).toHaveProperty('summary');
});
