import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunFile, TrialRow } from '../../src/domain/run.ts';
import { runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const CITIES = ['Paris', 'Rome', 'Oslo', 'Lima', 'Cairo', 'Quito', 'Hanoi', 'Accra'];

/** Eight scenarios, recorded with a right and a wrong model. */
async function project(): Promise<string> {
  const scenarios = CITIES.map((city) => ({
    ...WEATHER,
    id: `weather-${city.toLowerCase()}`,
    tags: city === 'Oslo' ? ['north'] : [],
    prompt: `What is the weather in ${city}?`,
    expect: { calls: [{ name: 'get_weather', arguments: { city } }] },
  }));
  const dir = tempDir({ 'scenarios/weather.json': { scenarios } });
  const { code } = await runCli(['run', '--models', 'oracle,wrong-arguments'], { cwd: dir });
  expect(code).toBe(0);
  return dir;
}

/** The run with trials changed as a model would have, had it answered otherwise. */
function edit(dir: string, from: string, to: string, change: (row: TrialRow) => TrialRow): void {
  const run = JSON.parse(readFileSync(join(dir, from), 'utf8')) as RunFile;
  writeFileSync(join(dir, to), JSON.stringify({ ...run, trials: run.trials.map(change) }));
}

const failing = (row: TrialRow): TrialRow => ({
  ...row,
  status: 'fail',
  reason: 'wrong-arguments',
  recordingHash: `${row.recordingHash}-2`,
  calls: row.calls.map((call) => ({ ...call, arguments: { city: 'Bern' }, rawArguments: '{"city":"Bern"}' })),
  problems: [
    { code: 'wrong-arguments', path: 'calls[0].arguments.city', expected: 'Paris', actual: 'Bern', detail: null },
  ],
});

test('the models of a run are compared on the same scenarios, best first', async () => {
  const dir = await project();
  const table = await runCli(['compare'], { cwd: dir });
  expect(table.code).toBe(0);
  expect(table.stdout).toContain('worse');
  const confused = await runCli(['compare', 'oracle', 'wrong-arguments'], { cwd: dir });
  expect([confused.code, confused.stderr]).toEqual([2, expect.stringContaining('oracle is a model of the last run')]);
  expect(confused.stderr).toContain('tooltape compare --baseline-model oracle');
  const { stdout } = await runCli(['compare', '.tooltape/last-run.json', '--reporter', 'json'], { cwd: dir });
  const comparison = JSON.parse(stdout) as { format: string; pairs: object[] };
  expect(comparison.format).toBe('tooltape.comparison/1');
  expect(comparison.pairs).toEqual([
    expect.objectContaining({
      base: 'oracle',
      candidate: 'wrong-arguments',
      n: 8,
      bothPass: 0,
      basePassOnly: 8,
      candidatePassOnly: 0,
      bothFail: 0,
      p: 2 / 2 ** 8,
      pAdjusted: 2 / 2 ** 8,
      verdict: 'worse',
    }),
  ]);
  const named = await runCli(['compare', '--baseline-model', 'wrong-arguments'], { cwd: dir });
  expect(named.stdout).toContain('better');
  const unknown = await runCli(['compare', '--baseline-model', 'nobody'], { cwd: dir });
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/nobody.*\n.*oracle/);
});

test('a run compared with itself has not changed', async () => {
  const dir = await project();
  const run = '.tooltape/last-run.json';
  const { code, stdout } = await runCli(['compare', run, run, '--baseline'], { cwd: dir });
  expect(code).toBe(0);
  expect(stdout).toMatch(/nothing changed/i);
});

test('a regression beyond the baseline exits 1 and names the scenario and the differing argument', async () => {
  const dir = await project();
  expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
  expect(existsSync(join(dir, 'baseline.json'))).toBe(true);
  edit(dir, 'baseline.json', 'worse.json', (row) => (row.model === 'oracle' ? failing(row) : row));
  for (const args of [
    ['compare', 'baseline.json', 'worse.json', '--baseline'],
    ['compare', '--baseline', 'baseline.json', 'worse.json'],
    ['compare', 'worse.json', '--baseline=baseline.json'],
  ]) {
    const { code, stdout } = await runCli(args, { cwd: dir });
    expect(code).toBe(1);
    expect(stdout).toContain('weather-accra');
    expect(stdout).toMatch(/call 1 get_weather, city .*\n.*\n {6}expected {2}"Paris"\n {6}made {6}"Bern"/);
    expect(stdout).toMatch(/the model answered\s+differently/);
  }
  // Two runs without a gate are only shown.
  expect((await runCli(['compare', 'baseline.json', 'worse.json'], { cwd: dir })).code).toBe(0);
});

