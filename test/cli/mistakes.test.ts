import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const CONFIG = {
  gateways: { test: { base_url: 'http://127.0.0.1:9/v1', api_key_env: 'TEST_KEY' } },
  models: { m: { gateway: 'test' } },
  defaults: { models: ['oracle'] },
};
const TABS = 'id: a\nprompt: hi\ntools: []\n\texpect: { calls: [] }\n';
const TOOL = WEATHER.tools[0];
const call = (args: object): object => ({ calls: [{ name: 'get_weather', arguments: args }] });
const withModule = (module: string): object => ({ ...WEATHER, tools: [{ ...TOOL, returns: [{ module }] }] });

const FILES = {
  'tooltape.config.json': CONFIG,
  'scenarios/weather.json': { ...WEATHER, tags: ['single'] },
  'bad/tabs.yaml': TABS,
  'bad/twice.json': { scenarios: [WEATHER, { ...WEATHER, id: 'Weather' }] },
  'bad/matcher.json': { ...WEATHER, expect: call({ city: { $contain: 'Par' } }) },
  'bad/module.json': withModule('./none.ts#f'),
  'bad/comma.json': '{ "id": "a", }',
  'bad/share.yaml': 'id: a\nprompt: hi\nmin_pass: 90%\ntools: []\nexpect: { calls: [] }\n',
  'bad/tools.ts': 'export const g = 1;\n',
  'bad/export.json': withModule('./tools.ts#f'),
  'bad/config.json': { modles: {} },
  'bad/limits.json': {
    gateways: { box: { sandbox: true, protocol: 'messages' } },
    models: { limitless: { gateway: 'box', model: 'oracle' } },
    defaults: { max_tokens: null },
  },
  'bad/bare.json': { ...WEATHER, bare: true },
  'bad/key.json': { gateways: { a: { base_url: 'https://example.com', api_key: 'sk-123' } } },
  'run9.json': '{"format":"tooltape.run/9",\n"trials":[]}',
  'folder/.keep': '',
};

const MISTAKES: readonly string[] = [
  'frobnicate',
  '--vers',
  'rnu',
  'help nothing',
  'cassettes lst',
  'cassettes cassettes',
  'cassettes list cassettes/weather/oracle.json',
  'cassettes verify --cassettes folder cassettes/weather/oracle.json',
  'cassettes redact agent.json',
  'cassettes rename weather',
  'cassettes rename weather to rain',
  'models gpt-4o',
  'runs list last',
  'mcp call',
  'exec',
  'exec -- true',
  'exec --casette c.json -- true',
  'exec --cassette c.json',
  'exec --cassette c.json true --all',
  'exec --cassette c.json -- true',
  'exec --cassette d.json -- no-such-program',
  'exec --cassette e.json --record none -- true',
  'exec --cassette c.json --origin azure=https://x.example -- true',
  'exec --cassette c.json --origin x.example -- true',
  'exec --cassette folder -- true',
  'run --modles m',
  'compare --modles m',
  'check --max-cost 1',
  'cassettes list --tag a',
  '--models m',
  'run --models',
  'run --until',
  'run --models orcale',
  'run --models gpt-4o@nowhere',
  'run --models gpt-4o@sandbox',
  'run --models m',
  'run --models limitless --config bad/limits.json',
  'run bad/bare.json --models limitless --config bad/limits.json',
  'run --shard 5/4',
  'run --min-pass 90%',
  'run --min-pass each=90',
  'run --min-pass 0.9,safety=95.5%',
  'run --min-pass 9',
  'run --min-pass =0.9',
  'run --trials 0',
  'run --record maybe',
  'run --stream yes',
  'run --grep (',
  'run --max-cost -1',
  'run --retries many',
  'run --until done',
  'run --margin 0.1',
  'run --until decided --margin 5',
  'run --until decided --margin 5%',
  'run --until decided --trials 3',
  'run --until decided --shard 1/2',
  'run --until decided --models oracle',
  'run --until decided --models oracle,flaky --against nosuch',
  'run --until decided --models oracle,flaky --against baseline',
  'run --tag nosuch',
  'run --grep nosuch --tag single',
  'run --baseline-tolerance chance',
  'run --baseline-strict',
  'run --max-findings breaking',
  'run --baseline nosuch.json',
  'replay --baseline baseline.json',
  'run --baseline before',
  'run --baseline run9.json',
  'run --baseline tooltape.config.json',
  'run --config nosuch.yaml',
  'run --config bad/config.json',
  'run --config bad/key.json',
  'run nosuch.yaml',
  'run scenarios/wether.json',
  'run --reporter tabel',
  'run --reporter table,json',
  'run --reporter junit:',
  'run --output folder',
  'run --output run9.json/run.json',
  'run --reporter html:folder',
  'run bad/export.json',
  'replay --record all',
  'replay --concurrency 4',
  'check bad/tabs.yaml',
  'check bad/twice.json',
  'check bad/matcher.json',
  'check bad/module.json',
  'check bad/comma.json',
  'check bad/share.yaml',
  'check folder',
  'check --min-mutation 2',
  'check --min-mutation 90%',
  'compare',
  'compare --reporter html',
  'compare --baseline',
  'compare baseline.json run9.json --baseline',
  'compare a.json b.json c.json',
  'report folder',
  'bless a.json b.json',
  'merge',
  'merge run9.json',
  'merge run9.json --out run.json',
  'check --mutation 0.9',
  'runs name last a,b',
  'cassettes verify --cassettes nosuch',
  'runs name before',
  'import bfcl',
  'import exchanges a.har --ouut here',
  'import bfcl --data nosuch --out here',
  'import exchanges nosuch.json --out here',
  'import exchanges folder --out here',
  'import verdicts nosuch.csv -o verdicts.json',
  'sandbox --port 99999',
  'schema cassette',
  'schema scenarios',
  'init',
];

