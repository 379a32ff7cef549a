import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile, TrialRow } from '../../src/domain/run.ts';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const scenario = (id: string, city: string, extra: object = {}): object => ({
  ...WEATHER,
  id,
  prompt: `What is the weather in ${city}?`,
  expect: { calls: [{ name: 'get_weather', arguments: { city } }] },
  ...extra,
});

/** Two scenarios, answered right by `oracle` and wrong by `talker`, and blessed. */
async function project(): Promise<string> {
  const dir = tempDir({ 'scenarios/a.json': scenario('a', 'Paris'), 'scenarios/b.json': scenario('b', 'Oslo') });
  expect((await runCli(['run', '--models', 'oracle,talker', '-o', 'baseline.json'], { cwd: dir })).code).toBe(0);
  return dir;
}

/** The baseline with trials changed or, where `change` gives null, taken out. */
function edit(
  dir: string,
  to: string,
  change: (row: TrialRow) => TrialRow | null,
  mode: RunFile['mode'] = 'replay',
): void {
  const run = JSON.parse(readFileSync(join(dir, 'baseline.json'), 'utf8')) as RunFile;
  const trials = run.trials.flatMap((row) => change(row) ?? []);
  writeFileSync(join(dir, to), JSON.stringify({ ...run, mode, trials }));
}

test('a floor of every scenario names those that miss it, and how many were compared', async () => {
  const dir = await project();
  const args = ['replay', '--models', 'oracle,talker', '--min-pass', 'each=0.5'];
  const missed = await runCli(args, { cwd: dir });
  expect(missed.code).toBe(1);
  expect(missed.stdout).toContain('Gate --min-pass each=0.5: not met by 2 of 4 scenarios × models');
  expect(missed.stdout).toContain('b · talker — 0 of 1 judged trials passed, at least 50% wanted');
  const met = await runCli(['replay', '--models', 'oracle', '--min-pass', '1,each=1'], { cwd: dir });
  expect([met.code, met.stdout]).toEqual([
    0,
    expect.stringContaining('Gate --min-pass each=1: met by 2 scenarios × models'),
  ]);
});

test('no tag may be called each', async () => {
  const dir = tempDir({ 'scenarios/a.json': scenario('a', 'Paris', { tags: ['each'] }) });
  const { code, stderr } = await runCli(['run'], { cwd: dir });
  expect([code, stderr]).toEqual([2, expect.stringContaining('a tag other than `each`')]);
});

test('a scenario that is gone breaks the baseline until it is blessed', async () => {
  const dir = await project();
  rmSync(join(dir, 'scenarios/b.json'));
  const args = ['replay', '--models', 'oracle,talker', '--baseline', 'baseline.json'];
  const { code, stdout } = await runCli(args, { cwd: dir });
  expect(code).toBe(1);
  expect(stdout).toContain('Gate --baseline: not met');
  expect(stdout).toMatch(/Judged in the baseline, missing here: 2\n.*b · oracle.*\n.*b · talker/);
  await runCli(['bless'], { cwd: dir });
  expect((await runCli(args, { cwd: dir })).code).toBe(0);
});

test.each([
  ['an error of a live run', { status: 'error', reason: 'timeout' }, 'missing', 3],
  ['an error that stands in a recording', { status: 'error', reason: 'refused' }, 'replay', 1],
  ['a missing recording', { status: 'unrecorded', reason: 'never-recorded' }, 'replay', 4],
] as const)('where the baseline was judged, %s is named and has its exit code', async (_, fields, mode, code) => {
  const dir = await project();
  edit(dir, 'run.json', (row) => (row.scenario === 'b' ? { ...row, ...fields } : row), mode);
  const result = await runCli(['compare', 'baseline.json', 'run.json', '--baseline'], { cwd: dir });
  expect(result.code).toBe(code);
  expect(result.stdout).toContain(`b · oracle — pass → ${fields.status} (${fields.reason})`);
});

test('wire findings are a gate at the level that is asked for', async () => {
  const dir = await project();
  const clean = await runCli(['replay', '--models', 'oracle', '--max-findings', 'none'], { cwd: dir });
  expect([clean.code, clean.stdout]).toEqual([0, expect.stringContaining('✓ oracle — no finding, of 2 trials')]);
  const file = join(dir, 'cassettes/b/oracle.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/("finish_reason": ?)"tool_calls"/, '$1"stop"'));
  const gate = (level: string) => runCli(['replay', '--models', 'oracle', '--max-findings', level], { cwd: dir });
  const strict = await gate('cosmetic');
  expect(strict.code).toBe(1);
  expect(strict.stdout).toContain('Gate --max-findings cosmetic: not met');
  expect(strict.stdout).toContain('✗ oracle — degrading finish-reason in 1, of 2 trials');
  expect((await gate('degrading')).code).toBe(0);
});

test('a blessed run meets itself, and what it could not judge is said when it is blessed and at the gate', async () => {
  const dir = await project();
  const refused = { status: 'error', reason: 'refused' } as const;
  edit(dir, 'run.json', (row) => (row.model === 'talker' || row.scenario === 'a' ? { ...row, ...refused } : row));
  const run = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as RunFile;
  const summary = run.summary.map((row) =>
    row.model === 'talker' ? { ...row, judged: 0, pass: 0, error: 2 } : { ...row, judged: 1, pass: 1, error: 1 },
  );
  writeFileSync(join(dir, 'run.json'), JSON.stringify({ ...run, summary }));
  const blessed = await runCli(['bless', 'run.json', '-o', 'blessed.json'], { cwd: dir });
  expect([blessed.code, blessed.stdout]).toEqual([0, 'The baseline holds oracle 1/1, talker 0/0.\n']);
  expect(blessed.stderr).toContain(
    'warning: trials that could not be judged are not in the baseline: oracle 1 error; talker 2 errors\n',
  );
  const gate = await runCli(['compare', 'blessed.json', 'run.json', '--baseline'], { cwd: dir });
  expect([gate.code, gate.stdout]).toEqual([0, expect.stringContaining('! talker — nothing was judged in both runs')]);
});

test('a shard is no baseline, and a run of which nothing was judged is none either', async () => {
  const dir = await project();
  const file = join(dir, 'shard.json');
  await runCli(['replay', '--models', 'oracle', '--shard', '9/9', '-o', file], { cwd: dir });
  const { code, stderr } = await runCli(['bless', file, '-o', 'b.json'], { cwd: dir });
  expect(code).toBe(0);
  expect(stderr).toContain(
    'warning: the run is shard 9/9: bless the run file that `tooltape merge` writes of all shards\n',
  );
  expect(stderr).toContain('warning: nothing was judged, so no run meets this baseline\n');
});
