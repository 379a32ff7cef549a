import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { checkLoaded } from '../../src/check/check-loaded.ts';
import { fixScenarioFile } from '../../src/check/fix/fix.ts';
import { summariseChecks } from '../../src/check/summary.ts';
import { loadConfig } from '../../src/config/load.ts';
import { selectModels } from '../../src/config/select.ts';
import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import { DEFAULT_MANAGER, packageManagerOf } from '../../src/init/package-manager.ts';
import { withScripts } from '../../src/init/package-scripts.ts';
import { nextCommands, planInit, type InitOptions } from '../../src/init/plan-init.ts';
import { scriptFor } from '../../src/sandbox/personas.ts';
import { rehearsedVerdict } from '../../src/sandbox/rehearse.ts';
import { loadScenarios } from '../../src/scenario/load.ts';

const none = (): boolean => false;

function newProject(options: Partial<InitOptions> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { path, content } of planInit({ exists: none, ...options })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

test('an empty folder gets a scenario, a configuration, a workflow and the rules of git', () => {
  expect(planInit({ exists: none }).map((file) => file.path)).toEqual([
    'scenarios/weather-and-umbrella.yaml',
    'tooltape.config.yaml',
    '.github/workflows/tooltape.yml',
    '.gitattributes',
    '.gitignore',
  ]);
  expect(nextCommands(DEFAULT_MANAGER)).toHaveLength(4);
});

test('the scenario proves itself, has nothing to fix, and both default models pass it', async () => {
  const loaded = loadScenarios([], { cwd: newProject() });
  const { issues, reports } = await checkLoaded(loaded);
  expect(issues).toEqual([]);
  expect(summariseChecks(reports)).toMatchObject({ rejected: [], mutationScore: 1 });
  const [scenario] = loaded.scenarios;
  for (const [persona, parallel] of [
    ['oracle', 'parallel'],
    ['one-at-a-time', 'serial'],
  ] as const) {
    const { pass, scores } = await rehearsedVerdict(scenario!, await scriptFor(persona, scenario!, 1));
    expect({ pass, parallel: scores.parallel }).toEqual({ pass: true, parallel });
  }
  const text = planInit({ exists: none })[0]!.content;
  expect(fixScenarioFile(text, { file: 'a.yaml', schema: 'x' })).toEqual({ text, fixes: [] });
});

test('the configuration loads, and asks simulated models only unless told otherwise', () => {
  const config = loadConfig({ file: null, cwd: newProject() });
  expect(selectModels(config, null, {}).map((model) => [model.name, model.gateway.sandbox])).toEqual([
    ['oracle', true],
    ['one-at-a-time', true],
    ['wrong-arguments', true],
  ]);
  expect(selectModels(config, 'gpt-4o', { OPENAI_API_KEY: 'sk-test' })[0]?.gateway.apiKeyEnv).toBe('OPENAI_API_KEY');
});

test.each(PROTOCOL_NAMES)(
  'the configuration for %s loads, asks its models over it, and shows the others',
  (protocol) => {
    const folder = newProject({ protocol });
    const config = loadConfig({ file: null, cwd: folder });
    const key = { OPENAI_API_KEY: 'sk-test', ANTHROPIC_API_KEY: 'sk-test', GEMINI_API_KEY: 'sk-test' };
    const real = selectModels(config, 'all', key).filter(({ gateway }) => !gateway.sandbox);
    expect(real.length).toBeGreaterThan(1);
    expect(new Set(real.map(({ gateway }) => gateway.protocol))).toEqual(new Set([protocol]));
    const text = readFileSync(join(folder, 'tooltape.config.yaml'), 'utf8');
    const all = loadText(text.replace(/^ {2}# (\S+: \{)/gm, '  $1'));
    expect(new Set(Object.values(all.gateways).map((one) => one.protocol ?? 'chat'))).toEqual(new Set(PROTOCOL_NAMES));
  },
);

/** What a configuration says, with the gateways that stand in it as comments. */
function loadText(text: string): { gateways: { [name: string]: { protocol?: string } } } {
  return parse(text) as { gateways: { [name: string]: { protocol?: string } } };
}

test('the workflow is YAML whose steps name commands that exist', () => {
  const file = planInit({ exists: none }).find((one) => one.path.endsWith('tooltape.yml'));
  const { jobs } = parse(file!.content) as { jobs: { [name: string]: { steps: { run?: string }[] } } };
  const commands = Object.values(jobs).flatMap((job) => job.steps.flatMap((step) => step.run ?? []));
  expect(commands[0]).toBe('npm ci');
  const ours = commands.slice(1).map((command) => /^npx --no-install tooltape (\w+) /.exec(command)?.[1]);
  expect(ours).toEqual(['check', 'cassettes', 'replay']);
});

test('the workflow takes actions by their commit, keeps no token, and may only read', () => {
  const file = planInit({ exists: none }).find((one) => one.path.endsWith('tooltape.yml'));
  interface Step {
    uses?: string;
    with?: object;
  }
  const { jobs, permissions } = parse(file!.content) as {
    jobs: { [name: string]: { steps: Step[]; permissions?: object } };
    permissions: object;
  };
  expect(permissions).toEqual({ contents: 'read' });
  const steps = Object.values(jobs).flatMap((job) => job.steps.filter(({ uses }) => uses !== undefined));
  expect(steps.length).toBeGreaterThan(2);
  for (const { uses } of steps) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  const checkouts = steps.filter(({ uses }) => uses?.includes('checkout') === true);
  for (const checkout of checkouts) expect(checkout.with).toEqual({ 'persist-credentials': false });
  expect(file!.content).not.toMatch(/npx (?!--no-install)/);
});

test('what is there is left alone', () => {
  const files = new Set(['tooltape.config.yaml', '.gitignore']);
  expect(planInit({ exists: (path) => files.has(path) }).map((file) => file.path)).toEqual([
    'scenarios/weather-and-umbrella.yaml',
    '.github/workflows/tooltape.yml',
    '.gitattributes',
  ]);
  expect(planInit({ exists: () => true })).toEqual([]);
});

const OWN = '.tooltape/\ncassettes/**/*.part\ncassettes/**/*.lock\n';
const OURS = `node_modules/\n${OWN}`;

test.each([
  ['node_modules/', OURS],
  ['dist\n', `dist\n${OURS}`],
  ['', OURS],
  ['.tooltape\r\ncassettes/**/*.part\n', '.tooltape\r\ncassettes/**/*.part\nnode_modules/\ncassettes/**/*.lock\n'],
  [OURS, null],
])('a .gitignore that holds %j is added to', (before, after) => {
  const [file] = planInit({ exists: () => true, read: () => before });
  expect(file?.content ?? null).toBe(after);
});

test.each([
  [{}, null],
  [{ 'package-lock.json': '{}' }, 'npm ci'],
  [{ 'pnpm-lock.yaml': 'lockfileVersion: 9' }, 'pnpm install --frozen-lockfile'],
  [{ 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn install --frozen-lockfile'],
  [{ 'yarn.lock': '__metadata:\n' }, 'yarn install --immutable'],
  [{ 'bun.lock': '{}' }, 'bun install --frozen-lockfile'],
  [
    { 'package.json': '{"packageManager":"pnpm@10.1.0+sha512.x"}', 'package-lock.json': '{}' },
    'pnpm install --frozen-lockfile',
  ],
  [{ 'package.json': '{ "packageManager" : "yarn@1.22.22" }' }, 'yarn install --frozen-lockfile'],
  [{ 'package.json': '{"packageManager":"yarn@4.9.1"}' }, 'yarn install --immutable'],
])('a project with %j is installed by %s', (files: Record<string, string>, command) => {
  const manager = packageManagerOf((file) => files[file] ?? null);
  expect(manager?.install.at(-1) ?? null).toBe(command);
  if (manager === null) return;
  const workflow = planInit({ exists: none, manager }).find(({ path }) => path.endsWith('tooltape.yml'))?.content ?? '';
  const { jobs } = parse(workflow) as { jobs: { replay: { steps: { run?: string }[] } } };
  const commands = jobs.replay.steps.flatMap(({ run }) => run ?? []);
  expect(commands.slice(0, manager.install.length)).toEqual(manager.install);
  expect(commands.slice(manager.install.length).every((run) => run.startsWith(`${manager.exec} tooltape `))).toBe(true);
});

test.each([
  [
    '{\n  "name": "a"\n}\n',
    '{\n  "name": "a",\n  "scripts": {\n    "eval": "tooltape run",\n    "eval:watch": "tooltape run --watch"\n  }\n}\n',
  ],
  [
    '{\r\n\t"type": "commonjs",\r\n\t"scripts": { "eval": "mine" }\r\n}',
    '{\r\n\t"type": "commonjs",\r\n\t"scripts": {\r\n\t\t"eval": "mine",\r\n\t\t"eval:watch": "tooltape run --watch"\r\n\t}\r\n}',
  ],
  ['{"scripts":{"eval":"a","eval:watch":"b"}}', null],
  ['{"scripts":["a"]}', null],
  ['[]', null],
  ['{ broken', null],
])('package.json %j gets the scripts that it lacks, in its layout', (before, after) => {
  expect(withScripts(before)).toBe(after);
  if (after !== null) expect(withScripts(after)).toBeNull();
});
