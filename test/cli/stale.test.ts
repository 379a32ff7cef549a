import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outcome, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

type Edit = (scenario: typeof WEATHER) => object;

test.each<[string, Edit, object, string, string, string]>([
  [
    'prompt',
    (s) => ({ ...s, prompt: 'What is the weather in Rome?' }),
    {},
    'messages[0].content',
    '"What is the weather in Paris?"',
    '"What is the weather in Rome?"',
  ],
  [
    'tool description',
    (s) => ({ ...s, tools: [{ ...s.tools[0], description: 'Climate of a city' }] }),
    {},
    'tools[0].function.description',
    '"Weather of a city"',
    '"Climate of a city"',
  ],
  ['temperature', (s) => s, { defaults: { temperature: 0.7 } }, 'temperature', '0', '0.7'],
  ['model parameter', (s) => ({ ...s, request: { top_p: 0.5 } }), {}, 'top_p', '(absent)', '0.5'],
])(
  'a changed %s makes the recording stale, and the message says how and what to do',
  async (_, edit, config, path, before, after) => {
    const dir = tempDir({ 'scenarios/weather.json': WEATHER });
    expect((await runCli(['run', '--models', 'oracle'], { cwd: dir })).code).toBe(0);
    writeFileSync(join(dir, 'scenarios/weather.json'), JSON.stringify(edit(WEATHER)));
    writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
    const { code, run, stderr } = await runAndRead(['replay'], { cwd: dir });
    expect(code).toBe(4);
    expect(run.trials.map(outcome)).toEqual(['unrecorded request-changed']);
    expect(stderr).toContain(`- ${path}: ${before}`);
    expect(stderr).toContain(`+ ${path}: ${after}`);
    expect(stderr).toMatch(/weather × oracle/);
    const command = /record it: npx tooltape (.*)$/m.exec(stderr)?.[1] ?? '';
    expect(command).toContain('--record');

    // The command that the message gives, pasted, makes the replay whole again.
    const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map((word) => word[1] ?? word[2] ?? '');
    expect((await runCli(words, { cwd: dir })).code).toBe(0);
    expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
  },
);

test('all stale and missing recordings are listed at once', async () => {
  const more = ['a', 'b', 'c'].map((id) => ({ ...WEATHER, id }));
  const dir = tempDir({ 'scenarios/all.json': { scenarios: more } });
  await runCli(['run', '--models', 'oracle', '--grep', 'a|b'], { cwd: dir });
  writeFileSync(
    join(dir, 'scenarios/all.json'),
    JSON.stringify({ scenarios: more.map((s) => (s.id === 'b' ? { ...s, prompt: 'Other' } : s)) }),
  );
  const { code, stdout, stderr, run } = await runAndRead(['replay'], { cwd: dir });
  expect(code).toBe(4);
  expect(run.trials.map(outcome)).toEqual(['pass', 'unrecorded request-changed', 'unrecorded never-recorded']);
  expect(stderr).toMatch(/b × oracle.*changed/);
  expect(stderr).toMatch(/c × oracle.*never recorded/);
  expect(stdout).toContain('2 unrecorded');
});

test('a recording that is asked for more often than it was recorded is used up', async () => {
  const twice = { ...WEATHER, turns: ['One?', 'One?'].map((user) => ({ user, expect: { calls: [] } })) };
  const { prompt: _, expect: __, ...scenario } = twice;
  const dir = tempDir({ 'scenarios/weather.json': { ...scenario, turns: twice.turns.slice(0, 1) } });
  await runCli(['run', '--models', 'oracle'], { cwd: dir });
  const file = join(dir, 'cassettes/weather/oracle.json');
  expect(readFileSync(file, 'utf8')).toContain('"trials"');
  writeFileSync(join(dir, 'scenarios/weather.json'), JSON.stringify(scenario));
  const { code, run } = await runAndRead(['replay'], { cwd: dir });
  expect(code).toBe(4);
  expect(run.trials[0]?.status).toBe('unrecorded');
});

test('nothing recorded at all is an error that says how to record', async () => {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  const result = await runCli(['replay'], { cwd: dir });
  expect(result.code).toBe(2);
  expect(result.stderr).toMatch(/fix: .*run --record/);
});

test('in CI a run replays, unless recording is asked for', async () => {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER });
  const inCi = { cwd: dir, env: { CI: 'true' } };
  expect((await runCli(['run', '--models', 'oracle'], inCi)).code).toBe(4);
  expect((await runCli(['run', '--models', 'oracle', '--record', 'missing'], inCi)).code).toBe(0);
  expect((await runCli(['run', '--models', 'oracle'], inCi)).code).toBe(0);
  for (const CI of ['false', '0', '']) {
    const fresh = tempDir({ 'scenarios/weather.json': WEATHER });
    expect((await runCli(['run', '--models', 'oracle'], { cwd: fresh, env: { CI } })).code).toBe(0);
  }
});
