import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ModelComparison } from '../../src/compare/comparison.ts';
import type { RunFile } from '../../src/domain/run.ts';

import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const SCENARIOS = Array.from({ length: 40 }, (_, i) => ({
  id: `s${String(i).padStart(2, '0')}`,
  prompt: `Call f with ${i}.`,
  max_steps: 1,
  tools: [
    {
      name: 'f',
      description: 'Takes a number.',
      parameters: {
        type: 'object',
        properties: { x: { type: 'integer', description: 'The number.' } },
        required: ['x'],
      },
      returns: [{ result: 1 }],
    },
  ],
  expect: { calls: [{ name: 'f', arguments: { x: i } }] },
}));

function project(count = SCENARIOS.length): string {
  return tempDir({ 'scenarios/all.json': { scenarios: SCENARIOS.slice(0, count) } });
}

function run(dir: string, ...args: readonly string[]): Promise<CliResult> {
  return runCli(['run', '-o', 'run.json', ...args], { cwd: dir });
}

function readRun(dir: string, name = 'run.json'): RunFile {
  return JSON.parse(readFileSync(join(dir, name), 'utf8')) as RunFile;
}

const DECIDED = ['--models', 'oracle,flaky,wrong-tool,one-at-a-time', '--until', 'decided'];
const verdictsOf = ({ until }: RunFile): unknown => until?.candidates.map(({ model, verdict }) => [model, verdict]);
/** The order of the run file, without what differs between recording and replaying. */
const trialsOf = ({ trials }: RunFile): unknown => trials.map((row) => ({ ...row, attempts: 0 }));

test('trials are added until every model is decided, and no longer', async () => {
  const dir = project();
  const { code, stdout } = await run(dir, ...DECIDED);
  expect(code).toBe(0);
  const file = readRun(dir);
  expect(verdictsOf(file)).toEqual([
    ['flaky', 'worse'],
    ['wrong-tool', 'worse'],
    ['one-at-a-time', 'equal'],
  ]);
  expect(file.until).toMatchObject({ against: 'oracle', margin: 0.05, maxTrials: 10 });
  expect(stdout).toContain('Decided against oracle');
  expect(stdout).toMatch(/✗ wrong-tool — worse: −100\.0 points over \d+ pairs/);
  expect(stdout).toMatch(/· one-at-a-time — no difference larger than 5 points: 0\.0 points/);
  const asked = Object.fromEntries(file.summary.map(({ model, trials }) => [model, trials]));
  // A model that never passes is found out first; one that always does takes longest.
  expect(asked['wrong-tool']).toBeLessThan(asked['flaky'] ?? 0);
  expect(asked['flaky']).toBeLessThan(asked['one-at-a-time'] ?? 0);
  expect(asked['one-at-a-time']).toBeLessThan(10 * SCENARIOS.length);
  // Every scenario once before any twice.
  const second = file.trials.filter(({ model, trial }) => model === 'one-at-a-time' && trial === 2).length;
  const first = file.trials.filter(({ model, trial }) => model === 'one-at-a-time' && trial === 1).length;
  expect([first, second > 0]).toEqual([SCENARIOS.length, true]);

  const sorted = file.trials.map(({ scenario, trial, model }) =>
    [scenario, file.models.findIndex(({ name }) => name === model), trial].join(' '),
  );
  expect(sorted).toEqual(sorted.toSorted());

  const replayed = await runCli(['replay', '--models', 'oracle,one-at-a-time', '-o', 'replay.json'], { cwd: dir });
  expect(replayed.code).toBe(0);
  const both = { ...file, trials: file.trials.filter(({ model }) => model === 'oracle' || model === 'one-at-a-time') };
  expect(trialsOf(readRun(dir, 'replay.json'))).toEqual(trialsOf(both));

  const report = await runCli(['report', 'run.json', '--reporter', 'markdown'], { cwd: dir });
  expect(report.stdout).toContain('Decided against oracle');
});

