import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { outcomes, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

type Put = (file: string) => Promise<void> | void;

const KINDS: readonly (readonly [what: string, put: Put])[] = [
  ['a named pipe', (file) => void execFileSync('mkfifo', [file])],
  ['a device', (file) => symlinkSync('/dev/zero', file)],
  [
    'a socket',
    async (file) => {
      const server = createServer().listen(file);
      await once(server, 'listening');
      onTestFinished(() => void server.close());
    },
  ],
  ['a folder', (file) => void mkdirSync(join(file, 'inside'), { recursive: true })],
];

test.each(KINDS)('%s in the place of a file is named with what it is, and nothing hangs', async (what, put) => {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  expect((await runCli(['run', '--models', 'oracle', '-o', 'run.json'], { cwd: dir })).code).toBe(0);
  const expectNamed = async (file: string, args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await runCli(args, { cwd: dir, timeoutMs: 20_000 });
    const said = stdout + stderr;
    expect([code, said], args.join(' ')).toEqual([2, expect.stringContaining(file)]);
    expect(said).not.toContain('internal error');
    if (what !== 'a folder') expect(said).toContain(what);
  };
  await put(join(dir, 'odd.json'));
  await expectNamed('odd.json', ['report', 'odd.json']);
  await expectNamed('odd.json', ['compare', 'run.json', 'odd.json']);
  await expectNamed('odd.json', ['merge', 'run.json', 'odd.json', '-o', 'merged.json']);
  await expectNamed('odd.json', ['bless', 'odd.json']);
  await expectNamed('odd.json', ['replay', '--models', 'oracle', '--baseline', 'odd.json']);
  await expectNamed('odd.json', ['models', '--config', 'odd.json']);
  await put(join(dir, 'tooltape.config.yaml'));
  await expectNamed('tooltape.config.yaml', ['replay']);
  rmSync(join(dir, 'tooltape.config.yaml'), { recursive: true });
  await put(join(dir, 'scenarios/odd.yaml'));
  await expectNamed('scenarios/odd.yaml', ['replay', 'scenarios/odd.yaml']);
  if (what !== 'a folder') {
    await expectNamed('scenarios/odd.yaml', ['replay']);
    await expectNamed('scenarios/odd.yaml', ['check']);
  }
});

test('a link that leads nowhere among the scenarios is named', async () => {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  symlinkSync('gone.yaml', join(dir, 'scenarios/link.yaml'));
  const { code, stderr } = await runCli(['check'], { cwd: dir });
  expect([code, stderr]).toEqual([2, expect.stringContaining('scenarios/link.yaml')]);
});

/** Two branches record the same cell; what git makes of it, by hand and by `merge=union`. */
test('a cassette that a merge has damaged is named by every command, and the rest goes on', async () => {
  const dir = tempDir({ 'scenarios/many.json': { scenarios: ['a', 'b'].map((id) => ({ ...WEATHER, id })) } });
  await runCli(['run', '--models', 'oracle', '--trials', '2'], { cwd: dir });
  const file = join(dir, 'cassettes/b/oracle.json');
  const whole = readFileSync(file, 'utf8');
  const cassette = JSON.parse(whole) as { trials: { trial: number; interactions: object[] }[] };
  const [first] = cassette.trials;
  const half = Math.floor(whole.length / 2);
  const damages: readonly (readonly [string, string])[] = [
    ['holds a merge conflict', whole.replace(/^( *"recordedAt".*)$/m, '<<<<<<< ours\n$1\n=======\n$1\n>>>>>>> theirs')],
    ['each number once', JSON.stringify({ ...cassette, trials: [...cassette.trials, first] })],
    ['cannot be read', whole.slice(0, half) + whole.slice(half - 400)],
    ['cannot be read', `${whole}${whole}`],
    ['cannot be read', whole.replace('"trials": [', '"trials": [\n,')],
  ];
  for (const [says, text] of damages) {
    writeFileSync(file, text);
    const replayed = await runAndRead(['replay', '--models', 'oracle'], { cwd: dir });
    expect(replayed.stderr, says).toContain('cassettes/b/oracle.json');
    expect(replayed.stderr).toContain(says);
    expect(replayed.code).toBe(2);
    expect(outcomes(replayed.run, 'oracle')).toMatchObject({ a: 'pass', b: 'unrecorded never-recorded' });
    const live = await runCli(['run', '--models', 'oracle', '--trials', '2'], { cwd: dir });
    expect([live.code, live.stderr]).toEqual([2, expect.stringContaining('cassettes/b/oracle.json')]);
    for (const command of ['verify', 'list', 'redact']) {
      const { code, stdout, stderr } = await runCli(['cassettes', command], { cwd: dir });
      expect(stdout + stderr, command).not.toContain('internal error');
      if (says !== 'each number once' || command !== 'list') {
        expect([code === 0, stdout + stderr], `${says}, ${command}`).toEqual([
          false,
          expect.stringContaining('b/oracle.json'),
        ]);
      }
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  }
  // A merge that kept other trials of each side is as good as one recording.
  const [, second] = cassette.trials;
  writeFileSync(file, JSON.stringify({ ...cassette, trials: [second, { ...first, trial: 7 }] }));
  const kept = await runAndRead(['replay', '--models', 'oracle'], { cwd: dir });
  expect(kept.code).toBe(0);
  expect(kept.run.trials.map(({ scenario, trial }) => `${scenario}${trial}`)).toEqual(['a1', 'a2', 'b2', 'b7']);
  renameSync(file, `${file}.bak`);
});
