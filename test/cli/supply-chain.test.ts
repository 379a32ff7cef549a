import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

test('what is bundled is passed on with its licence: beside the program, and in every report', () => {
  const notices = readFileSync(join(ROOT, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  const app = readFileSync(join(ROOT, 'dist/report/html-app.js'), 'utf8');
  for (const name of ['commander', 'js-yaml', 'cli-table3', '@cfworker/json-schema', 'eventsource-parser']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)$`, 'm'));
  }
  for (const name of ['preact', '@tanstack/virtual-core']) expect(app).toContain(`${name} `);
  for (const text of [notices, app]) {
    expect(text).toMatch(/Permission is hereby granted, free of charge/);
    expect(text).toMatch(/Copyright \(c\)/i);
  }
});

test('nothing is written to or read from the temporary folder, the compile cache neither', async () => {
  const dir = tempDir();
  const [temporary, home] = [join(dir, 'tmp'), join(dir, 'home')];
  for (const folder of [temporary, home, join(dir, 'project')]) mkdirSync(folder);
  const cwd = join(dir, 'project');
  const env = { TMPDIR: temporary, HOME: home };
  const commands = [
    ['init', '--yes'],
    ['run', '--reporter', 'table,html:r.html', '-o', 'run.json'],
    ['bless'],
    ['replay', '--baseline', 'baseline.json'],
    ['replay', '--baseline', '.tooltape/last-run.json'],
    ['compare'],
    ['cassettes', 'verify'],
  ];
  for (const args of commands) {
    const { code, stderr } = await runCli(args, { cwd, env });
    expect(code, `${args.join(' ')}: ${stderr}`).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  }
  expect(readdirSync(home)).toEqual(['.cache']);
  expect(readdirSync(join(home, '.cache'))).toEqual(['tooltape']);
  const without = await runCli(['models'], { cwd, env: { TMPDIR: temporary, HOME: '', XDG_CACHE_HOME: '' } });
  expect(without.code).toBe(0);
  expect(readdirSync(temporary)).toEqual([]);
  expect(existsSync(join(cwd, '.cache'))).toBe(false);
});

test('a home where nothing can be made costs the compile cache, and no command waits for it', async () => {
  const cwd = tempDir();
  for (const env of [{ HOME: '/proc/none' }, { HOME: '/proc' }, { XDG_CACHE_HOME: '/proc/none' }]) {
    const { code, stderr } = await runCli(['models'], { cwd, env, timeoutMs: 10_000 });
    expect({ env, code, stderr }).toEqual({ env, code: 0, stderr: '' });
  }
});