test('compare holds a run that stopped when it was decided to the test that stopped it', async () => {
  const dir = project();
  await run(dir, ...DECIDED);
  const { until } = readRun(dir);
  const compared = await runCli(['compare', 'run.json', '--reporter', 'table,json:compared.json'], { cwd: dir });
  expect(compared.code).toBe(0);
  expect(compared.stdout.replaceAll(/\s+/g, ' ')).toContain('test by betting, valid at any time of stopping');
  expect(compared.stdout).toMatch(/· one-at-a-time — no difference larger than 5 points: 0\.0 points/);
  const { pairs } = JSON.parse(readFileSync(join(dir, 'compared.json'), 'utf8')) as ModelComparison;
  expect(pairs.map(({ test: name, interval }) => [name, interval])).toEqual(pairs.map(() => ['sequential', null]));
  const byModel = new Map(pairs.map((pair) => [pair.candidate, pair]));
  for (const { model, pDifference } of until?.candidates ?? []) expect(byModel.get(model)?.p).toBe(pDifference);
  expect(byModel.get('flaky')?.verdict).toBe('worse');
  expect(byModel.get('one-at-a-time')?.verdict).toBe('inconclusive');

  // Against another model nothing was decided: its tests take the number of trials for fixed, which is said.
  const other = await runCli(['compare', 'run.json', '--baseline-model', 'flaky', '--reporter', 'table'], { cwd: dir });
  expect(other.stdout).toContain('exact McNemar');
  expect(other.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'until models were decided against oracle; tests of a fixed number',
  );
});

test('a run that a limit stopped goes on where it was, to the verdicts of a run that was never stopped', async () => {
  const whole = project();
  await run(whole, ...DECIDED, '--concurrency', '1');
  const dir = project();
  const stopped = await run(dir, ...DECIDED, '--concurrency', '1', '--max-requests', '50');
  expect(stopped.code).toBe(1);
  expect(stopped.stderr).toContain('stopped by --max-requests');
  const before = readRun(dir);
  expect(before.trials).toHaveLength(50);
  expect(before.until?.candidates.some(({ verdict }) => verdict === null)).toBe(true);
  const resumed = await run(dir, ...DECIDED, '--concurrency', '1');
  expect(resumed.code).toBe(0);
  expect(readRun(dir).until).toEqual(readRun(whole).until);
  const again = await run(dir, ...DECIDED, '--concurrency', '8');
  expect(again.stderr).toContain('nothing was sent');
  expect(readRun(dir).until).toEqual(readRun(whole).until);
});

test('with everything recorded anew the old recordings are replaced when it is decided', async () => {
  const dir = project(20);
  await run(dir, '--models', 'oracle,wrong-tool', '--trials', '2');
  const { code, stdout } = await run(dir, '--models', 'oracle,wrong-tool', '--until', 'decided', '--record', 'all');
  expect(code).toBe(0);
  // Another test of the pair that was decided could say the opposite.
  expect(stdout).toContain('wrong-tool — worse');
  expect(stdout).not.toMatch(/two models|McNemar/);
  const files = readdirSync(join(dir, 'cassettes'), { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => file.endsWith('.part'))).toEqual([]);
  const replayed = await runCli(['replay', '--models', 'oracle', '-o', 'replay.json'], { cwd: dir });
  expect(replayed.code).toBe(0);
});

