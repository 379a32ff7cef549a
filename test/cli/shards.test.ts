import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile, RunSettings } from '../../src/domain/run.ts';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

async function recorded(): Promise<string> {
  const scenarios = Array.from({ length: 30 }, (_, i) => ({
    ...WEATHER,
    id: `s-${i}`,
    tags: [i % 2 === 0 ? 'even' : 'odd'],
  }));
  const dir = tempDir({ 'scenarios/all.json': { scenarios }, 'b.json': {} });
  await runCli(['run', '--models', 'oracle,wrong-tool,flaky', '--trials', '2'], { cwd: dir });
  return dir;
}

const judged = (dir: string, name: string): string => {
  const text = readFileSync(join(dir, name), 'utf8');
  return text.slice(text.indexOf('"models":['));
};

const settings = (dir: string, name: string): RunSettings =>
  (JSON.parse(readFileSync(join(dir, name), 'utf8')) as RunFile).settings ?? expect.unreachable(name);

test('all shards, merged, are the unsharded run byte for byte', async () => {
  const dir = await recorded();
  await runCli(['replay', '-o', 'whole.json'], { cwd: dir });
  for (const i of [1, 2, 3, 4]) {
    const { code } = await runCli(['replay', '--shard', `${i}/4`, '-o', `shard-${i}.json`], { cwd: dir });
    expect(code).toBe(0);
  }
  const shards = [3, 1, 4, 2].map((i) => `shard-${i}.json`);
  const merged = await runCli(['merge', ...shards, '-o', 'merged.json'], { cwd: dir });
  expect([merged.code, merged.stderr]).toEqual([0, 'wrote merged.json\n']);
  expect(judged(dir, 'merged.json')).toBe(judged(dir, 'whole.json'));
  // The command is that of the whole run, and nothing is kept under the name of a shard.
  expect(settings(dir, 'merged.json')).toEqual(settings(dir, 'whole.json'));
});

test('a merged file tells no command where its shards were not made by one', async () => {
  const dir = await recorded();
  await runCli(['replay', '--shard', '1/2', '--name', 'first', '-o', 'shard-1.json'], { cwd: dir });
  await runCli(['replay', '--shard=2/2', '--config', 'b.json', '-o', 'shard-2.json'], { cwd: dir });
  const { code, stderr } = await runCli(['merge', 'shard-1.json', 'shard-2.json', '-o', 'm.json'], { cwd: dir });
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining(
      'warning: the shards were not made by one command, so scenarios or trials may be missing: tooltape replay --shard 1/2 --name first; tooltape replay --shard=2/2 --config b.json\n',
    ),
  ]);
  expect(settings(dir, 'shard-1.json')).toMatchObject({ command: 'tooltape replay --shard 1/2 --name first' });
  const merged = settings(dir, 'm.json');
  expect(merged.command).toBeNull();
  expect(merged).not.toHaveProperty('name');
  await runCli(['replay', '--shard', '2/2', '--stream', 'true', '-o', 'shard-2.json'], { cwd: dir });
  const mixed = await runCli(['merge', 'shard-1.json', 'shard-2.json', '-o', 'm.json'], { cwd: dir });
  expect(mixed.stderr).toContain('shard-2.json: settings.stream is true, but false in shard-1.json');
});

test('a missing shard, one that is there twice, and a whole run are refused by name', async () => {
  const dir = await recorded();
  for (const i of [1, 2]) await runCli(['replay', '--shard', `${i}/3`, '-o', `shard-${i}.json`], { cwd: dir });
  await runCli(['replay', '-o', 'whole.json'], { cwd: dir });
  await runCli(['replay', '--shard', '3/3', '--wire', 'raw', '-o', 'raw-3.json'], { cwd: dir });
  const merge = (...files: string[]): ReturnType<typeof runCli> =>
    runCli(['merge', ...files, '-o', 'm.json'], { cwd: dir });
  const missing = await merge('shard-1.json', 'shard-2.json');
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('missing: shard 3/3');
  const twice = await merge('shard-1.json', 'shard-2.json', 'shard-2.json');
  expect(twice.stderr).toMatch(/shard-2\.json: shard 2\/3 is already in shard-2\.json/);
  const whole = await merge('shard-1.json', 'whole.json');
  expect(whole.stderr).toContain('whole.json: it is a whole run');
  const mixed = await merge('shard-1.json', 'shard-2.json', 'raw-3.json');
  expect(mixed.code).toBe(2);
  expect(mixed.stderr).toMatch(/raw-3\.json: wire is "raw", but "fair" in shard-1\.json/);
});
