import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const LAST = '.tooltape/last-run.json';
const right = { ...WEATHER, expect: { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] } };
const wrong = { ...WEATHER, expect: { calls: [{ name: 'get_weather', arguments: { city: 'Rome' } }] } };

/** A recording that passed when `baseline.json` was written, and fails by the rule that stands there now. */
async function regressed(): Promise<string> {
  const dir = tempDir({ 'scenarios/weather.json': right });
  await runCli(['run', '--models', 'oracle', '-o', 'baseline.json'], { cwd: dir });
  writeFileSync(join(dir, 'scenarios/weather.json'), JSON.stringify(wrong));
  return dir;
}

test.each([
  ['the file that every run leaves', ['--baseline', LAST]],
  ['the output of the run', ['--baseline', 'baseline.json', '-o', 'baseline.json']],
  ['the output by another path', ['--baseline', 'baseline.json', '-o', './scenarios/../baseline.json']],
  ['a report of the run', ['--baseline', 'baseline.json', '--reporter', 'csv:baseline.json']],
])('a baseline that is %s is read as it was before the run', async (_, args) => {
  const dir = await regressed();
  const { code, stdout, stderr } = await runCli(['replay', ...args], { cwd: dir });
  expect(code, stderr).toBe(1);
  expect(stdout + stderr).toMatch(/Gate --baseline: not met[^]*weather · oracle/);
});

test.each([
  ['report baseline.json --reporter json:baseline.json', 'the run file'],
  ['report --reporter html:.tooltape/../.tooltape/last-run.json', 'the run file'],
  ['compare baseline.json --reporter json:baseline.json', 'the run file'],
  ['replay --reporter json:.tooltape/last-run.json', 'the run file'],
  ['replay -o baseline.json --reporter csv:baseline.json', 'the run file'],
  ['replay --reporter junit:out.txt,csv:./out.txt', 'the junit report'],
])('`%s` is refused before %s is replaced', async (line, what) => {
  const dir = await regressed();
  const files = ['baseline.json', LAST].map((name) => join(dir, name));
  const before = files.map((file) => readFileSync(file, 'utf8'));
  const { code, stderr } = await runCli(line.split(' '), { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain(`it would replace ${what}`);
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
});

test('merge may write to one of the files it reads', async () => {
  const dir = tempDir({ 'scenarios/all.json': { scenarios: ['a', 'b', 'c'].map((id) => ({ ...right, id })) } });
  await runCli(['run', '--models', 'oracle,talker', '-o', 'whole.json'], { cwd: dir });
  for (const i of [1, 2]) await runCli(['replay', '--shard', `${i}/2`, '-o', `${i}.json`], { cwd: dir });
  expect((await runCli(['merge', '1.json', '2.json', '-o', '1.json'], { cwd: dir })).code).toBe(0);
  const { stdout } = await runCli(['compare', 'whole.json', '1.json'], { cwd: dir });
  expect(stdout).toMatch(/nothing changed/i);
});

test.each(['folder', 'file.txt/run.json', '/proc/none/run.json'])('merge refuses to write %s', async (output) => {
  const dir = await regressed();
  writeFileSync(join(dir, 'file.txt'), '');
  await runCli(['init', 'folder', '--yes'], { cwd: dir });
  const { code, stderr } = await runCli(['merge', 'baseline.json', '-o', output], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain(`error OUTPUT: ${output}: it cannot be written`);
});

test.each([
  ['import', ['import', 'bfcl', '--data', 'scenarios', '--out', '/proc/none/out']],
  ['a recording', ['run', '--models', 'oracle', '--cassettes', '/proc/none/cassettes']],
])('a folder that cannot be made stops %s at once', async (_, args) => {
  const dir = tempDir({ 'scenarios/weather.json': right });
  const { code, stderr } = await runCli(args, { cwd: dir, timeoutMs: 20_000 });
  expect(code).toBe(2);
  expect(stderr).toMatch(/error OUTPUT: \/proc\/none\/\w+: it cannot be written/);
});
