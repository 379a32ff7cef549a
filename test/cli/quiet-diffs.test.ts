import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const ROOT = resolve(import.meta.dirname, '../..');

test('recording the shipped scenarios anew changes no line', async () => {
  const dir = tempDir({});
  for (const name of ['scenarios', 'cassettes', 'tooltape.config.yaml']) {
    cpSync(join(ROOT, name), join(dir, name), { recursive: true });
  }
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'recorded');
  const { code, stderr } = await runCli(['run', '--record', 'all'], { cwd: dir });
  expect([code, stderr]).toEqual([0, expect.stringMatching(/note: \d+ trials mean the same as before/)]);
  expect(git('status', '--porcelain', 'cassettes')).toBe('');
});

test('a changed prompt shows in git as that prompt and its consequences, and nothing else', async () => {
  const dir = tempDir({
    'scenarios/a.json': WEATHER,
    'scenarios/b.json': { ...WEATHER, id: 'other', prompt: 'In Oslo?' },
  });
  const git = repository(dir);
  expect((await runCli(['run', '--models', 'oracle,talker', '--trials', '2'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
  git('add', '.');
  git('commit', '-qm', 'recorded');
  writeFileSync(join(dir, 'scenarios/a.json'), JSON.stringify({ ...WEATHER, prompt: 'Is it warm in Paris?' }));

  const stale = await runCli(['replay', '--baseline', 'baseline.json', '--reporter', 'markdown'], { cwd: dir });
  expect(stale.code).toBe(4);
  expect(stale.stdout).toMatch(
    /### Edited since the baseline: 1 scenario[^]*-[^\n]*What is the weather in Paris\?[^]*\+[^\n]*Is it warm in Paris\?/,
  );
  const command = /npx tooltape (run --record all .*)$/m.exec(stale.stdout)?.[1] ?? '';
  const words = command.split(' ').map((word) => word.replaceAll("'", ''));
  expect((await runCli(words, { cwd: dir })).code).toBe(0);

  expect(git('diff', '--name-only').trim().split('\n')).toEqual([
    'cassettes/weather/oracle.json',
    'cassettes/weather/talker.json',
    'scenarios/a.json',
  ]);
  const lines = git('diff', '-U0', '--', 'cassettes').split('\n');
  const changed = lines.filter((line) => /^[-+](?![-+])/.test(line)).map((line) => line.slice(1).trim());
  // The answer is a new one, to a longer prompt.
  const expected = /^"id"|^"usage"|^"recordedAt"|^"key"|^\{"role":"user"|^"latencyMs"|^"timings"|"firstByteMs"/;
  expect(changed.filter((line) => !expected.test(line))).toEqual([]);
  expect(changed.filter((line) => line.includes('Is it warm in Paris?'))).not.toEqual([]);
  const told = await runCli(['cassettes', 'diff'], { cwd: dir });
  expect(told.stdout).toMatch(/^weather × oracle\n[^]*Is it warm in Paris\?[^]*recordings: 2 changed\n$/);
});

/** Makes the folder a git repository; runs git in it. */
function repository(dir: string): (...args: string[]) => string {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  git('init', '-q');
  writeFileSync(join(dir, '.gitignore'), '.tooltape/\n');
  return git;
}

/** An answer as a gateway gives it: with an id, a date and a fingerprint that are new each time. */
let served = 0;
const answer = (text: string): object => ({
  id: `chatcmpl-${++served}`,
  object: 'chat.completion',
  created: 1_700_000_000 + served,
  model: 'm',
  system_fingerprint: `fp_${served}`,
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

test('only the trial that was answered otherwise changes', async () => {
  let second = 'hello';
  let asked = 0;
  const server = await scriptedServer((_, response) => {
    const text = ++asked % 3 === 2 ? second : 'hello';
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(text)));
  });
  const dir = tempDir({
    'scenarios/a.json': { ...WEATHER, expect: { calls: [] } },
    'tooltape.config.json': gatewayConfig(server.baseUrl, { defaults: { models: ['m'], concurrency: 1, trials: 3 } }),
  });
  const record = () => runCli(['run', '--record', 'all'], { cwd: dir, env: { TEST_KEY: 'test-key-of-length' } });
  const file = join(dir, 'cassettes/weather/m.json');
  expect((await record()).code).toBe(0);
  const first = readFileSync(file, 'utf8');
  expect((await record()).stderr).toContain('3 trials mean the same as before');
  expect(readFileSync(file, 'utf8')).toBe(first);
  second = 'good bye';
  expect((await record()).stderr).toContain('2 trials mean the same as before');
  const trials = (text: string): unknown[] => (JSON.parse(text) as { trials: unknown[] }).trials;
  const after = trials(readFileSync(file, 'utf8'));
  expect([after[0], after[2]]).toEqual([trials(first)[0], trials(first)[2]]);
  expect(JSON.stringify(after[1])).toContain('good bye');
});

test('an old file that cannot be read is replaced', async () => {
  const dir = tempDir({ 'scenarios/a.json': WEATHER });
  await runCli(['run', '--models', 'oracle'], { cwd: dir });
  const file = join(dir, 'cassettes/weather/oracle.json');
  writeFileSync(file, '{');
  expect((await runCli(['run', '--models', 'oracle', '--record', 'all'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['replay', '--models', 'oracle'], { cwd: dir })).code).toBe(0);
});
