import { expect, test } from 'vitest';
import { runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const project = (...scenarios: readonly object[]): string =>
  tempDir({ 'scenarios/all.json': { scenarios: scenarios.map((one, i) => ({ ...WEATHER, id: `s${i}`, ...one })) } });

test("a scenario's own trials win over the option and the configuration", async () => {
  const dir = project({}, { trials: 3 });
  const { run } = await runAndRead(['run', '--models', 'oracle', '--trials', '2'], { cwd: dir });
  expect(run.trials.map(({ scenario, trial }) => `${scenario} ${trial}`)).toEqual([
    's0 1',
    's0 2',
    's1 1',
    's1 2',
    's1 3',
  ]);
  const replayed = await runAndRead(['replay', '--models', 'oracle'], { cwd: dir });
  expect(replayed.run.trials).toHaveLength(5);
});

test('a scenario below its own floor fails the run, and is named', async () => {
  const dir = project({ min_pass: 0.5 }, { min_pass: 0.2 }, {});
  const { code, stdout, run } = await runAndRead(['run', '--models', 'oracle,wrong-tool'], { cwd: dir });
  expect(code).toBe(1);
  expect(stdout).toContain('Gate min_pass of scenarios: not met');
  expect(stdout).toContain('s0 · wrong-tool');
  expect(stdout).toContain('0% passed (0 of 1), at least 50% wanted');
  expect(stdout).toContain('2 of 4 floors held.');
  expect(run.scenarios.map(({ minPass }) => minPass)).toEqual([0.5, 0.2, undefined]);
  const met = await runCli(['replay', '--models', 'oracle'], { cwd: dir });
  expect([met.code, met.stdout.includes('Gate min_pass of scenarios: met by 2 floors')]).toEqual([0, true]);
});

test('a floor is of all trials of a scenario with a model, and is met exactly', async () => {
  const dir = project({ trials: 10, min_pass: 0.1 });
  const { code, run } = await runAndRead(['run', '--models', 'flaky'], { cwd: dir });
  const passed = run.trials.filter(({ status }) => status === 'pass').length;
  expect([passed > 1 && passed < 10, code]).toEqual([true, 0]);
  for (const [floor, wanted] of [
    [passed / 10, 0],
    [passed / 10 + 0.01, 1],
  ] as const) {
    const other = project({ trials: 10, min_pass: floor });
    expect((await runCli(['run', '--models', 'flaky'], { cwd: other })).code).toBe(wanted);
  }
});
