import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { displayWidth } from '../../src/report/render/text-width.ts';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const LONG = 'a-scenario-with-a-name-that-goes-on-until-no-terminal-is-wide-enough-to-hold-it-in-one-line';
const CHINESE = '北京今天天气怎么样顺便帮我搜一下雨伞的价格并且比较三家商店的报价';
const MODEL = 'a-model-with-a-long-name-such-as-vendors-like-2026-11-29-preview';
const ADDRESS = 'https://proxy.example.com/a/long/path/of/an/endpoint/behind/a/proxy/v1';

const FILES = {
  'scenarios/all.json': {
    tools: [{ name: '搜索商品', description: '搜索商品', parameters: { type: 'object', properties: {} } }],
    scenarios: [
      { ...WEATHER, id: LONG, tags: ['a-tag-with-a-name-that-goes-on-and-on-for-ever'] },
      { ...WEATHER, id: CHINESE, tags: ['标签'] },
    ],
  },
  'one.json': { ...WEATHER, id: 'one', expect: { calls: 'any' } },
  'tooltape.config.json': {
    gateways: { 'a-gateway-with-a-long-name-behind-a-proxy': { base_url: ADDRESS, api_key_env: 'LONG_KEY' } },
    models: {
      [MODEL]: { gateway: 'a-gateway-with-a-long-name-behind-a-proxy', price: { input: 1.25, output: 10 } },
      通义千问: { gateway: 'a-gateway-with-a-long-name-behind-a-proxy' },
    },
    defaults: { models: ['oracle', 'talker', 'flaky'] },
  },
};

const COMMANDS = [
  'replay --baseline baseline.json --min-pass each=0.5 --max-findings none',
  'replay --models oracle --tag 标签',
  'report',
  'compare',
  'compare baseline.json last',
  `run --dry-run --trials 2 --models ${MODEL},通义千问`,
  'run --dry-run --models oracle,talker one.json',
  'models',
  'check',
  'check one.json',
  'cassettes list',
  'cassettes verify',
  'cassettes prune one.json',
  'cassettes diff older',
  'runs list',
  'merge baseline.json -o merged.json',
  'bless -o again.json',
  'import verdicts verdicts.csv -o verdicts.json',
  'init --yes deep/folder',
  'help run',
];

/** A project with long and Chinese names, a recorded run and a baseline. */
async function project(): Promise<string> {
  const rows = [CHINESE, LONG].map((id) => `${MODEL},${id},1,true`);
  const dir = tempDir({ ...FILES, 'verdicts.csv': `model,item,trial,pass\n${rows.join('\n')}\n` });
  expect((await runCli(['run', '--trials', '3'], { cwd: dir })).code).toBe(0);
  expect((await runCli(['bless'], { cwd: dir })).code).toBe(0);
  cpSync(join(dir, 'cassettes'), join(dir, 'older'), { recursive: true });
  rmSync(join(dir, 'older', LONG), { recursive: true });
  return dir;
}

/** What a line may not be broken at: it is one word, such as a name, or ends with a command to paste. */
const WHOLE = /^\s*(?:[\w·:]+ )?\S+$|npx tooltape /;
const WRONG_PLURAL =
  /(?<![\d.,/×:])\b1 (?:more )?(?:trials|scenarios|models|recordings|pairs|requests|runs|errors|warnings|lines|files|tools|findings|exchanges|settings)\b(?!\[)/;

/** What is wrong with the output of a command at this width. */
async function faultsOf(line: string, cwd: string, columns: number): Promise<string[]> {
  const { code, stdout, stderr } = await runCli(line.split(' '), { cwd, env: { COLUMNS: String(columns) } });
  expect(code, `${line}\n${stderr}`).toBeLessThan(2);
  expect(stdout, line).not.toBe('');
  const lines = stdout.split('\n');
  const [plural] = WRONG_PLURAL.exec(stdout) ?? WRONG_PLURAL.exec(stderr) ?? [];
  return [
    ...lines.filter((one) => displayWidth(one) > columns && !WHOLE.test(one)).map((one) => `wider: ${one}`),
    ...(plural === undefined ? [] : [`plural: ${plural}`]),
  ].map((fault) => `${line}, ${columns} columns: ${fault}`);
}

test('no command prints wider than the terminal, or a wrong plural', async () => {
  const dir = await project();
  const faults: string[] = [];
  for (const columns of [80, 120]) {
    for (let at = 0; at < COMMANDS.length; at += 4) {
      const some = COMMANDS.slice(at, at + 4).map((line) => faultsOf(line, dir, columns));
      faults.push(...(await Promise.all(some)).flat());
    }
  }
  expect(faults).toEqual([]);
  // Without COLUMNS a pipe gets each sentence on a line of its own.
  const { stdout } = await runCli(['check'], { cwd: dir });
  expect(stdout).toMatch(
    /^warning: .*: OpenAI and Anthropic take only letters, digits, "_" and "-" in a name, not .*$/m,
  );
  expect(stdout).toMatch(/^wrong answers that are caught: (\d+) of \1 \(100%\); allowed on purpose: 0$/m);
}, 120_000);
