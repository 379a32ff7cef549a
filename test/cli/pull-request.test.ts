import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AgainstIndex } from '../../src/report/reporters/html/report-index.ts';
import { WEATHER } from '../support/project.ts';
import { indexOf } from '../support/report-page.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const IDS = ['a', 'b', 'c'];
const file = (change: (id: string) => object = () => ({})): string =>
  JSON.stringify({ scenarios: IDS.map((id) => ({ ...WEATHER, id, ...change(id) })) }, null, 2);

/** Three scenarios, recorded with two models and blessed. */
async function project(): Promise<string> {
  const dir = tempDir({ 'scenarios/all.json': file() });
  expect((await runCli(['run', '--models', 'oracle,talker'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
  return dir;
}

const replay = (dir: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(['replay', '--models', 'oracle,talker', ...args], { cwd: dir });

test('the summary of a pull request begins with the verdict and says what was edited, and how to record it', async () => {
  const dir = await project();
  writeFileSync(
    join(dir, 'scenarios/all.json'),
    file((id) => (id === 'b' ? { prompt: 'What is ``` the weather in Paris?' } : {})),
  );
  const { code, stdout } = await replay(dir, '--baseline', 'baseline.json', '--reporter', 'markdown');
  expect(code).toBe(4);
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect(lines[0]).toBe('2 of 4 judged trials passed, 2 unrecorded: 3 scenarios, 2 models (all simulated).');
  expect(lines[2]).toBe('✗ Not met: --baseline');
  expect(stdout).toContain(
    [
      '### Edited since the baseline: 1 scenario',
      '',
      'b',
      '',
      '````diff',
      '- messages[0].content: "What is the weather in Paris?"',
      '+ messages[0].content: "What is ``` the weather in Paris?"',
      '````',
    ].join('\n'),
  );
  expect(stdout).toContain("npx tooltape run --record all --grep '^b$' --models oracle,talker");
  expect(stdout).toContain('<details><summary>Failing: 2 of 4 judged trials</summary>');
});

test('a new failure stands in the summary as expected and made', async () => {
  const dir = await project();
  writeFileSync(
    join(dir, 'scenarios/all.json'),
    file((id) => (id === 'c' ? { expect: { calls: [{ name: 'get_weather', arguments: { city: 'Rome' } }] } } : {})),
  );
  const { code, stdout } = await replay(dir, '--baseline', 'baseline.json', '--reporter', 'markdown');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /\*\*c · oracle\*\* — wrong-arguments at call 1 get\\_weather, city \(the rule changed\)\n {2}- expected "Rome"\n {2}- made "Paris"/,
  );
});

test('annotations stand beside the table, at the line of the scenario, and never as a command of a model', async () => {
  const dir = await project();
  const text = file((id) =>
    id === 'c' ? { expect: { calls: [{ name: 'get_weather', arguments: { city: '::error::x' } }] } } : {},
  );
  writeFileSync(join(dir, 'scenarios/all.json'), text);
  const { stdout, stderr } = await replay(dir, '--baseline', 'baseline.json', '--reporter', 'table,github');
  expect(stdout).toContain('✗ Not met: --baseline');
  const line = text.split('\n').findIndex((one) => one.includes('"id": "c"')) + 1;
  const commands = stderr.split('\n').filter((one) => one.startsWith('::'));
  expect(commands[0]).toMatch(new RegExp(`^::error file=scenarios/all.json,line=${line},title=c · oracle::`));
  expect(commands[0]).toContain('%0Amade     "Paris"');
  // A failure that the baseline knows is a warning.
  expect(commands.filter((one) => one.startsWith('::warning')).map((one) => /title=([^:]+)::/.exec(one)?.[1])).toEqual([
    'a · talker',
    'b · talker',
    'c · talker',
  ]);
});

test('one cause is told once, with one command for all of its scenarios', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ defaults: { temperature: 0.5 } }));
  const { stdout, stderr } = await replay(dir);
  expect(stderr.match(/record it:/g)).toHaveLength(1);
  expect(stderr).toContain('a and 2 more scenarios × oracle,talker, trial 1: the request of step 1 changed');
  expect(stderr).toContain('record it: npx tooltape run --record all --models oracle,talker\n');
  expect(stdout).toContain('! request-changed — 6 trials: oracle 3, talker 3');
  const command = /record it: npx tooltape (.*)$/m.exec(stderr)?.[1]?.split(' ') ?? [];
  expect((await runCli(command, { cwd: dir })).code).toBe(0);
  expect((await replay(dir)).code).toBe(0);
});

test.each(['chat', 'gemini'])('recordings of streamed answers over %s are told as that', async (protocol) => {
  const config = { gateways: { g: { sandbox: true, protocol } }, models: { oracle: { gateway: 'g' } } };
  const dir = tempDir({ 'scenarios/all.json': file(), 'tooltape.config.json': config });
  await runCli(['run', '--models', 'oracle', '--stream', 'true'], { cwd: dir });
  const { stderr } = await runCli(['replay', '--models', 'oracle'], { cwd: dir });
  expect(stderr).toContain('or replay as it was recorded: --stream true');
  expect((await runCli(['replay', '--models', 'oracle', '--stream', 'true'], { cwd: dir })).code).toBe(0);
});

test('the overview of a run is short and ends with the verdict', async () => {
  const dir = await project();
  const { stdout } = await runCli(['replay', '--models', 'oracle,talker'], { cwd: dir, env: { COLUMNS: '120' } });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(-2)).toEqual([
    '3 of 6 judged trials passed: 3 scenarios, 2 models (all simulated).',
    'oracle (simulated) passes most: 100% of its judged trials. The interval of 1 other model overlaps its own.',
  ]);
  expect(stdout).toContain('      expected  get_weather(city: "Paris")\n      made      no such call');
  const whole = await runCli(['report', '--reporter', 'table:all.txt'], { cwd: dir });
  expect(whole.code).toBe(0);
  expect(readFileSync(join(dir, 'all.txt'), 'utf8')).toMatch(/^3 of 6 judged trials passed/);
});

test('the page shows the baseline beside the run, as `compare` shows two runs', async () => {
  const dir = await project();
  const rome = { calls: [{ name: 'get_weather', arguments: { city: 'Rome' } }] };
  writeFileSync(
    join(dir, 'scenarios/all.json'),
    file((id) => (id === 'c' ? { expect: rome } : {})),
  );
  const { code } = await replay(dir, '--baseline', 'baseline.json', '--reporter', 'table,html:gated.html');
  expect(code).toBe(1);
  const html = ['--reporter', 'html:compared.html'];
  expect((await runCli(['compare', 'baseline.json', 'last', ...html], { cwd: dir })).code).toBe(0);
  const against = (name: string): AgainstIndex | null => indexOf(readFileSync(join(dir, name), 'utf8')).against;
  expect(against('gated.html')).toEqual(against('compared.html'));
  expect(against('gated.html')).toMatchObject({
    name: 'baseline.json',
    sentence: 'No model differs significantly. 1 of 6 scenarios × models changed, all for the worse.',
  });
  // Where the run replaces its own baseline, the older one is shown.
  await replay(dir, '--baseline', 'last', '--reporter', 'html:last.html');
  expect(against('last.html')?.sentence).toBe('Nothing changed: 6 scenarios × models compared.');
  await replay(dir, '--reporter', 'html:alone.html');
  expect(against('alone.html')).toBeNull();
});
