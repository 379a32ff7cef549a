import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outcomes, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Recordings of three scenarios by the oracle. */
async function recorded(): Promise<{ readonly dir: string; readonly file: string }> {
  const dir = tempDir({ 'scenarios/many.json': { scenarios: ['a', 'b', 'c'].map((id) => ({ ...WEATHER, id })) } });
  await runCli(['run', '--models', 'oracle'], { cwd: dir });
  return { dir, file: join(dir, 'cassettes/b/oracle.json') };
}

interface Stored {
  trials: { trial: number; interactions: Record<string, unknown>[] }[];
}

/** Changes the recording as JSON. */
function edit(file: string, change: (first: Record<string, unknown>, cassette: Stored) => void): void {
  const cassette = JSON.parse(readFileSync(file, 'utf8')) as Stored;
  change(cassette.trials[0]?.interactions[0] ?? {}, cassette);
  writeFileSync(file, JSON.stringify(cassette));
}

test.each<[string, (file: string) => void]>([
  ['is a named pipe', (file) => (rmSync(file), execFileSync('mkfifo', [file]))],
  ['is a link to a device', (file) => (rmSync(file), symlinkSync('/dev/zero', file))],
  ['is a link to itself', (file) => (rmSync(file), symlinkSync('oracle.json', file))],
  ['is a folder', (file) => (rmSync(file), mkdirSync(join(file, 'inside'), { recursive: true }))],
  ['holds a trial twice', (file) => edit(file, (_, cassette) => void cassette.trials.push(...cassette.trials))],
  ['holds an interaction that is none', (file) => edit(file, (_, { trials }) => (trials[0]!.interactions[0] = {}))],
  ['has no latency', (file) => edit(file, (first) => delete first['latencyMs'])],
  ['has a negative latency', (file) => edit(file, (first) => (first['latencyMs'] = -5))],
])('a cassette that %s is named by every command, and the others are looked at', async (what, damage) => {
  const { dir, file } = await recorded();
  damage(file);
  const replayed = await runAndRead(['replay', '--models', 'oracle'], { cwd: dir });
  expect(replayed.stderr).toContain('error CASSETTE_FORMAT: cassettes/b/oracle.json');
  expect(outcomes(replayed.run, 'oracle')).toMatchObject({ a: 'pass', b: 'unrecorded never-recorded', c: 'pass' });
  expect(replayed.stdout).not.toContain('NaN');
  expect(replayed.code).toBe(2);
  const isFolder = what === 'is a folder';
  for (const command of ['verify', 'redact']) {
    const { code, stdout, stderr } = await runCli(['cassettes', command], { cwd: dir });
    expect(stdout + stderr).not.toContain('internal error');
    if (!isFolder)
      expect([code, stdout + stderr]).toEqual([command === 'verify' ? 1 : 2, expect.stringContaining('b/oracle.json')]);
  }
});

test('a request that nests too deep to be walked is told of its file alone', async () => {
  const { dir, file } = await recorded();
  const deep = '['.repeat(9000) + ']'.repeat(9000);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"messages": [', `"q": ${deep}, "messages": [`));
  for (const command of ['verify', 'redact']) {
    const { code, stdout, stderr } = await runCli(['cassettes', command], { cwd: dir });
    expect(stdout + stderr).not.toContain('internal error');
    expect([code, stdout + stderr]).toEqual([command === 'verify' ? 1 : 2, expect.stringContaining('b/oracle.json')]);
  }
});

test('a folder of recordings that is a link is replayed, listed and verified', async () => {
  const { dir } = await recorded();
  renameSync(join(dir, 'cassettes/b'), join(dir, 'shared'));
  symlinkSync('../shared', join(dir, 'cassettes/b'));
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['cassettes', 'verify'], { cwd: dir })).stdout).toContain('3 recordings: all are whole');
});

test('tapes of programs are verified wherever they are, and prune leaves them alone', async () => {
  const { dir, file } = await recorded();
  const tape = (name: string): string =>
    readFileSync(file, 'utf8')
      .replace('"scenario": "b"', `"scenario": "${name}"`)
      .replace(/"model": "oracle",\n {2}"gateway"/, `"model": "${name}",\n  "gateway"`);
  mkdirSync(join(dir, 'cassettes/agents/deep'), { recursive: true });
  for (const name of ['agent', 'agents/chat', 'agents/deep/other']) {
    const [last = ''] = name.split('/').slice(-1);
    writeFileSync(join(dir, `cassettes/${name}.json`), tape(last));
  }
  cpSync(join(dir, 'scenarios'), join(dir, 'cassettes/_other'), { recursive: true });
  writeFileSync(join(dir, 'cassettes/package.json'), '{}');
  const verified = await runCli(['cassettes', 'verify'], { cwd: dir });
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('6 recordings: all are whole')]);
  mkdirSync(join(dir, 'cassettes/gone'));
  const gone = readFileSync(file, 'utf8').replace('"scenario": "b"', '"scenario": "gone"');
  writeFileSync(join(dir, 'cassettes/gone/oracle.json'), gone);
  const attached = gone.replace(/("recordedAt": "[^"]+"),/, '$1,\n  "recordedBy": "attachCassette",');
  writeFileSync(join(dir, 'cassettes/gone/agent.json'), attached.replace('"model": "oracle"', '"model": "agent"'));
  const pruned = await runCli(['cassettes', 'prune'], { cwd: dir });
  expect(pruned.stdout).toContain('cassettes/gone/oracle.json');
  expect(pruned.stdout).not.toContain('cassettes/gone/agent.json');
});
