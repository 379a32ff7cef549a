import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../../support/project.ts';
import { runCli, type CliResult } from '../../support/run-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

test('where nobody reads the output to its end, files are written and the exit code says what it says else', async () => {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  await runCli(['run', '--models', 'oracle,talker'], { cwd: dir });
  /** Runs the program as `tooltape … | true` does. */
  const unread = (args: readonly string[]): Promise<CliResult> =>
    runCli(args, { cwd: dir, onStart: ({ stdout }) => void stdout?.destroy() });

  expect((await unread(['replay', '--models', 'talker', '--min-pass', '0.5'])).code).toBe(1);
  expect((await unread(['replay', '--models', 'eager'])).code).toBe(4);
  const reporter = 'table,junit:out.xml,html:out.html';
  expect((await unread(['replay', '--models', 'oracle', '--min-pass', '1', '--reporter', reporter])).code).toBe(0);
  expect(readFileSync(join(dir, 'out.xml'), 'utf8')).toContain('</testsuites>');
  expect(existsSync(join(dir, 'out.html'))).toBe(true);
  expect((await unread(['bless'])).code).toBe(0);
  expect(existsSync(join(dir, 'baseline.json'))).toBe(true);
  expect((await unread(['replay', '--models', 'oracle', '--watch'])).code).toBe(0);
});
