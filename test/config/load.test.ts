import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { PERSONAS } from '../../src/domain/sandbox.ts';
import { issueText } from '../scenario/load-text.ts';
import { tempDir } from '../support/temp-dir.ts';
import { configOf, errorOf } from './write-config.ts';

const SANDBOX = {
  name: 'sandbox',
  baseUrl: null,
  protocol: 'chat',
  apiKeyEnv: null,
  auth: 'native',
  concurrency: null,
  rpm: null,
  sandbox: true,
  headers: {},
};

test('without a file there are the sandbox, its personas, and the defaults', () => {
  const config = loadConfig({ file: null, cwd: tempDir() });
  expect(config).toMatchObject({ file: null, ignore: [], redact: [] });
  expect([...config.gateways.values()]).toEqual([SANDBOX]);
  expect([...config.models.keys()]).toEqual([...PERSONAS]);
  expect(config.defaults).toEqual({
    models: PERSONAS,
    namesModels: false,
    trials: 1,
    concurrency: 8,
    retries: 3,
    temperature: 0,
    maxTokens: 8192,
    timeoutMs: 120_000,
    stream: false,
  });
});

test('an empty file is as good as none, but is named', () => {
  expect(configOf('# nothing yet\n')).toMatchObject({ file: 'tooltape.config.yaml', defaults: { trials: 1 } });
});

test('everything that a file says arrives', () => {
  const config = configOf(`
gateways:
  shop: { base_url: "http://127.0.0.1:8080/v1/", api_key_env: SHOP_KEY, concurrency: 2, rpm: 30, headers: { X-Title: t } }
models:
  big: { gateway: shop, model: vendor/big:free, price: { input: 1.5, output: 0 }, omit: [temperature], rename: { max_tokens: max_completion_tokens }, request: { reasoning_effort: low } }
  oracle: { gateway: shop }
defaults: { models: [big, x@shop], trials: 3, concurrency: 1, retries: 0, temperature: null, max_tokens: null, timeout_ms: 5000, stream: both }
ignore: [metadata.session]
redact: ['cust-\\d+']
`);
  const shop = {
    name: 'shop',
    baseUrl: 'http://127.0.0.1:8080/v1',
    protocol: 'chat',
    apiKeyEnv: 'SHOP_KEY',
    auth: 'native',
    concurrency: 2,
    rpm: 30,
    sandbox: false,
    headers: { 'X-Title': 't' },
  };
  expect([...config.gateways.values()]).toEqual([shop, SANDBOX]);
  expect(config.models.get('big')).toEqual({
    name: 'big',
    servedAs: 'vendor/big:free',
    gateway: shop,
    price: { input: 1.5, output: 0 },
    omit: ['temperature'],
    rename: { max_tokens: 'max_completion_tokens' },
    request: { reasoning_effort: 'low' },
  });
  expect(config.models.get('oracle')?.gateway.name).toBe('shop');
  expect(config.models.get('talker')?.gateway.name).toBe('sandbox');
  expect(config.defaults).toEqual({
    models: ['big', 'x@shop'],
    namesModels: true,
    trials: 3,
    concurrency: 1,
    retries: 0,
    temperature: null,
    maxTokens: null,
    timeoutMs: 5000,
    stream: 'both',
  });
  expect(config.ignore).toEqual(['metadata.session']);
  expect(config.redact.map(({ source }) => source)).toEqual(['cust-\\d+']);
});

test.each(['tooltape.config.yml', 'tooltape.config.json'])('%s is found, too', (name) => {
  const cwd = tempDir({ [name]: '{ "defaults": { "trials": 2 } }' });
  expect(loadConfig({ file: null, cwd })).toMatchObject({ file: name, defaults: { trials: 2 } });
});

test('a named file is read from wherever it is', () => {
  const cwd = tempDir({ 'conf/my.yaml': 'defaults: { trials: 4 }', 'sub/x.txt': '' });
  expect(loadConfig({ file: '../conf/my.yaml', cwd: `${cwd}/sub` })).toMatchObject({
    file: '../conf/my.yaml',
    defaults: { trials: 4 },
  });
});

test('the shipped configuration is ready for a key, and costs nothing by default', () => {
  const config = loadConfig({ file: null, cwd: fileURLToPath(new URL('../..', import.meta.url)) });
  expect(config.defaults.models.every((name) => config.models.get(name)?.gateway.sandbox)).toBe(true);
  const real = [...config.models.values()].filter((model) => !model.gateway.sandbox);
  expect(real.map(({ name, gateway }) => `${name} ${gateway.name}`)).toEqual([
    'gpt-4o crazyrouter',
    'gpt-4o-mini crazyrouter',
    'gpt-4-turbo crazyrouter',
    'claude-sonnet-4-20250514 crazyrouter',
    'claude-opus-4-20250514 crazyrouter',
    'gemini-2.5-pro crazyrouter',
    'gemini-2.5-flash crazyrouter',
  ]);
  expect(config.gateways.get('crazyrouter')).toMatchObject({
    baseUrl: 'https://crazyrouter.com/v1',
    apiKeyEnv: 'CRAZYROUTER_API_KEY',
  });
});

const SECRET = 'sk-live-0123456789abcdef';

