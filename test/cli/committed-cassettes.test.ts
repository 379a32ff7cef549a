import { expect, test } from 'vitest';
import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The repository's own scenarios, configuration and recordings, in a folder of their own. */
function checkout(): string {
  const dir = tempDir();
  for (const name of ['scenarios', 'cassettes', 'tooltape.config.yaml', 'schema']) {
    cpSync(resolve(ROOT, name), join(dir, name), { recursive: true });
  }
  return dir;
}

const judged = (path: string): string => readFileSync(path, 'utf8').replace(/^"createdAt".*$/m, '');

test('the committed recordings replay whole, and two replays write the same bytes', async () => {
  const dir = checkout();
  const first = await runCli(['replay', '--output', 'a.json'], { cwd: dir });
  const second = await runCli(['replay', '--output', 'b.json'], { cwd: dir, env: { CI: 'true', TZ: 'Asia/Shanghai' } });
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).not.toContain('warning');
  expect(second.stdout).toBe(first.stdout);
  expect(judged(join(dir, 'b.json'))).toBe(judged(join(dir, 'a.json')));
});

test('the first command of the README records nothing anew', async () => {
  const dir = checkout();
  const result = await runCli(['run'], { cwd: dir });
  expect(result.code, result.stderr).toBe(0);
  expect(result.stderr).toContain('nothing was sent');
});

test('the committed recordings are whole and hold no secret', async () => {
  const result = await runCli(['cassettes', 'verify'], { cwd: checkout() });
  expect(result.stdout).toContain('all are whole, and hold no secret');
  expect(result.code).toBe(0);
});
