import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareModels } from '../../src/compare/compare-models.ts';
import type { ModelComparison, RunComparison, SelectionPair } from '../../src/compare/comparison.ts';
import type { RunHeader, TrialRow } from '../../src/domain/run.ts';
import { runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aliveIn, listedTool, smallServer, startedIn } from './support.ts';

const NAMES = ['find_order', 'find_customer', 'send_mail', 'make_refund'];
const describe = (name: string): string => `Does ${name.replace('_', ' ')}`;
const tools = (order: readonly string[], longest?: string): object[] =>
  order.map((name) =>
    listedTool(name, name === longest ? `${describe(name)}, and says so at length, twice over` : describe(name), [
      'id',
    ]),
  );

function snapshot(listed: readonly object[]): object {
  return { format: 'tooltape.mcp/1', server: 'shop', version: '1', protocol: '2026-07-28', tools: listed };
}

/** Ten scenarios, each wants one call of `wanted`. */
function project(a: readonly object[], b: readonly object[], wanted = 'find_order'): string {
  const dir = tempDir({
    'tools.json': a,
    'a.json': snapshot(a),
    'b.json': snapshot(b),
    'scenarios/many.json': {
      defaults: { tools: [{ mcp: 'shop' }] },
      scenarios: Array.from({ length: 10 }, (_, i) => ({
        id: `s${i}`,
        prompt: `Where is order ${i}?`,
        expect: { calls: [{ name: wanted, arguments: { id: String(i) } }] },
      })),
    },
  });
  const config = { servers: { shop: smallServer(dir) }, defaults: { models: ['oracle'] } };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  return dir;
}

const AB = ['--tools-from', 'a=a.json', '--tools-from', 'b=b.json'];

type Compared = Pick<ModelComparison, 'definitions' | 'orders'> & Pick<RunComparison, 'selection'>;

async function compared(dir: string, ...runs: readonly string[]): Promise<Compared> {
  const { code, stdout, stderr } = await runCli(['compare', ...runs, '--reporter', 'json'], { cwd: dir });
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Compared;
}

test('a model that takes the first tool of the list is exposed by the two lists, tool by tool', async () => {
  const dir = project(tools(NAMES), tools(NAMES.toReversed()));
  const live = await runAndRead(['run', ...AB, '--models', 'first-listed@sandbox,oracle'], { cwd: dir });
  expect(live.code, live.stderr).toBe(0);
  expect(live.run.models.map(({ name, definitions }) => [name, definitions])).toEqual([
    ['first-listed@sandbox+a', { model: 'first-listed@sandbox', label: 'a' }],
    ['first-listed@sandbox+b', { model: 'first-listed@sandbox', label: 'b' }],
    ['oracle+a', { model: 'oracle', label: 'a' }],
    ['oracle+b', { model: 'oracle', label: 'b' }],
  ]);
  expect(aliveIn(dir)).toEqual([]);

  const { definitions } = await compared(dir);
  const [first, oracle] = definitions;
  expect([first?.overall.verdict, first?.overall.base, first?.overall.candidate]).toEqual(['worse', 1, 0]);
  expect(first?.tools.map(({ tool, verdict }) => [tool, verdict])).toEqual([
    ['find_order', 'worse'],
    ['make_refund', 'worse'],
  ]);
  expect([oracle?.overall.verdict, oracle?.overall.p]).toEqual(['inconclusive', 1]);
  const { stdout } = await runCli(['compare'], { cwd: dir });
  expect(stdout).toContain('Selection of tools: first-listed@sandbox+b against first-listed@sandbox+a');
  expect(stdout).toContain('worse: the right tools in 0% of the trials, 100% before');
  expect(stdout).toContain('no significant difference: the right tools in 100%');

  // The recordings stand under the names of the definitions, and replay without the server.
  const before = startedIn(dir).length;
  const replayed = await runAndRead(['replay', ...AB, '--models', 'first-listed@sandbox,oracle'], { cwd: dir });
  expect(replayed.code, replayed.stderr).toBe(0);
  expect(replayed.run.summary.map(({ model, pass }) => [model, pass])).toEqual(
    live.run.summary.map(({ model, pass }) => [model, pass]),
  );
  expect(startedIn(dir)).toHaveLength(before);
  expect(readFileSync(join(dir, 'cassettes/s0/oracle%2Bb.json'), 'utf8')).toContain('"oracle+b"');
});

test('a model that takes the longest description is exposed by a longer one', async () => {
  const dir = project(tools(NAMES, 'find_order'), tools(NAMES, 'send_mail'));
  await runAndRead(['run', ...AB, '--models', 'longest-description@sandbox'], { cwd: dir });
  const [pair] = (await compared(dir)).definitions;
  expect(pair?.overall.verdict).toBe('worse');
  expect(pair?.tools.map(({ tool, verdict }) => [tool, verdict])).toEqual([
    ['find_order', 'worse'],
    ['send_mail', 'worse'],
  ]);
});

