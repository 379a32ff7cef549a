import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const OSLO = { ...WEATHER, id: 'oslo', prompt: 'What is the weather in Oslo?' };
const config = (alias: string): string =>
  JSON.stringify({
    gateways: { sandbox: { sandbox: true } },
    models: { [alias]: { gateway: 'sandbox', model: 'oracle' } },
    defaults: { models: [alias] },
  });

/** Two scenarios, recorded with the model `right`. */
async function project(): Promise<string> {
  const dir = tempDir({ 'scenarios/weather.json': WEATHER, 'scenarios/oslo.json': OSLO });
  writeFileSync(join(dir, 'tooltape.config.json'), config('right'));
  expect((await runCli(['run'], { cwd: dir })).code).toBe(0);
  return dir;
}

test('a renamed scenario is pointed to its recording, and the command that is named moves it', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'scenarios/weather.json'), JSON.stringify({ ...WEATHER, id: 'weather-in-paris' }));
  const missed = await runCli(['replay'], { cwd: dir });
  expect(missed.code).toBe(4);
  expect(missed.stderr).toContain(
    'the same request is recorded as weather × right: npx tooltape cassettes rename weather weather-in-paris',
  );
  const text = readFileSync(join(dir, 'cassettes/weather/right.json'), 'utf8');
  const renamed = await runCli(['cassettes', 'rename', 'weather', 'weather-in-paris'], { cwd: dir });
  expect([renamed.code, renamed.stdout, renamed.stderr]).toEqual([
    0,
    'cassettes/weather/right.json → cassettes/weather-in-paris/right.json\n',
    'renamed 1 recording\nnext: npx tooltape replay\n',
  ]);
  expect(existsSync(join(dir, 'cassettes/weather'))).toBe(false);
  expect(readFileSync(join(dir, 'cassettes/weather-in-paris/right.json'), 'utf8')).toBe(
    text.replace('"scenario": "weather"', '"scenario": "weather-in-paris"'),
  );
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['cassettes', 'verify'], { cwd: dir })).code).toBe(0);
});

test('a renamed model takes the recordings of all scenarios along', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'tooltape.config.json'), config('best'));
  const missed = await runCli(['replay'], { cwd: dir });
  expect([missed.code, missed.stderr]).toEqual([
    4,
    expect.stringContaining('npx tooltape cassettes rename right best --model'),
  ]);
  expect((await runCli(['cassettes', 'rename', 'right', 'best', '--model'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
});

test('a rename tells the place where the new name is still to be written', async () => {
  const dir = await project();
  const rename = async (...args: string[]): Promise<string> =>
    (await runCli(['cassettes', 'rename', ...args], { cwd: dir })).stderr;
  expect(await rename('weather', 'paris')).toBe(
    'renamed 1 recording\nnext: write the id paris in scenarios/weather.json:1, then npx tooltape replay\n',
  );
  expect(await rename('right', 'best', '--model')).toBe(
    'renamed 2 recordings\nnext: write the alias best in place of right in tooltape.config.json, then npx tooltape replay\n',
  );
  expect(await rename('best', 'oracle@sandbox', '--model')).toBe(
    'renamed 2 recordings\nnext: npx tooltape replay --models oracle@sandbox\n',
  );
  // Without the scenario, and with one that cannot be read.
  writeFileSync(join(dir, 'scenarios/weather.json'), '{');
  expect(await rename('paris', 'weather')).toBe(
    'renamed 1 recording\nnext: write the id weather in its scenario file, then npx tooltape replay\n',
  );
  writeFileSync(join(dir, 'scenarios/weather.json'), JSON.stringify(WEATHER));
  const replayed = await runCli(['replay', '--models', 'oracle@sandbox'], { cwd: dir });
  expect([replayed.code, replayed.stderr]).toEqual([0, '']);
});

test('a scenario that asks the same as another one in use is no renamed one', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'scenarios/twin.json'), JSON.stringify({ ...WEATHER, id: 'twin' }));
  const { code, stderr } = await runCli(['replay'], { cwd: dir });
  expect([code, stderr]).toEqual([4, expect.not.stringContaining('cassettes rename')]);
});