test('one regression breaks a baseline, unless chance is tolerated', async () => {
  const dir = await project();
  await runCli(['bless'], { cwd: dir });
  edit(dir, 'baseline.json', 'one.json', (row) =>
    row.model === 'oracle' && row.scenario === 'weather-oslo' ? failing(row) : row,
  );
  const chance = ['compare', 'baseline.json', 'one.json', '--baseline-tolerance', 'chance'];
  expect((await runCli(chance, { cwd: dir })).code).toBe(0);
  const strict = await runCli(['compare', 'baseline.json', 'one.json', '--baseline'], { cwd: dir });
  expect(strict.code).toBe(1);
  expect(strict.stdout).toContain('weather-oslo');
});

test('a changed expectation judges every recorded trial anew, and the cause is the rule', async () => {
  const dir = await project();
  await runCli(['bless'], { cwd: dir });
  const file = join(dir, 'scenarios/weather.json');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('"arguments":{"city":"Paris"}', '"arguments":{"city":"Nice"}'),
  );
  const replayed = await runAndRead(['replay', '--baseline', 'baseline.json'], { cwd: dir });
  expect(replayed.code).toBe(1);
  expect(replayed.stdout).toContain('weather-paris');
  const { stdout } = await runCli(['compare', 'baseline.json', '.tooltape/last-run.json'], { cwd: dir });
  expect(stdout).toContain('the rule changed');
  expect(stdout).not.toContain('answered differently');
});

test.each([
  [['--min-pass', '0.9', '--models', 'oracle'], 0],
  [['--min-pass', '0.9'], 1],
  [['--min-pass', 'north=1', '--models', 'oracle'], 0],
  [['--min-pass', '0', '--min-pass', 'north=0.5'], 1],
  [['--min-pass', 'nowhere=0.5', '--models', 'oracle'], 1],
  [['--min-pass', '0.5,north=0.9', '--models', 'oracle'], 0],
  [['--min-pass', 'north=0.9,0.5'], 1],
])('the gate %j exits %i and prints what it compared', async (args, code) => {
  const dir = await project();
  const result = await runCli(['replay', ...args], { cwd: dir });
  expect(result.code).toBe(code);
  expect(result.stdout).toMatch(code === 0 ? /Gate --min-pass: met/ : /Gate --min-pass: not met/);
});

test('every report is written at once, and again from the run file', async () => {
  const dir = await project();
  const list = 'table,json:out/r.json,junit:out/r.xml,html:out/r.html,markdown:out/r.md,csv:out/r.csv';
  const first = await runCli(['replay', '--reporter', list], { cwd: dir });
  expect(first.code, first.stderr).toBe(0);
  const read = (name: string): string => readFileSync(join(dir, 'out', name), 'utf8');
  const files = ['r.json', 'r.xml', 'r.html', 'r.md', 'r.csv'];
  const before = files.map(read);
  expect(before.every((text) => text.includes('weather-oslo') || text.startsWith('<!'))).toBe(true);
  expect(read('r.xml')).toMatch(/<failure[^>]*city/);
  const again = await runCli(['report', '.tooltape/last-run.json', '--reporter', list], { cwd: dir });
  expect(files.map(read)).toEqual(before);
  // The run is told by cause, the report scenario by scenario; what they came to is the same.
  const lines = (text: string): string[] => text.trimEnd().split('\n');
  expect(lines(again.stdout).slice(-2)).toEqual(lines(first.stdout).slice(-2));
  expect(lines(again.stdout).slice(0, 4)).toEqual(lines(first.stdout).slice(0, 4));
  expect(again.stdout.match(/✗ weather-\w+ · wrong-arguments/g)).toHaveLength(8);
});

test('a job summary is appended to', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'summary.md'), 'from another step\n');
  const env = { GITHUB_STEP_SUMMARY: join(dir, 'summary.md') };
  await runCli(['replay', '--reporter', `markdown:${env.GITHUB_STEP_SUMMARY}`], { cwd: dir, env });
  const text = readFileSync(join(dir, 'summary.md'), 'utf8');
  expect(text.startsWith('from another step\n')).toBe(true);
  expect(text).toContain('wrong-arguments');
});