test('models are held against a baseline, and a worse one misses it', async () => {
  const dir = project();
  const good = await run(dir, '--models', 'oracle', '--trials', '3');
  expect(good.code).toBe(0);
  await runCli(['bless', 'run.json'], { cwd: dir });
  const gated = (model: string): Promise<CliResult> =>
    run(
      dir,
      '--models',
      model,
      '--until',
      'decided',
      '--baseline',
      'baseline.json',
      '--reporter',
      'table,github,markdown:out.md',
      '--retries',
      '0',
    );
  const worse = await gated('wrong-tool');
  expect(worse.code).toBe(1);
  expect(worse.stdout).toContain('Decided against the baseline');
  expect(worse.stdout).toContain('Gate --baseline, --until decided: not met by 1 of 1 model\n  ✗ wrong-tool — worse: ');
  expect(worse.stdout).toMatch(/✗ Not met: --baseline\n$/);
  expect(worse.stderr).toMatch(
    /^::error title=wrong-tool::Gate --baseline, --until decided: not met by 1 of 1 model: worse: −100\.0 points/m,
  );
  const markdown = readFileSync(join(dir, 'out.md'), 'utf8');
  expect(markdown).toContain('✗ Not met: --baseline');
  expect(markdown).toContain('Gate --baseline, --until decided: not met by 1 of 1 model');
  expect(readRun(dir).trials.length).toBeLessThan(40);
  const equal = await gated('one-at-a-time');
  expect([equal.code, verdictsOf(readRun(dir))]).toEqual([0, [['one-at-a-time', 'equal']]]);
  expect(equal.stdout).toContain('Gate --baseline, --until decided: met by 1 model\n');
  expect(equal.stdout).toMatch(/✓ Met: --baseline\n$/);
  expect(readFileSync(join(dir, 'out.md'), 'utf8')).toContain('✓ Met: --baseline');
  writeFileSync(join(dir, 'tooltape.config.yaml'), 'gateways: { away: { base_url: "http://127.0.0.1:9/v1" } }\n');
  const away = await gated('m@away');
  expect(away.code).toBe(3);
  expect(away.stdout).toContain('✗ m@away — undecided: no pair was judged on both sides');
  expect(away.stdout).toMatch(/✗ Not met: --baseline\n$/);
});

test('what stays open is said: the trials that are allowed do not decide it', async () => {
  const dir = project(6);
  const { code, stdout } = await run(
    dir,
    '--models',
    'oracle,one-at-a-time',
    '--until',
    'decided',
    '--max-trials',
    '2',
  );
  expect(code).toBe(0);
  expect(readRun(dir).trials).toHaveLength(24);
  expect(stdout).toContain('! one-at-a-time — undecided: 0.0 points over 12 pairs');
});

test('a limit stops a run breadth first: every scenario once before any twice', async () => {
  const dir = project();
  const { code } = await run(dir, '--models', 'oracle', '--trials', '3', '--max-requests', '55', '--concurrency', '1');
  expect(code).toBe(1);
  const { trials } = readRun(dir);
  const count = (number: number): number => trials.filter(({ trial }) => trial === number).length;
  expect([count(1), count(2), count(3)]).toEqual([40, 15, 0]);
  const whole = await run(dir, '--models', 'oracle', '--trials', '3', '--max-requests', '500');
  expect(whole.code).toBe(0);
  const bounded = readRun(dir);
  await run(dir, '--models', 'oracle', '--trials', '3');
  expect(trialsOf(readRun(dir))).toEqual(trialsOf(bounded));
  expect(readRun(dir).summary).toEqual(bounded.summary);
  expect(readdirSync(dir).filter((file) => file.endsWith('.rows'))).toEqual([]);
  expect(existsSync(join(dir, 'run.json'))).toBe(true);
});

test('a dry run says the most that it takes, and the smallest difference that can be seen', async () => {
  const dir = project();
  const until = await run(dir, ...DECIDED, '--dry-run');
  expect(until.stdout).toContain('At most about 1,600 requests');
  const fixed = await run(dir, '--models', 'oracle,flaky', '--trials', '5', '--dry-run');
  const text = fixed.stdout.replaceAll(/\s+/g, ' ');
  expect(text).toContain('About 400 requests');
  expect(text).toMatch(
    /Differences that 200 pairs of trials \(5 of each scenario, counted apart\) can show between two models: those from about 6\.\d points where 10% of the pairs have different verdicts/,
  );
  const few = await run(project(3), '--models', 'oracle,flaky', '--dry-run');
  expect(few.stdout.replaceAll(/\s+/g, ' ')).toContain('none at all where 10% of the pairs');
});
