import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const DONE = /^(\d+|no) trials? recorded, (\d+) requests?$/m;

test('a run with few requests spends none on trials that cannot end, and the next goes on', async () => {
  const scenarios = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...WEATHER, id }));
  const dir = tempDir({ 'scenarios/all.json': { scenarios } });
  const made: (string | undefined)[][] = [];
  for (let round = 0; round < 3; round++) {
    const { code, stderr } = await runCli(['run', '--models', 'oracle', '--max-requests', '5'], { cwd: dir });
    const [, trials, requests] = DONE.exec(stderr) ?? [];
    made.push([trials, requests]);
    expect([code, stderr.includes('stopped by --max-requests: run again to go on')]).toEqual(
      round < 2 ? [1, true] : [0, false],
    );
  }
  // Each trial takes two requests.
  expect(made).toEqual([
    ['2', '4'],
    ['2', '4'],
    ['1', '2'],
  ]);
});

test('trials that take fewer requests than expected leave them to others, and a limit below one trial is spent', async () => {
  const silent = { ...WEATHER, expect: { calls: (WEATHER.expect as { calls: unknown }).calls } };
  const scenarios = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...silent, id }));
  const dir = tempDir({ 'scenarios/all.json': { scenarios } });
  // The model answers in prose, with one request, where the scenario expects a call and a text.
  const talker = await runCli(['run', '--models', 'talker', '--max-requests', '5'], { cwd: dir });
  expect([talker.code, DONE.exec(talker.stderr)?.[0]]).toEqual([1, '4 trials recorded, 4 requests']);
  const one = await runCli(['run', '--models', 'oracle', '--max-requests', '1'], { cwd: dir });
  expect([one.code, DONE.exec(one.stderr)?.[0]]).toEqual([1, 'no trial recorded, 1 request']);
});
