import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  checkGates,
  compareModels,
  compareRuns,
  defineScenario,
  openRun,
  replay,
  report,
  reporters,
  run,
  type Scenario,
  type TrialRow,
  type WrittenScenario,
} from '../../src/index.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** The repository's own scenarios, configuration and recordings, in a folder of their own. */
function checkout(): string {
  const cwd = tempDir();
  for (const name of ['scenarios', 'cassettes', 'tooltape.config.yaml', 'schema']) {
    cpSync(resolve(ROOT, name), join(cwd, name), { recursive: true });
  }
  return cwd;
}

const lamp = (id: string, prompt: string): Scenario => defineScenario({ ...WRITTEN_LAMP, id, prompt });

const WRITTEN_LAMP: Omit<WrittenScenario, 'id' | 'prompt'> = {
  tools: [
    {
      name: 'switch_lamp',
      parameters: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] },
      returns: [{ result: 'done' }],
    },
  ],
  expect: { calls: [{ name: 'switch_lamp', arguments: { on: true } }] },
};

const LAMP = lamp('lamp', 'Switch the lamp on.');

test('replay judges a folder as the command line does, and reports are the same', async () => {
  const cwd = checkout();
  const command = await runCli(['replay', '--output', 'command.json', '--reporter', 'markdown:command.md'], { cwd });
  expect(command.code, command.stderr).toBe(0);
  const result = await replay({ cwd });
  expect(result.file).toBe(join(cwd, '.tooltape/last-run.json'));
  const bare = (file: string): string =>
    readFileSync(file, 'utf8')
      .replace(/"createdAt":\s*"[^"]*"/, '')
      .replace(/"version":\s*"[^"]*"/, '')
      .replace(/"command":(?:"[^"]*"|null)/, '');
  expect(bare(result.file)).toBe(bare(join(cwd, 'command.json')));
  await report(result, 'markdown').write(join(cwd, 'sub/library.md'));
  const text = (file: string): string =>
    readFileSync(join(cwd, file), 'utf8').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
  expect(text('sub/library.md')).toBe(text('command.md'));
  expect(result.requests).toBe(0);
  expect(result.failures).toEqual([]);
});

test('reports of stale recordings and edits since a baseline are those of the command line', async () => {
  const cwd = tempDir();
  const write = (prompt: string, city: string): void => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ ...WEATHER, id }));
    const scenarios = [
      a,
      { ...b, prompt },
      { ...c, expect: { calls: [{ name: 'get_weather', arguments: { city } }] } },
    ];
    mkdirSync(join(cwd, 'scenarios'), { recursive: true });
    writeFileSync(join(cwd, 'scenarios/all.json'), JSON.stringify({ scenarios }, null, 2));
  };
  write(WEATHER.prompt, 'Paris');
  await run({ cwd, models: ['oracle', 'talker'], record: 'missing', output: 'baseline.json' });
  write('What is the weather in Rome?', 'Lyon');
  // The page holds the version of the program compressed, and none of what this test is about.
  const names = Object.keys(reporters).filter((name) => name !== 'html');
  const asked = names.map((name) => `${name}:command.${name}`).join(',');
  const command = await runCli(['replay', '--baseline', 'baseline.json', '--reporter', asked], { cwd });
  expect(command.code).toBe(4);
  const result = await replay({ cwd });
  const { results } = await checkGates(result, { baseline: openRun(join(cwd, 'baseline.json')) });
  const text = (file: string): string =>
    readFileSync(join(cwd, file), 'utf8').replaceAll(
      /\d{4}-\d\d-\d\dT[\d:.]+Z?|"(?:version|command)":\s*(?:"[^"]*"|null)/g,
      '',
    );
  for (const name of names) {
    await report(result, name, { gates: results, width: 120 }).write(join(cwd, `library.${name}`));
    expect(text(`library.${name}`), name).toBe(text(`command.${name}`));
  }
  expect(text('library.markdown')).toContain('### Edited since the baseline: 2 scenarios');
  expect(text('library.markdown')).toContain("npx tooltape run --record all --grep '^b$' --models oracle,talker");
  expect(text('library.github')).toMatch(/^::error file=scenarios\/all.json,line=\d+,title=c · oracle::/m);
});

test('a stale recording of a scenario of a program names the call that records it anew', async () => {
  const cwd = tempDir();
  const [on, off] = ['on', 'off'].map((id) => lamp(id, `The lamp: ${id}`));
  if (on === undefined || off === undefined) throw new Error('two scenarios');
  await run({ cwd, scenarios: [on, off], models: 'oracle', record: 'missing' });
  const { stale, places } = await replay({ cwd, scenarios: [on, lamp('off', 'Off!')], models: 'oracle' });
  expect(stale).toMatchObject([
    {
      cells: ['off × oracle'],
      differences: ['- messages[0].content: "The lamp: off"', '+ messages[0].content: "Off!"'],
      command: `await run({ scenarios, models: "oracle", record: 'all', grep: /^(?:off)$/ })`,
    },
  ]);
  expect(places?.('off')).toBeNull();
});

