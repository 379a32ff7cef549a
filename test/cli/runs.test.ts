import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A project with a run of its own; returns how to call the program in it. */
async function project(): Promise<{ dir: string; cli: (...args: string[]) => Promise<CliResult> }> {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  const cli = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: dir });
  expect(await cli('run', '--models', 'oracle', '--name', 'good')).toMatchObject({ code: 0 });
  return { dir, cli };
}

test('runs are kept with their names, compared by them, renamed and removed', async () => {
  const { dir, cli } = await project();
  await cli('run', '--models', 'oracle,talker');
  const listed = await cli('runs', 'list');
  expect(listed.stdout).toMatch(/^good .* 1\/1 /m);
  expect(listed.stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d-]{12}Z .* 1\/2 .*last$/m);
  expect(listed.stdout).toContain('Those with a name stay; of the others the latest 20 do');

  const byName = await cli('compare', 'good');
  expect([byName.code, byName.stderr]).toEqual([0, '']);
  expect(byName.stdout).toContain('1 scenario × model compared');
  expect((await cli('compare', 'good', 'last')).stdout).toBe(byName.stdout);
  expect((await cli('compare', 'previous')).stdout).toBe(byName.stdout);
  expect((await cli('compare', 'last')).stdout).toContain('Against the baseline oracle');
  expect((await cli('report', 'good')).stdout).not.toContain('talker');
  expect((await cli('replay', '--models', 'oracle,talker', '--baseline', 'good')).code).toBe(0);

  expect(await cli('runs', 'name', 'last', 'better')).toMatchObject({ code: 0 });
  expect(await cli('compare', 'better')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('better is the last run: there is nothing newer to hold against it') as string,
  });
  expect(await cli('runs', 'remove', 'good', 'nothing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no run is kept as nothing') as string,
  });
  expect((await cli('runs', 'remove', 'good')).stdout).toBe('Removed 1 run.\n');
  const left = readdirSync(join(dir, '.tooltape/runs'));
  expect(left.filter((file) => file.includes('good'))).toEqual([]);
  expect(left).toHaveLength(2);
});

test('a name that is taken or no name is refused before anything is asked, and a file goes before a name', async () => {
  const { dir, cli } = await project();
  const taken = await cli('run', '--models', 'talker', '--name', 'GOOD');
  expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('has this name')]);
  expect(readdirSync(join(dir, 'cassettes'))).toHaveLength(1);
  expect((await cli('replay', '--name', '../up')).code).toBe(2);
  expect(await cli('compare', 'goood')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no run is kept under that name; did you mean good?') as string,
  });
  writeFileSync(join(dir, 'good'), '{');
  expect((await cli('report', 'good')).stderr).toContain('good');
  expect((await cli('report', 'good')).code).toBe(2);
});

test('a folder that cannot hold runs is told, and fails only where a name was asked for', async () => {
  const { dir, cli } = await project();
  await cli('runs', 'remove', 'good');
  const empty = tempDir({ 'scenarios/weather.json': WEATHER, '.tooltape/runs': '' });
  expect(empty).not.toBe(dir);
  const unnamed = await runCli(['run', '--models', 'oracle'], { cwd: empty });
  expect([unnamed.code, unnamed.stderr]).toEqual([0, expect.stringContaining('warning: the run is not kept')]);
  const named = await runCli(['replay', '--models', 'oracle', '--name', 'x'], { cwd: empty });
  expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('.tooltape/runs')]);
  expect((await runCli(['runs', 'list'], { cwd: empty })).stdout).toContain('No run is kept');
});

test('a run that a limit ended is listed as such, and its file says so', async () => {
  const { dir, cli } = await project();
  const stopped = await cli(
    'run',
    '--record',
    'all',
    '--models',
    'oracle,talker',
    '--trials',
    '3',
    '--max-requests',
    '1',
  );
  expect(stopped.code).toBe(1);
  expect((await cli('runs', 'list')).stdout).toMatch(/last, stopped by --max-requests$/m);
  const json = await cli('report', '--reporter', 'json');
  expect(json.stdout).toMatch(/"stoppedBy":"requests"\}\n$/);
  mkdirSync(join(dir, 'again'));
  writeFileSync(join(dir, 'again/run.json'), json.stdout);
  expect((await cli('report', 'again/run.json', '--reporter', 'json')).stdout).toBe(json.stdout);
});
