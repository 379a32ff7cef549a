import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cannotBeOther, runAsOther } from '../support/other-user.ts';
import { outcome, WEATHER } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const MAIN = join(ROOT, 'dist/cli/main.js');
if (process.platform !== 'linux') {
  process.stderr.write('skipped: only Linux has /dev/full, and Windows keeps the working directory\n');
}

/** A project with two scenarios that the oracle has recorded; everybody may read it. */
async function recorded(): Promise<string> {
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, id: 'a' },
    'scenarios/b.json': { ...WEATHER, id: 'b' },
  });
  expect((await runCli(['run', '--models', 'oracle'], { cwd: dir })).code).toBe(0);
  expect(spawnSync('chmod', ['-R', 'a+rX', dir]).status).toBe(0);
  mkdirSync(join(dir, 'out'));
  chmodSync(join(dir, 'out'), 0o777);
  return dir;
}

const REPLAY = ['replay', '--models', 'oracle', '-o', 'out/run.json', '--reporter', 'csv'];

test.skipIf(cannotBeOther)(
  'a cassette without the right to read it is named, and the others are replayed and verified',
  async () => {
    const dir = await recorded();
    chmodSync(join(dir, 'cassettes/a/oracle.json'), 0);
    const replayed = runAsOther(REPLAY, dir);
    expect(replayed.stderr).toMatch(/error CASSETTE_FORMAT: cassettes\/a\/oracle\.json: .*EACCES/);
    expect(replayed.stdout).toMatch(/^b,.*,pass,/m);
    expect(replayed.code).toBe(2);
    const verified = runAsOther(['cassettes', 'verify'], dir);
    expect(verified.stdout + verified.stderr).toContain('cassettes/a/oracle.json');
    expect(verified.code).toBe(1);
  },
);

test.skipIf(cannotBeOther).each(['cassettes/a', 'cassettes'])(
  'a folder without the right to read it is named: %s',
  async (folder) => {
    const dir = await recorded();
    chmodSync(join(dir, folder), 0);
    for (const args of [
      REPLAY,
      ['cassettes', 'verify'],
      ['cassettes', 'list'],
      ['cassettes', 'redact'],
      ['cassettes', 'prune'],
    ]) {
      const { code, stdout, stderr } = runAsOther(args, dir);
      expect(stdout + stderr, args.join(' ')).toContain(folder);
      expect([1, 2], args.join(' ')).toContain(code);
    }
    chmodSync(join(dir, folder), 0o755);
  },
);

test.skipIf(cannotBeOther)('a folder of scenarios without the right to read it is named', async () => {
  const dir = await recorded();
  mkdirSync(join(dir, 'scenarios/sub'));
  chmodSync(join(dir, 'scenarios/sub'), 0);
  for (const args of [REPLAY, ['check'], ['run', '--models', 'oracle', '--dry-run']]) {
    const { code, stderr } = runAsOther(args, dir);
    expect(stderr, args.join(' ')).toMatch(/error \w+: .*scenarios\/sub.*\(EACCES\)/);
    expect(code, args.join(' ')).toBe(2);
  }
  chmodSync(join(dir, 'scenarios/sub'), 0o755);
});

test.skipIf(cannotBeOther)('prune in a folder that may not be changed is exit 2, and takes nothing away', async () => {
  const dir = await recorded();
  writeFileSync(join(dir, 'scenarios/a.json'), JSON.stringify({ ...WEATHER, id: 'renamed' }));
  chmodSync(join(dir, 'cassettes/a'), 0o555);
  const { code, stderr } = runAsOther(['cassettes', 'prune', '--yes'], dir);
  chmodSync(join(dir, 'cassettes/a'), 0o755);
  expect(stderr).toMatch(/error \w+: cassettes\/a\/oracle\.json: .*\(EACCES\)/);
  expect(code).toBe(2);
  expect(readdirSync(join(dir, 'cassettes/a'))).toEqual(['oracle.json']);
});

test.skipIf(process.platform === 'win32')('a working directory that was deleted is told', () => {
  const dir = tempDir();
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$1" replay';
  const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, MAIN], { cwd: dir, encoding: 'utf8' });
  expect(stderr).toContain('error SYSTEM: the working directory is gone');
  expect(status).toBe(2);
});