test('run records what is missing with scenarios of a program, and replays it then', async () => {
  const cwd = tempDir();
  const seen: TrialRow[] = [];
  const first = await run({
    cwd,
    scenarios: [LAMP],
    models: ['oracle', 'talker'],
    record: 'missing',
    trials: 2,
    onTrial: (row) => seen.push(row),
  });
  expect(first.recorded).toBe(4);
  expect(seen).toHaveLength(4);
  expect(first.summary.map(({ model, passRate }) => [model, passRate])).toEqual([
    ['oracle', 1],
    ['talker', 0],
  ]);
  expect(existsSync(join(cwd, 'cassettes/lamp/oracle.json'))).toBe(true);
  const again = await run({ cwd, scenarios: [LAMP], models: 'oracle,talker', record: 'missing', trials: 2 });
  expect([again.recorded, again.requests]).toEqual([0, 0]);
  const [trial] = again.trials();
  expect(trial).toMatchObject({ scenario: 'lamp', model: 'oracle', trial: 1, status: 'pass' });
  expect([...again.trials()]).toHaveLength(4);
});

test('a baseline, a comparison and any report of a run that is opened again', async () => {
  const cwd = tempDir();
  const before = await run({ cwd, scenarios: [LAMP], models: 'oracle', record: 'all', output: 'before.json' });
  const after = await run({ cwd, scenarios: [LAMP], models: 'oracle', record: 'missing', output: 'after.json' });
  const opened = openRun(join(cwd, 'before.json'));
  expect(
    (await checkGates(after, { baseline: opened, minPass: { each: 1 }, maxFindings: 'none' })).results,
  ).toMatchObject([
    { gate: 'each-floor', met: true },
    { gate: 'max-findings', met: true },
    { gate: 'baseline', met: true },
  ]);
  const worse = await run({ cwd, scenarios: [LAMP], models: 'talker', record: 'all', output: 'talker.json' });
  expect((await checkGates(worse, { minPass: 0.5 })).met).toBe(false);
  expect(compareRuns(before, after)).toMatchObject({ kind: 'runs', regressions: 0, judgedCells: 1 });
  expect(compareModels(opened)).toMatchObject({ kind: 'models', baseline: 'oracle' });
  for (const [name, row] of Object.entries(reporters)) {
    expect(row.run, name).not.toBeNull();
    expect((await report(worse, name).text()).length, name).toBeGreaterThan(0);
    const compared = { run: after, base: { name: 'before', run: before } };
    if (row.comparison !== null)
      expect(await report(compareRuns(before, after), name, { compared }).text(), name).not.toBe('');
  }
  const own = report(
    opened,
    function* ({ header }, { width }) {
      yield `${header.models.length} model, `;
      yield `${width} columns`;
    },
    { width: 40 },
  );
  expect(await own.text()).toBe('1 model, 40 columns');
  const pieces: string[] = [];
  for await (const piece of own) pieces.push(piece);
  expect(pieces).toEqual(['1 model, ', '40 columns']);
});

test('a run that is ended keeps the trials that finished', async () => {
  const stop = new AbortController();
  const ended = await run({
    cwd: tempDir(),
    scenarios: [LAMP],
    models: 'oracle',
    record: 'missing',
    trials: 50,
    concurrency: 1,
    signal: stop.signal,
    onTrial: ({ trial }) => {
      if (trial === 3) stop.abort();
    },
  });
  expect(ended.stoppedBy).toBe('interrupt');
  expect([...ended.trials()].length).toBeGreaterThanOrEqual(3);
  expect([...ended.trials()].length).toBeLessThan(50);
});

test.each<[string, Parameters<typeof run>[0], RegExp]>([
  ['an option that there is not', { trails: 3 } as never, /no option "trails"/],
  ['no trial', { trials: 0 }, /trials: expected a whole number from 1, found 0/],
  ['an empty list of models', { models: [] }, /models: expected a name or a list of names/],
  ['a word that record is not', { record: 'none at all' as never }, /record: expected one of/],
  ['a shard beyond its count', { shard: { index: 3, count: 2 } }, /shard: expected \{ index, count \}/],
  ['a pattern as text', { grep: 'a' as never }, /grep: expected a regular expression/],
  ['a model that nobody configured', { models: 'nobody' }, /"nobody" is not configured/],
  ['a tag that there is not', { tags: ['none'] }, /not selected by --tag none/],
])('what is wrong is said before anything is asked: %s', async (_, options, message) => {
  await expect(run({ cwd: tempDir(), scenarios: [LAMP], ...options })).rejects.toThrow(message);
});

test('a report that there is not, or that shows no comparisons, is refused by name', async () => {
  const result = await run({ cwd: tempDir(), scenarios: [LAMP], models: 'oracle', record: 'missing' });
  expect(() => report(result, 'markdwon')).toThrow(/found "markdwon"/);
  expect(() => report(compareModels(result), 'csv')).toThrow(/expected one of table, json, junit, html, markdown/);
  await expect(report(compareModels(result), 'html').text()).rejects.toThrow('was given none');
});
