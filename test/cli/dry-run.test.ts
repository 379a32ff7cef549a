import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Recording {
  readonly trials: readonly { readonly interactions: readonly unknown[] }[];
}

test.each([
  ['two chains of two calls', 'two-cities-two-chains'],
  ['a call that refers to another', 'book-what-was-found'],
  ['a call anywhere in a conversation of three turns', 'cancel-somewhere-in-the-talk'],
  ['three trials of a floor', 'never-calls-where-it-must-not'],
])('a dry run without a recording counts the requests of a right answer: %s', async (_, id) => {
  const dir = tempDir();
  for (const name of ['scenarios', 'tooltape.config.yaml']) {
    cpSync(resolve(ROOT, name), join(dir, name), { recursive: true });
  }
  const only = ['--models', 'oracle', '--grep', `^${id}$`];
  const guessed = await runCli(['run', '--dry-run', ...only], { cwd: dir });
  expect(guessed.code, guessed.stderr).toBe(0);
  const recorded = await runCli(['run', ...only], { cwd: dir });
  expect(recorded.code, recorded.stderr).toBe(0);
  const { trials } = JSON.parse(readFileSync(join(dir, 'cassettes', id, 'oracle.json'), 'utf8')) as Recording;
  const requests = trials.reduce((sum, { interactions }) => sum + interactions.length, 0);
  expect(guessed.stdout).toContain(`About ${requests} requests`);
});