test.skipIf(process.platform !== 'linux')('a full disk under the standard output or a report is told', async () => {
  const dir = await recorded();
  const full = spawnSync('sh', ['-c', '"$0" "$1" replay --models oracle > /dev/full', process.execPath, MAIN], {
    cwd: dir,
    encoding: 'utf8',
  });
  expect(full.stderr).toContain('error OUTPUT: standard output: it cannot be written: the disk is full (ENOSPC)');
  expect(full.status).toBe(2);
  for (const args of [
    ['-o', '/dev/full'],
    ['--reporter', 'junit:/dev/full'],
    ['--reporter', 'html:/dev/full'],
  ]) {
    const { code, stderr } = await runCli(['replay', '--models', 'oracle', ...args], { cwd: dir });
    expect(stderr, args.join(' ')).toMatch(/error OUTPUT: \/dev\/full: /);
    expect(code, args.join(' ')).toBe(2);
  }
});

test('a run file whose findings are null is named with the place, by every command that reads one', async () => {
  const dir = await recorded();
  const run = JSON.parse(readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8')) as {
    trials: { findings: unknown }[];
  };
  run.trials[0]!.findings = null;
  writeFileSync(join(dir, 'm.json'), JSON.stringify(run));
  for (const args of [
    ['report', 'm.json', '--reporter', 'table'],
    ['compare', 'm.json'],
    ['bless', 'm.json'],
    ['merge', 'm.json', '-o', 'x.json'],
  ]) {
    const { code, stderr } = await runCli(args, { cwd: dir });
    expect(stderr, args.join(' ')).toContain('error RUN_FILE: m.json: trials[0].findings: expected a list, found null');
    expect(code, args.join(' ')).toBe(2);
  }
});

test.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', async (name) => {
  const id = name === '__proto__' ? 'weather.__proto__' : name;
  const tool = { ...WEATHER.tools[0], name };
  const expected = { calls: [{ name, arguments: { city: 'Paris' } }] };
  const dir = tempDir({
    'scenarios/a.json': JSON.stringify({ ...WEATHER, id, tags: [name], tools: [tool], expect: expected }),
    'tooltape.config.json': `{"gateways":{"${name}":{"sandbox":true}},"models":{"${name}":{"gateway":"${name}","model":"oracle"}},"defaults":{"models":["${name}"]}}`,
  });
  const json = (text: string): { trials: Parameters<typeof outcome>[0][]; summary: unknown[] } =>
    JSON.parse(text) as never;
  for (const args of [
    ['run'],
    ['replay'],
    ['replay', '--tag', name],
    ['replay', '--models', name],
    ['replay', '--min-pass', `${name}=1`],
  ]) {
    const { code, stderr } = await runCli([...args, '-o', 'run.json'], { cwd: dir });
    expect([code, stderr], args.join(' ')).toEqual([0, expect.not.stringContaining('error')]);
    const { trials, summary } = json(readFileSync(join(dir, 'run.json'), 'utf8'));
    expect(
      trials.map((row) => [row.scenario, row.model, outcome(row)]),
      args.join(' '),
    ).toEqual([[id, name, 'pass']]);
    expect(summary).toHaveLength(1);
  }
  for (const reporter of ['table', 'json', 'junit', 'markdown', 'csv']) {
    const { code, stdout } = await runCli(['report', 'run.json', '--reporter', reporter], { cwd: dir });
    expect(code, reporter).toBe(0);
    expect(stdout.replaceAll('\\', ''), reporter).toContain(name);
  }
  for (const args of [['compare', 'run.json'], ['bless', 'run.json'], ['cassettes', 'verify'], ['check']]) {
    expect((await runCli(args, { cwd: dir })).code, args.join(' ')).toBe(0);
  }
});

test('below a project, a run says where the project is', async () => {
  const dir = tempDir({ 'tooltape.config.json': {}, 'scenarios/a.json': WEATHER, 'src/deep/.keep': '' });
  const told = async (folder: string): Promise<string> => (await runCli(['run'], { cwd: join(dir, folder) })).stderr;
  expect(await told('scenarios')).toContain('The folder ../scenarios has some: change to .., or name their path.');
  expect(await told('src/deep')).toContain('change to ../.., or name their path.');
});