/** Wrong configurations by what is wrong with them; the golden file holds what is said of each. */
const WRONG: { readonly [title: string]: string } = {
  'a list': '- gateways\n',
  'YAML that is none': 'gateways:\n  a: [\n',
  'a mistyped key': 'gatways: {}\nmodel: {}\n',
  'no URL': 'gateways:\n  a: { api_key_env: A }\n',
  'a URL without a scheme': 'gateways:\n  a: { base_url: api.example.com/v1 }\n',
  'the URL of an endpoint': 'gateways:\n  a: { base_url: "https://api.example.com/v1/chat/completions" }\n',
  'a URL with a fragment': 'gateways:\n  a: { base_url: "https://api.example.com/v1#x" }\n',
  'a URL with a password': 'gateways:\n  a: { base_url: "https://me:secret@api.example.com/v1" }\n',
  'a key in the file': `gateways:\n  a: { base_url: "https://x.example", api_key: ${SECRET} }\n`,
  'a key for the name of its variable': `gateways:\n  a: { base_url: "https://x.example", api_key_env: ${SECRET} }\n`,
  'sandbox with a URL': 'gateways:\n  a: { sandbox: true, base_url: "https://x.example" }\n',
  'another gateway named sandbox': 'gateways:\n  sandbox: { base_url: "https://x.example" }\n',
  'a gateway with an @': 'gateways:\n  a@b: { base_url: "https://x.example" }\n',
  'limits that are none': 'gateways:\n  a: { base_url: "https://x.example", concurrency: 0, rpm: fast }\n',
  'a model without a gateway': 'models:\n  gpt-4o: { model: gpt-4o }\n  empty:\n',
  'a model of an unknown gateway':
    'gateways:\n  openai: { base_url: "https://x.example" }\nmodels:\n  gpt-4o: { gateway: opnai }\n',
  'an alias that means something else': 'models:\n  all: { gateway: sandbox }\n  "a,b": { gateway: sandbox }\n',
  'half a price': 'models:\n  m: { gateway: sandbox, price: { input: 2, outptu: 3 } }\n',
  'a request that decides too much': 'models:\n  m: { gateway: sandbox, request: { messages: [] } }\n',
  'an omitted field that the protocol requires': `
gateways:
  claude: { base_url: "https://x.example", protocol: messages }
  gpt: { base_url: "https://x.example", protocol: responses }
models:
  a: { gateway: claude, omit: [temperature, max_tokens], rename: { max_tokens: max_completion_tokens, stop: ends } }
  b: { gateway: gpt, omit: [max_tokens, input], rename: { input: messages } }
`,
  'no models by default': 'defaults: { models: [] }\n',
  'defaults out of range':
    'defaults:\n  trials: 0\n  concurrency: 1.5\n  retries: -1\n  temperature: hot\n  max_tokens: "8192"\n  timeout_ms: 0\n  stream: sometimes\n',
  'numbers that no machine can keep':
    'gateways:\n  a: { base_url: "https://x.example", concurrency: 1000000000, rpm: 1.0e+300 }\nmodels:\n  m: { gateway: a, price: { input: 1.0e+10, output: 1.0e+308 } }\ndefaults: { trials: 1000000000, concurrency: 99999999999, retries: 9007199254740993, temperature: 1.0e+9, max_tokens: 1.0e+15, timeout_ms: 9999999999 }\n',
  'what is no number': 'defaults: { temperature: .nan }\n',
  'a price without an end': 'models:\n  m: { gateway: sandbox, price: { input: .inf, output: 1 } }\n',
  'headers that are no texts':
    'gateways:\n  a: { base_url: "https://x.example", headers: { a: null, b: 1, c: [x], d: {}, e: { env: 3 }, f: { env: A, prefix: 2 } } }\n',
  'a header that no server takes': `gateways:\n  a: { base_url: "https://x.example", headers: { x-team: "${'x'.repeat(9000)}" } }\n`,
  'parts of a text that do not count, and are none':
    'ignore: [{ text: "(" }, { text: "x*" }, { text: 3 }, { texts: day }, {}, 5, { text: "^([a-z]+-?)+$" }]\n',
  'expressions that do not compile, or find everything': 'redact: ["(", "x*"]\n',
  'an expression that some text keeps busy': 'redact: ["^([a-z]+-?)+$"]\n',
  'several problems at once':
    'gateways:\n  a: { base_url: x }\n  b: { url: y }\nmodels:\n  m: { gateway: c }\ndefaults: { trails: 2 }\n',
};

test('each wrong configuration is told what is wrong, where, and what to do', async () => {
  const text = Object.entries(WRONG).map(([title, yaml]) => {
    const error = errorOf(() => configOf(yaml));
    expect(error.code).toBe('CONFIG');
    return `${title}\n${error.issues.map((issue) => `  ${issueText(issue)}\n`).join('')}`;
  });
  await expect(text.join('\n')).toMatchFileSnapshot('golden/messages.txt');
});

test('a key that stands in the file is never shown', () => {
  for (const yaml of Object.values(WRONG)) {
    const error = errorOf(() => configOf(yaml));
    expect(JSON.stringify([error.message, error.issues])).not.toContain(SECRET);
  }
});

test('a named file that is missing, and two files at once, are errors', () => {
  const cwd = tempDir({ 'tooltape.config.yaml': '', 'tooltape.config.json': '{}' });
  expect(errorOf(() => loadConfig({ file: 'nope.yaml', cwd })).issues).toMatchObject([
    { file: 'nope.yaml', code: 'not-found' },
  ]);
  expect(errorOf(() => loadConfig({ file: null, cwd })).issues).toMatchObject([
    { file: 'tooltape.config.yaml', code: 'exclusive' },
  ]);
});
