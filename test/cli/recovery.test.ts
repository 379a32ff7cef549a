import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { outcome, runAndRead } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

test('three turns with a tool that fails once: recorded, replayed, and the transcript shows the recovery', async () => {
  const dir = tempDir();
  cpSync(resolve(ROOT, 'scenarios/three-turns.yaml'), join(dir, 'scenarios/three-turns.yaml'), { recursive: true });
  const recorded = await runAndRead(['run', '--models', 'oracle'], { cwd: dir });
  expect(recorded.code, recorded.stderr).toBe(0);
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.code, replayed.stderr).toBe(0);
  const [row] = replayed.run.trials;
  if (row === undefined) throw new Error('there is a trial');
  expect(row).toEqual({ ...recorded.run.trials[0], attempts: 0 });
  expect(outcome(row)).toBe('pass');
  expect(new Set(row.steps.map((step) => step.turn))).toEqual(new Set([1, 2, 3]));
  expect(row.scores.recovered).toBe(1);

  // The failed call, its error, and the same call again, answered.
  const failed = row.steps.findIndex((step) => step.results.some((result) => result.isError));
  expect(failed).toBeGreaterThanOrEqual(0);
  const made = row.calls.filter((call) => call.step === failed + 1 || call.step === failed + 2);
  expect(made).toHaveLength(2);
  expect(made[1]?.arguments).toEqual(made[0]?.arguments);
  expect(row.steps[failed + 1]?.results.map((result) => result.isError)).toEqual([false]);
});
