import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

test('a new project runs, replays and checks, with the commands that init prints', async () => {
  const dir = tempDir();
  const { code, stdout } = await runCli(['init', '--yes'], { cwd: dir });
  expect(code).toBe(0);
  const commands = [...stdout.matchAll(/^\s*npx tooltape (\S+) +# /gm)].map(([, name = '']) => name);
  expect(commands).toEqual(['run', 'check', 'bless', 'view']);
  for (const command of commands.slice(0, -1)) {
    const result = await runCli([command], { cwd: dir });
    expect(result.code, `${command}\n${result.stdout}${result.stderr}`).toBe(0);
    expect(result.stderr).not.toContain('warning');
  }
  const first = await runCli(['replay', '--baseline', 'baseline.json'], { cwd: dir });
  expect(first.code).toBe(0);
  // The first run teaches how a failure looks: one, told as expected and made.
  expect(first.stdout.match(/✗/g)).toHaveLength(1);
  expect(first.stdout).toMatch(/✗ wrong-arguments — 1 trial: .*\n {6}expected {2}.*\n {6}made/);
});

test('a new project may start with another protocol; one that there is not is refused', async () => {
  const dir = tempDir();
  expect(await runCli(['init', '--yes', '--protocol', 'messages'], { cwd: dir })).toMatchObject({ code: 0 });
  const { stdout } = await runCli(['models'], { cwd: dir });
  expect(stdout).toContain('claude-');
  const wrong = await runCli(['init', 'other', '--yes', '--protocol', 'soap'], { cwd: dir });
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toContain('messages');
});

test('the commands for a folder whose name has blanks can be pasted', async () => {
  const { stdout } = await runCli(['init', "eval's 空格", '--yes'], { cwd: tempDir() });
  expect(stdout).toContain(String.raw`cd 'eval'\''s 空格'`);
});

test('init leaves files alone that are there, and adds to .gitignore', async () => {
  const dir = tempDir({ 'tooltape.config.yaml': '# mine\n', '.gitignore': 'node_modules/\n' });
  const { code, stdout } = await runCli(['init', '--yes'], { cwd: dir });
  expect(code).toBe(0);
  expect(stdout).not.toContain('tooltape.config.yaml');
  expect(readFileSync(join(dir, 'tooltape.config.yaml'), 'utf8')).toBe('# mine\n');
  expect(readFileSync(join(dir, '.gitignore'), 'utf8')).toBe(
    'node_modules/\n.tooltape/\ncassettes/**/*.part\ncassettes/**/*.lock\n',
  );
});

test('a package of a pnpm workspace gets a workflow with pnpm, and scripts; a second init writes nothing', async () => {
  const manifest = '{\n  "name": "evals",\n  "scripts": { "eval": "mine" }\n}\n';
  const dir = tempDir({ 'pnpm-lock.yaml': '', '.git/HEAD': '', 'packages/evals/package.json': manifest });
  const first = await runCli(['init', 'packages/evals', '--yes'], { cwd: dir });
  expect(first.stdout).toMatch(/added scripts to packages\/evals\/package.json[^]*pnpm exec tooltape run/);
  expect(first.stderr).toContain('pnpm add --save-dev tooltape');
  const workflow = readFileSync(join(dir, 'packages/evals/.github/workflows/tooltape.yml'), 'utf8');
  expect(workflow).toContain('- run: pnpm install --frozen-lockfile\n      - run: pnpm exec tooltape check');
  const { scripts } = JSON.parse(readFileSync(join(dir, 'packages/evals/package.json'), 'utf8')) as { scripts: object };
  expect(scripts).toEqual({ eval: 'mine', 'eval:watch': 'tooltape run --watch' });
  const second = await runCli(['init', 'packages/evals', '--yes'], { cwd: dir });
  expect(second.stdout).toContain('Everything is there already; nothing was written.');
});

test('init without a terminal asks for --yes', async () => {
  const { code, stderr } = await runCli(['init'], { cwd: tempDir() });
  expect(code).toBe(2);
  expect(stderr).toContain('tooltape init --yes');
});

test('check --fix keeps comments and layout, and changes nothing the second time', async () => {
  const dir = tempDir();
  await runCli(['init', '--yes'], { cwd: dir });
  const file = join(dir, 'scenarios/weather-and-umbrella.yaml');
  writeFileSync(file, `# kept\n${readFileSync(file, 'utf8').replace(/^# yaml-language-server.*\n/m, '')}`);
  expect((await runCli(['check', '--fix'], { cwd: dir })).code).toBe(0);
  const fixed = readFileSync(file, 'utf8');
  expect(fixed).toContain('# kept');
  expect(fixed).toContain('yaml-language-server: $schema=');
  expect((await runCli(['check', '--fix'], { cwd: dir })).stderr).toBe('');
  expect(readFileSync(file, 'utf8')).toBe(fixed);
});
