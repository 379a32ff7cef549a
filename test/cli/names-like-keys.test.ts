import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outcomes, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

/** `good` answers as the scenarios of `cities` want it, `bad` always with Rome. */
async function project(models: readonly string[], extra: object = {}): Promise<{ dir: string; write: Write }> {
  const server = await scriptedServer(({ body }, response) => {
    const messages = body['messages'] as readonly { role: string }[];
    const city = body['model'] === 'bad' ? 'Rome' : 'Paris';
    if (messages.at(-1)?.role === 'tool') sendCompletion(response, { text: '22' });
    else sendCompletion(response, { calls: [{ name: 'get_weather', arguments: { city } }] });
  });
  const entries = models.map((alias, i) => [alias, { gateway: 'test', model: i === 0 ? 'good' : 'bad' }]);
  const dir = tempDir({
    'tooltape.config.json': {
      gateways: { test: { base_url: server.baseUrl } },
      models: Object.fromEntries(entries),
      defaults: { models, retries: 0 },
      ...extra,
    },
  });
  const write: Write = (prefix, cities) => {
    const scenarios = cities.map((city, i) => ({
      ...WEATHER,
      id: `${prefix}-weather-today-${i + 1}`,
      prompt: `Weather ${i + 1}`,
      expect: { calls: [{ name: 'get_weather', arguments: { city } }] },
    }));
    writeFileSync(join(dir, 'scenarios.json'), JSON.stringify({ scenarios }));
  };
  return { dir, write };
}

type Write = (prefix: string, cities: readonly string[]) => void;
const TWELVE = Array.from({ length: 12 }, () => 'Paris');

test('two models whose names look like keys are two rows', async () => {
  const models = ['xai-grok-4-fast-reasoning', 'xai-grok-4-fast-non-reasoning'];
  const { dir, write } = await project(models);
  write('sk', ['Paris']);
  const { run, stdout } = await runAndRead(['run', 'scenarios.json'], { cwd: dir });
  expect(run.summary.map(({ model, pass }) => [model, pass])).toEqual([
    [models[0], 1],
    [models[1], 0],
  ]);
  for (const model of models) expect(stdout).toContain(model);
  expect(JSON.stringify(run) + stdout).not.toContain('[redacted');
});

test.each(['en', 'sk', 'gsk_llama3_groq_70b_8192', 'hf-mistral-7b-instruct-v0.3'])(
  'gates, merge and JUnit tell scenarios apart whose ids begin with %s-',
  async (prefix) => {
    const { dir, write } = await project(['m']);
    write(prefix, TWELVE);
    const args = ['scenarios.json'];
    expect((await runCli(['run', ...args], { cwd: dir })).code).toBe(0);
    expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
    for (const shard of ['1/2', '2/2']) {
      await runCli(['replay', ...args, '--shard', shard, '-o', `${shard[0]}.json`], { cwd: dir });
    }
    expect(await runCli(['merge', '1.json', '2.json', '-o', 'merged.json'], { cwd: dir })).toMatchObject({ code: 0 });
    const merged = JSON.parse(readFileSync(join(dir, 'merged.json'), 'utf8')) as { scenarios: { id: string }[] };
    expect(new Set(merged.scenarios.map(({ id }) => id)).size).toBe(12);
    const junit = await runCli(['replay', ...args, '--reporter', 'junit'], { cwd: dir });
    expect(junit.stdout).toContain('tests="12"');

    // Nine get worse; then one breaks while another is mended.
    write(prefix, [...TWELVE.slice(0, 3), ...TWELVE.slice(3).map(() => 'Rome')]);
    const worse = await runCli(['replay', ...args, '--baseline', 'baseline.json'], { cwd: dir });
    expect([worse.code, worse.stdout]).toEqual([1, expect.stringContaining('Gate --baseline: not met')]);
    write(prefix, ['Rome', ...TWELVE.slice(1)]);
    await runCli(['replay', ...args, '-o', 'run.json'], { cwd: dir });
    await runCli(['bless', 'run.json'], { cwd: dir });
    write(prefix, ['Paris', 'Rome', ...TWELVE.slice(2)]);
    expect((await runCli(['replay', ...args, '--baseline', 'baseline.json'], { cwd: dir })).code).toBe(1);
  },
);

test.each(['pass\\w*', '.', '.+', '[a-z]+', '\\d+', 'fail|error|weather'])(
  'a pattern of redact that hits words of ours (%s) changes no verdict, live and replayed',
  async (pattern) => {
    const { dir, write } = await project(['m', 'n'], { redact: [pattern] });
    write('a', ['Paris', 'Rome']);
    const wanted = (model: string): object => ({
      'a-weather-today-1': model === 'm' ? 'pass' : 'fail wrong-arguments',
      'a-weather-today-2': model === 'm' ? 'fail wrong-arguments' : 'pass',
    });
    for (const command of ['run', 'replay']) {
      const { run, code, stderr } = await runAndRead([command, 'scenarios.json'], { cwd: dir });
      expect(stderr).not.toContain('internal error');
      expect(code, stderr).toBe(0);
      for (const model of ['m', 'n']) expect(outcomes(run, model)).toEqual(wanted(model));
    }
  },
);

test.each([
  ['an argument that looks like a key', 'sk-2024-winter-jacket-blue', {}],
  ['an argument that is a key by its form', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', {}],
  ['an argument that a pattern of the user hides', 'customer-4711', { redact: ['customer-\\d+'] }],
])('%s is right live, replayed and in check', async (_, value, config) => {
  const tool = {
    ...WEATHER.tools[0],
    parameters: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
    returns: [{ when: { sku: value }, result: { price: 22 } }, { error: 'no such item' }],
  };
  const dir = tempDir({
    'tooltape.config.json': config,
    'scenarios/a.json': {
      id: 'a',
      prompt: `Find ${value}`,
      tools: [tool],
      expect: { calls: [{ name: 'get_weather', arguments: { sku: value } }], final: { contains: ['22'] } },
    },
  });
  for (const command of ['run', 'replay']) {
    const { run, code } = await runAndRead([command, '--models', 'oracle'], { cwd: dir });
    expect(outcomes(run, 'oracle')).toEqual({ a: 'pass' });
    expect(code).toBe(0);
  }
  const checked = await runCli(['check'], { cwd: dir });
  expect(checked.stdout).toContain('right answers that pass: 1 of 1');
});