test.each([
  [['wether', 'x'], 'there is no recording of the scenario "wether"', 'Did you mean weather?'],
  [['nowhere-near', 'x'], 'there is no recording of the scenario "nowhere-near"', 'Recorded: oslo, weather.'],
  [['weather', 'oslo'], 'cassettes/oslo/right.json: a recording of that name is there already', 'Take it away'],
  [['weather', '../x'], '"../x": it is no id of a scenario', 'Use letters'],
  [['weather', '_x'], '"_x": it is no id of a scenario', 'no "_" at its beginning'],
  [['right', 'x'], '"right" has recordings as a model, none as a scenario', 'add --model'],
])('rename %j is refused, and nothing is moved', async (args, message, remedy) => {
  const dir = await project();
  const { code, stderr } = await runCli(['cassettes', 'rename', ...args], { cwd: dir });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).toContain(remedy);
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
});

test('diff says in sentences what changed since a commit or another folder', async () => {
  const dir = await project();
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  const notGit = await runCli(['cassettes', 'diff'], { cwd: dir });
  expect([notGit.code, notGit.stderr]).toEqual([2, expect.stringContaining('no git repository is here')]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'recorded');
  const diff = (...args: string[]): ReturnType<typeof runCli> => runCli(['cassettes', 'diff', ...args], { cwd: dir });
  expect((await diff()).stdout).toBe('no recording changed\n');

  const weather = join(dir, 'cassettes/weather/right.json');
  const text = readFileSync(weather, 'utf8');
  writeFileSync(weather, text.replace(/"latencyMs": \d+/, '"latencyMs": 99999'));
  expect((await diff()).stdout).toBe('recordings: 1 rewritten with the same meaning\n');

  writeFileSync(join(dir, 'scenarios/oslo.json'), JSON.stringify({ ...OSLO, prompt: 'And in Oslo?' }));
  writeFileSync(join(dir, 'scenarios/new.json'), JSON.stringify({ ...WEATHER, id: 'new' }));
  expect((await runCli(['run', '--record', 'all'], { cwd: dir })).code).toBe(0);
  writeFileSync(weather, text.replaceAll(String.raw`{\"city\":\"Paris\"}`, String.raw`{\"city\":\"Rome\"}`));
  const { code, stdout } = await diff('HEAD');
  expect(code).toBe(0);
  expect(stdout).toContain('new × right is new: 1 trial\n');
  expect(stdout).toContain(
    'oslo × right\n  trial 1, step 1 has another request\n    - messages[0].content: "What is the weather in Oslo?"\n    + messages[0].content: "And in Oslo?"\n',
  );
  expect(stdout).toContain(
    'weather × right\n  trial 1, step 1 has another answer\n    - calls: get_weather({"city":"Paris"})\n    + calls: get_weather({"city":"Rome"})\n',
  );
  expect(stdout).toMatch(/recordings: 2 changed, 1 new\n$/);

  writeFileSync(weather, '{');
  const broken = await diff();
  expect([broken.code, broken.stdout]).toEqual([1, expect.stringMatching(/weather\/right\.json cannot be read: .*\n/)]);
});

test('mistakes with recordings are told with what helps', async () => {
  const dir = await project();
  const cases: readonly (readonly [readonly string[], string | null])[] = [
    [['rename', 'weather', 'weather'], '"weather" is both the old name and the new one'],
    [
      ['rename', 'right', 'best'],
      '"right" has recordings as a model, none as a scenario\n  fix: To rename the model, add --model.',
    ],
    [['rename', 'weather', 'best', '--model'], 'To rename the scenario, leave --model out.'],
    [['rename', 'wether', 'best'], 'Did you mean weather?'],
    [['diff', 'scenarios'], 'scenarios: it holds no recording to compare'],
    [['diff', 'cassettes', '--cassettes', 'none'], null],
    [['diff', 'HEAD'], 'no git repository is here'],
    [['diff', 'scenarios', '--cassettes', 'none'], 'none: it holds no recording to compare'],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await runCli(['cassettes', ...args], { cwd: dir });
    if (message === null) expect([code, stdout]).toEqual([0, expect.stringContaining('recordings: 2 gone')]);
    else expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  }
});