test('each mistake is told with what was expected and what to do, on stderr, before anything is done', async () => {
  const cwd = tempDir(FILES);
  const results: CliResult[] = [];
  for (let at = 0; at < MISTAKES.length; at += 4) {
    const some = MISTAKES.slice(at, at + 4).map((line) => runCli(line.split(' '), { cwd }));
    results.push(...(await Promise.all(some)));
  }
  const told = results.map(({ code, stdout, stderr }, i) => {
    expect(stdout, MISTAKES[i]).toBe('');
    expect(stderr, MISTAKES[i]).toMatch(/^error [A-Z_]+: /);
    if (stderr.startsWith('error USAGE')) expect(stderr, MISTAKES[i]).toContain('\n  fix: ');
    return `$ tooltape ${MISTAKES[i]}\n${stderr.replaceAll(cwd, '<dir>')}exit ${code}\n`;
  });
  await expect(told.join('\n')).toMatchFileSnapshot('golden/mistakes.txt');
}, 120_000);

test('an empty text, as an unset variable of the shell leaves it, is told and selects nothing', async () => {
  const cwd = tempDir(FILES);
  const lines = [
    ['run', '--tag', ''],
    ['run', '--tag', ' , '],
    ['run', '--grep', ''],
    ['run', '--models', ' '],
    ['run', '--output='],
    ['run', ''],
    ['run', 'scenarios', ''],
    ['replay', '--cassettes', ''],
    ['replay', '--config', ''],
    ['compare', '--baseline', ''],
    ['cassettes', 'rename', 'a', ''],
    ['relay', '--lane', ''],
    ['init', ''],
  ];
  for (const line of lines) {
    const { code, stdout, stderr } = await runCli(line, { cwd });
    expect([code, stdout, stderr], line.join(' ')).toEqual([
      2,
      '',
      expect.stringMatching(/^error USAGE: .*\n {2}fix: /),
    ]);
  }
  const { stderr } = await runCli(['run', '--tag', ''], { cwd });
  expect(stderr).toBe(
    'error USAGE: --tag: expected <tags>, found an empty text\n  fix: --tag <tags> – only scenarios with one of these tags: a,b; may be repeated. See `tooltape run --help`.\n',
  );
  // Arguments of another program may be empty.
  const passed = await runCli(['exec', '--cassette', 'c.json', '--', 'sh', '-c', 'echo "[$1]"', 'sh', ''], { cwd });
  expect(passed.stdout).toBe('[]\n');
}, 60_000);

test('a folder without a project says how to start one', async () => {
  const cwd = tempDir();
  for (const command of ['run', 'replay', 'check']) {
    const { code, stderr } = await runCli([command], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/fix: .*npx tooltape init/);
  }
});

test('an edit that touches every model and trial is told once, with one command', async () => {
  const cwd = tempDir({ 'scenarios/weather.json': WEATHER });
  await runCli(['run', '--models', 'oracle,talker', '--trials', '3'], { cwd });
  writeFileSync(join(cwd, 'scenarios/weather.json'), JSON.stringify({ ...WEATHER, prompt: 'And in Rome?' }));
  const { code, stderr } = await runCli(['replay'], { cwd });
  expect(code).toBe(4);
  expect(stderr).toBe(`
error CASSETTE_MISS: 6 trials could not be replayed
weather × oracle,talker, trials 1–3: the request of step 1 changed since it was recorded (cassettes/weather/oracle.json and 1 more)
  - messages[0].content: "What is the weather in Paris?"
  + messages[0].content: "And in Rome?"
  record it: npx tooltape run --record all --grep '^weather$' --models oracle,talker --trials 3
`);
});

test('a shard without scenarios leaves its run file for the merge', async () => {
  const cwd = tempDir({ 'scenarios/weather.json': WEATHER });
  await runCli(['run', '--models', 'oracle'], { cwd });
  const shards = ['1/2', '2/2'].map((shard) => ['replay', '--shard', shard, '-o', `shard-${shard[0]}.json`]);
  const results: CliResult[] = [];
  for (const args of shards) results.push(await runCli(args, { cwd }));
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  expect(results.map(({ stderr }) => stderr).join('')).toMatch(/note: no scenario falls into shard [12]\/2/);
  const merged = await runCli(['merge', 'shard-1.json', 'shard-2.json', '-o', 'run.json'], { cwd });
  expect([merged.code, merged.stdout]).toEqual([0, 'Merged 2 run files: 1 scenario, 1 model, 1 trial.\n']);
});

test('a cost limit warns of models whose cost is not known', async () => {
  const cwd = tempDir({ 'scenarios/weather.json': WEATHER, 'tooltape.config.json': CONFIG });
  const args = ['run', '--models', 'm,oracle', '--max-cost', '1', '--retries', '0'];
  const { stderr } = await runCli(args, { cwd, env: { TEST_KEY: 'a-key-of-this-test' } });
  expect(stderr).toContain('warning: m: no price is configured, so --max-cost does not see the cost');
});