test('with both orders the second half of the trials has the list reversed, which exposes a model that takes the first', async () => {
  const dir = project(tools(NAMES), tools(NAMES));
  const args = ['--tool-order', 'both', '--models', 'first-listed@sandbox,oracle'];
  const { code, run } = await runAndRead(['run', ...args, '--trials', '2'], { cwd: dir });
  expect(code).toBe(0);
  expect(run).toMatchObject({ toolOrder: 'both' });
  const firsts = run.trials.filter(({ scenario, model }) => scenario === 's3' && model === 'first-listed@sandbox');
  expect(firsts.map(({ trial, status, calls }) => [trial, status, calls[0]?.name])).toEqual([
    [1, 'pass', 'find_order'],
    [2, 'pass', 'find_order'],
    [3, 'fail', 'make_refund'],
    [4, 'fail', 'make_refund'],
  ]);
  const { orders } = await compared(dir);
  expect(orders.map(({ base, candidate, overall }) => [base, candidate, overall.verdict])).toEqual([
    ['first-listed@sandbox', 'first-listed@sandbox (reversed)', 'worse'],
    ['oracle', 'oracle (reversed)', 'inconclusive'],
  ]);
  const replayed = await runCli(['replay', ...args], { cwd: dir });
  expect(replayed.code, replayed.stderr).toBe(0);
  // Every trial is recorded, in either order.
  const dry = await runCli(['run', ...args, '--trials', '2', '--dry-run'], { cwd: dir });
  expect(dry.stdout).toContain('Everything is recorded');
});

test('two runs with other definitions are compared tool by tool, too', async () => {
  const dir = project(tools(NAMES), tools(NAMES));
  await runAndRead(['run', '--models', 'first-listed@sandbox', '-o', 'before.json'], { cwd: dir });
  writeFileSync(join(dir, 'tools.json'), JSON.stringify(tools(NAMES.toReversed())));
  await runAndRead(['run', '--models', 'first-listed@sandbox', '-o', 'after.json'], { cwd: dir });
  const { selection } = await compared(dir, 'before.json', 'after.json');
  expect(selection[0]?.overall.verdict).toBe('worse');
  const { stdout } = await runCli(['compare', 'before.json', 'after.json'], { cwd: dir });
  expect(stdout).toContain('Selection of tools: first-listed@sandbox against first-listed@sandbox');
});

test.each([
  ['a file that is not there', ['--tools-from', 'a=none.json'], 'there is no such file'],
  ['a label that is missing', ['--tools-from', 'a.json'], 'expected a label and a snapshot'],
  ['a file that is no snapshot', ['--tools-from', 'a=tools.json'], 'expected the format "tooltape.mcp/1"'],
  [
    'one label for two lists of a server',
    ['--tools-from', 'a=a.json', '--tools-from', 'a=b.json'],
    'two lists of the server "shop"',
  ],
  [
    'definitions of a server that no scenario takes',
    ['--tools-from', 'a=other.json'],
    'takes tools of the server other',
  ],
  [
    'an order beside --until',
    ['--tool-order', 'both', '--until', 'decided'],
    '--tool-order both needs to know the number of trials',
  ],
  ['an order that there is not', ['--tool-order', 'random'], '--tool-order random: expected both'],
])('%s is a mistake that is named', async (_, args, said) => {
  const dir = project(tools(NAMES), tools(NAMES));
  writeFileSync(join(dir, 'other.json'), JSON.stringify({ ...snapshot([]), server: 'other' }));
  const { code, stderr } = await runCli(['run', ...args], { cwd: dir });
  expect(code, stderr).toBe(2);
  expect(stderr).toContain(said);
});

/** Numbers from 0 to 1 that are the same in every run: Park and Miller's generator. */
function seeded(seed: number): () => number {
  let state = seed * 7919 + 13;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** A run in which both lists have the same chances: 12 scenarios, each tool wanted by three, a model that is right in 70 of 100. */
function equalRun(seed: number, trials: number): SelectionPair | undefined {
  const random = seeded(seed);
  const models = ['m+a', 'm+b'].map((name, i) => ({ name, definitions: { model: 'm', label: i === 0 ? 'a' : 'b' } }));
  const scenarios = Array.from({ length: 12 }, (_, i) => ({
    id: `s${String(i).padStart(2, '0')}`,
    expect: { calls: [{ name: NAMES[i % 4] ?? '' }] },
  }));
  const rows = scenarios.flatMap(({ id, expect: { calls } }) =>
    models.flatMap(({ name: model }) =>
      Array.from({ length: trials }, (_, i) => {
        const isRight = random() < 0.7;
        const name = isRight ? calls[0]?.name : NAMES[Math.floor(random() * 4)];
        return {
          scenario: id,
          model,
          trial: i + 1,
          status: isRight ? 'pass' : 'fail',
          calls: [{ name }],
          findings: [],
          steps: [],
        };
      }),
    ),
  );
  const header = { models, scenarios } as unknown as RunHeader;
  return compareModels(header, [], rows as unknown as TrialRow[]).definitions[0];
}

test.each([1, 5])(
  'equal definitions show no difference in at least 95 of 100 seeded runs, %i trials a scenario',
  (trials) => {
    const pairs = Array.from({ length: 100 }, (_, seed) => equalRun(seed + 1, trials));
    const quiet = pairs.filter(
      (pair) =>
        pair?.overall.verdict === 'inconclusive' && pair.tools.every(({ verdict }) => verdict === 'inconclusive'),
    );
    expect(quiet.length).toBeGreaterThanOrEqual(95);
    // The seeds make different runs.
    expect(new Set(pairs.map((pair) => pair?.overall.p)).size).toBeGreaterThan(10);
  },
);
