import { expect, test } from 'vitest';
import { PERSONAS } from '../../src/domain/sandbox.ts';
import { resolveKey, selectModels } from '../../src/config/select.ts';
import { configOf, errorOf } from './write-config.ts';

const YAML = `
gateways:
  crazyrouter: { base_url: https://crazyrouter.example/v1, api_key_env: CRAZYROUTER_API_KEY }
  openai: { base_url: https://api.openai.example/v1, api_key_env: OPENAI_API_KEY }
  local: { base_url: http://127.0.0.1:9/v1 }
models:
  gpt-4o: { gateway: crazyrouter, model: openai/gpt-4o, price: { input: 2.5, output: 10 }, omit: [seed], rename: { a: b }, request: { x: 1 } }
  odd@name: { gateway: local }
defaults: { models: [gpt-4o, oracle, llama3:8b@local] }
`;

const show = (spec: string | null, env: { [name: string]: string } = {}): string[] =>
  selectModels(configOf(YAML), spec, env).map(
    ({ name, servedAs, gateway }) => `${name} = ${servedAs} via ${gateway.name}`,
  );

test.each<[string | null, string[]]>([
  ['gpt-4o', ['gpt-4o = openai/gpt-4o via crazyrouter']],
  ['gpt-4o@openai', ['gpt-4o@openai = gpt-4o via openai']],
  ['gpt-4o@crazyrouter', ['gpt-4o@crazyrouter = openai/gpt-4o via crazyrouter']],
  ['meta/llama-3:free@local', ['meta/llama-3:free@local = meta/llama-3:free via local']],
  ['odd@name', ['odd@name = odd@name via local']],
  ['a@b@local', ['a@b@local = a@b via local']],
  ['oracle@sandbox,talker', ['oracle@sandbox = oracle via sandbox', 'talker = talker via sandbox']],
  [' gpt-4o , gpt-4o,', ['gpt-4o = openai/gpt-4o via crazyrouter']],
  [
    'list',
    ['gpt-4o = openai/gpt-4o via crazyrouter', 'oracle = oracle via sandbox', 'llama3:8b@local = llama3:8b via local'],
  ],
  [
    null,
    ['gpt-4o = openai/gpt-4o via crazyrouter', 'oracle = oracle via sandbox', 'llama3:8b@local = llama3:8b via local'],
  ],
])('--models %s', (spec, expected) => {
  expect(show(spec)).toEqual(expected);
});

test('all is every alias, in the order of the file, and each model comes once', () => {
  expect(show('talker,all').map((line) => line.split(' ')[0])).toEqual([
    'talker',
    'gpt-4o',
    'odd@name',
    ...PERSONAS.filter((name) => name !== 'talker'),
  ]);
});

test('through another gateway a model keeps its parameters, not its price', () => {
  const [other, own] = selectModels(configOf(YAML), 'gpt-4o@openai,gpt-4o@crazyrouter', {});
  expect(other).toMatchObject({ omit: ['seed'], rename: { a: 'b' }, request: { x: 1 }, price: null });
  expect(own).toMatchObject({ omit: ['seed'], price: { input: 2.5, output: 10 } });
});

test.each([
  [{ OPENAI_API_KEY: 'k' }, 'https://api.openai.com/v1', 'OPENAI_API_KEY'],
  [{ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1/' }, 'http://127.0.0.1:1/v1', null],
  [{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:1' }, 'http://127.0.0.1:1', 'OPENAI_API_KEY'],
])('%j serve the models that no config names', (env, baseUrl, apiKeyEnv) => {
  const [model] = selectModels(configOf(YAML), 'some/model:v1@2026', env);
  expect(model).toMatchObject({
    name: 'some/model:v1@2026',
    servedAs: 'some/model:v1@2026',
    gateway: { baseUrl, apiKeyEnv },
  });
});

test('these variables change nothing of a gateway that the config names', () => {
  const env = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://evil.example' };
  const [model] = selectModels(configOf(YAML), 'gpt-4o', env);
  expect(model?.gateway).toMatchObject({ baseUrl: 'https://crazyrouter.example/v1', apiKeyEnv: 'CRAZYROUTER_API_KEY' });
});

test('every unknown model is named, with what was likely meant and what is known', () => {
  const error = errorOf(() => show('gtp-4o,oracle,orcale@sandbox,gpt-4o@opnai,zzz'));
  expect(error.code).toBe('UNKNOWN_MODEL');
  expect(error.message).toBe(
    `"gtp-4o" (did you mean "gpt-4o"?), "orcale@sandbox" (did you mean "oracle@sandbox"?), "gpt-4o@opnai" (did you mean "gpt-4o@openai"?), "zzz" are not configured. tooltape.config.yaml knows gpt-4o, odd@name, ${PERSONAS.join(', ')}; gateways: crazyrouter, openai, local, sandbox.`,
  );
  expect(error.remedy).toContain('OPENAI_API_KEY');
});

test('a mistyped gateway is no model of the environment, and empty variables define none', () => {
  expect(errorOf(() => show('gpt-4o@opnai', { OPENAI_API_KEY: 'k' })).code).toBe('UNKNOWN_MODEL');
  expect(errorOf(() => show('foo@sandbox', { OPENAI_API_KEY: 'k' })).code).toBe('UNKNOWN_MODEL');
  expect(errorOf(() => show('foo', { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' })).code).toBe('UNKNOWN_MODEL');
});

test.each(['', ' , '])('naming no model is wrong usage: %j', (spec) => {
  expect(errorOf(() => show(spec)).code).toBe('USAGE');
});

test('a missing key names its variable', () => {
  const { gateways } = configOf(YAML);
  const gateway = gateways.get('crazyrouter');
  const local = gateways.get('local');
  if (!gateway || !local) throw new Error('no gateway');
  expect(resolveKey(gateway, { CRAZYROUTER_API_KEY: ' k\n' })).toBe('k');
  expect(resolveKey(local, {})).toBeNull();
  for (const env of [{}, { CRAZYROUTER_API_KEY: ' ' }, { OPENAI_API_KEY: 'k' }]) {
    const error = errorOf(() => resolveKey(gateway, env));
    expect(error).toMatchObject({
      code: 'MISSING_KEY',
      message: 'The gateway "crazyrouter" needs a key, and CRAZYROUTER_API_KEY is not set.',
    });
    expect(error.remedy).toContain('export CRAZYROUTER_API_KEY=');
  }
});
