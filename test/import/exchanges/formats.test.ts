import { ftruncateSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/json/json.ts';
import { runCli, type CliResult } from '../../support/run-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

const URL = 'https://api.openai.com/v1/chat/completions';
const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const TOOLS = [{ type: 'function', function: { name: 'get_weather', parameters: PARAMETERS } }];
const ASK = { role: 'user', content: 'Weather in Bern?' };
const CALL = {
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Bern"}' } }],
};
const RESULT = { role: 'tool', tool_call_id: 'a', content: '{"temperature":22}' };

const answer = (message: object, finish: string): JsonObject => ({
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o',
  choices: [{ index: 0, message: message as JsonObject, finish_reason: finish }],
  usage: { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 },
});

const EXCHANGES = [
  { request: { model: 'gpt-4o', messages: [ASK], tools: TOOLS }, response: answer(CALL, 'tool_calls') },
  {
    request: { model: 'gpt-4o', messages: [ASK, CALL, RESULT], tools: TOOLS },
    response: answer({ role: 'assistant', content: 'It is 22.' }, 'stop'),
  },
];

interface Imported {
  readonly dir: string;
  readonly result: CliResult;
  readonly inputs: readonly JsonObject[];
}

async function importFiles(files: { readonly [name: string]: string | object }): Promise<Imported> {
  const dir = tempDir(files);
  const result = await runCli(['import', 'exchanges', ...Object.keys(files), '--out', 'out'], { cwd: dir });
  if (result.code !== 0) return { dir, result, inputs: [] };
  const { inputs } = JSON.parse(readFileSync(join(dir, 'out/import.json'), 'utf8')) as { inputs: JsonObject[] };
  return { dir, result, inputs };
}

/** The two exchanges are one conversation, whose scenario expects the call and replays. */
async function expectConversation({ dir, inputs, result }: Imported): Promise<void> {
  expect(result).toMatchObject({ code: 0 });
  const [scenario] = new Set(inputs.map(({ scenario: id }) => id as string));
  expect(inputs).toEqual([
    expect.objectContaining({ scenario, model: 'gpt-4o', trial: 1, interaction: 1 }),
    expect.objectContaining({ scenario, model: 'gpt-4o', trial: 1, interaction: 2 }),
  ]);
  const written = readFileSync(join(dir, `out/scenarios/${scenario}.json`), 'utf8');
  expect(JSON.parse(written)).toMatchObject({
    review: true,
    expect: { calls: [{ name: 'get_weather', arguments: { city: 'Bern' } }] },
  });
  const replayed = await runCli(['replay', '--cassettes', 'out/cassettes', '--min-pass', '1', 'out/scenarios'], {
    cwd: dir,
  });
  expect(replayed.code).toBe(0);
}

const harEntry = (exchange: (typeof EXCHANGES)[number], over: object = {}): object => ({
  startedDateTime: '2026-11-29T00:00:00Z',
  request: {
    method: 'POST',
    url: URL,
    headers: [],
    postData: { mimeType: 'application/json', text: JSON.stringify(exchange.request) },
  },
  response: {
    status: 200,
    headers: [{ name: 'Content-Type', value: 'application/json' }],
    content: { mimeType: 'application/json', text: JSON.stringify(exchange.response) },
  },
  ...over,
});
const har = (entries: readonly object[]): object => ({ log: { version: '1.2', entries } });

test('a HAR is imported, its text or its bytes', async () => {
  const [first, second] = EXCHANGES as [(typeof EXCHANGES)[number], (typeof EXCHANGES)[number]];
  const text = Buffer.from(JSON.stringify(second.response)).toString('base64');
  const encoded = {
    response: { status: 200, headers: [], content: { mimeType: 'application/json', encoding: 'base64', text } },
  };
  await expectConversation(await importFiles({ 'a.har': har([harEntry(first), harEntry(second, encoded)]) }));
});

test('entries of a HAR that are no exchange with a model are refused with the reason', async () => {
  const [first] = EXCHANGES as [(typeof EXCHANGES)[number]];
  const page = { request: { method: 'GET', url: 'https://example.com/' } };
  const empty = { response: { status: 200, headers: [], content: { mimeType: 'application/json' } } };
  const other = harEntry(first, {
    request: { method: 'POST', url: 'https://example.com/login', postData: { text: '{}' } },
  });
  const { inputs, result } = await importFiles({
    'a.har': har([harEntry(first), harEntry(first, page), harEntry(first, empty), other, {}]),
  });
  expect(result.stdout).toContain('refused: 4 exchanges');
  expect(result.stdout).toContain('  1 × no protocol has the path "/login"\n');
  expect(inputs.map(({ id, refused }) => [id, refused])).toEqual([
    ['a.har#1', undefined],
    ['a.har#2', 'it is a GET, and models are asked by POST'],
    ['a.har#3', 'the archive left out the body of its response: save it with content'],
    ['a.har#4', 'no protocol has the path "/login"'],
    ['a.har#5', 'it holds no request'],
  ]);
});

test('entries of a HAR are read a line each, too, as the advice about a large one says', async () => {
  const page = { request: { method: 'GET', url: 'https://example.com/' } };
  const lines = [...EXCHANGES.map((one) => harEntry(one)), harEntry(EXCHANGES[0] as never, page)];
  const imported = await importFiles({ 'a.jsonl': lines.map((line) => JSON.stringify(line)).join('\n') });
  expect(imported.inputs[2]).toMatchObject({ refused: 'it is a GET, and models are asked by POST' });
  await expectConversation({ ...imported, inputs: imported.inputs.slice(0, 2) });
});

test('a HAR of 500 MB is refused with its size', async () => {
  const dir = tempDir();
  const file = openSync(join(dir, 'a.har'), 'w');
  ftruncateSync(file, 500 * 1024 * 1024);
  closeSync(file);
  const { code, stderr } = await runCli(['import', 'exchanges', 'a.har', '--out', 'out'], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain('a.har: it has 500 MiB, and a file of at most 256 MiB can be read as a whole');
});

/** As PyYAML writes a cassette of vcrpy: bytes as `!!binary`. */
function vcrpy(body: (text: string) => string, encoding = '', sent = (text: string) => JSON.stringify(text)): string {
  const interactions = EXCHANGES.map(({ request, response }) =>
    [
      '- request:',
      `    body: ${sent(JSON.stringify(request))}`,
      '    headers:',
      '      content-type: [application/json]',
      '    method: POST',
      `    uri: ${URL}`,
      '  response:',
      '    body:',
      `      string: ${body(JSON.stringify(response))}`,
      '    headers:',
      '      Content-Type: [application/json]',
      ...(encoding === '' ? [] : [`      Content-Encoding: [${encoding}]`]),
      '    status: { code: 200, message: OK }',
    ].join('\n'),
  );
  return `interactions:\n${interactions.join('\n')}\nversion: 1\n`;
}

const binary = (bytes: Buffer): string =>
  `!!binary |\n        ${bytes
    .toString('base64')
    .replace(/.{1,70}/g, '$&\n        ')
    .trim()}`;

test.each([
  ['text', vcrpy((text) => JSON.stringify(text))],
  ['bytes', vcrpy((text) => binary(Buffer.from(text)))],
  ['compressed bytes', vcrpy((text) => binary(gzipSync(text)), 'gzip')],
  ['bytes that were decoded, with the header left', vcrpy((text) => binary(Buffer.from(text)), 'gzip')],
  ['text, with the header left', vcrpy((text) => JSON.stringify(text), 'br')],
  [
    'requests as bytes',
    vcrpy(
      (text) => JSON.stringify(text),
      '',
      (text) => binary(Buffer.from(text)),
    ),
  ],
  [
    'requests as compressed bytes',
    vcrpy(
      (text) => JSON.stringify(text),
      '',
      (text) => binary(gzipSync(text)),
    ),
  ],
  [
    'responses of httpx in an older version',
    vcrpy((text) => JSON.stringify(text)).replace(/    body:\n      string: /g, '    content: '),
  ],
])('a cassette of vcrpy is imported: %s', async (_, text) => {
  await expectConversation(await importFiles({ 'test_agent.yaml': text }));
});

test('a cassette of pytest-recording with parsed bodies is imported', async () => {
  const interactions = EXCHANGES.map(({ request, response }) => ({
    request: { method: 'POST', uri: URL, headers: {}, parsed_body: request },
    response: { headers: { 'content-type': ['application/json'] }, parsed_body: response, status: { code: 200 } },
  }));
  await expectConversation(await importFiles({ 'a.yaml': JSON.stringify({ version: 1, interactions }) }));
});

test('a cassette of VCR for Ruby is imported', async () => {
  const recorded = EXCHANGES.map(({ request, response }) => ({
    request: { method: 'post', uri: URL, body: { encoding: 'UTF-8', string: JSON.stringify(request) } },
    response: {
      status: { code: 200, message: 'OK' },
      headers: { 'Content-Type': ['application/json'] },
      body: { encoding: 'UTF-8', base64_string: Buffer.from(JSON.stringify(response)).toString('base64') },
    },
  }));
  await expectConversation(await importFiles({ 'a.json': { http_interactions: recorded, recorded_with: 'VCR 6.4' } }));
});

test('of several files one that cannot be read is refused, and the others are imported', async () => {
  const { inputs, result } = await importFiles({
    'good.yaml': vcrpy((text) => JSON.stringify(text)),
    'broken.yaml': 'interactions: [\n',
    'other.yaml': 'name: not a cassette\n',
  });
  expect(result.code).toBe(0);
  expect(inputs.filter(({ refused }) => refused !== undefined).map(({ id }) => id)).toEqual([
    'broken.yaml',
    'other.yaml',
  ]);
  expect(inputs.filter(({ scenario }) => scenario !== undefined)).toHaveLength(2);
});

test.each([
  ['broken.yaml', 'interactions: [\n', 'is no YAML that can be read'],
  ['other.yaml', 'name: not a cassette\n', 'found other YAML'],
  ['empty.har', '', 'found nothing'],
  ['none.har', JSON.stringify(har([])), 'found nothing'],
  ['half.har', '{"log":{"entries":[{"request":', 'none of 1 exchange could be imported: 1 × line 1 is not JSON'],
  ['other.json', '{"name":\n"other"}', 'found other JSON'],
  ['agent.json', '{"format":"tooltape.cassette/1","trials":[]}', 'it is a file of tooltape already'],
])('%s alone is an error', async (name, text, told) => {
  const { result } = await importFiles({ [name]: text });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(told);
});

test('fixtures of aimock are imported: prompts, calls, texts, errors', async () => {
  const { inputs, result, dir } = await importFiles({
    'fixtures.json': {
      fixtures: [
        {
          match: { userMessage: 'weather in Bern' },
          response: { toolCalls: [{ name: 'get_weather', arguments: { city: 'Bern' } }] },
        },
        { match: { userMessage: 'hello' }, response: { content: 'Hello!' } },
        { match: { toolCallId: 'call_1' }, response: { content: 'Done.' } },
        {
          match: { userMessage: 'fail' },
          response: { error: { message: 'overloaded', type: 'server_error' }, status: 503 },
        },
        { match: { userMessage: 'draw' }, response: { image: { url: 'https://example.com' } } },
        {
          match: { userMessage: 'both' },
          response: { content: 'Sure', toolCalls: [{ name: 'get_weather', arguments: '{}' }] },
        },
      ],
    },
  });
  expect(result.code).toBe(0);
  expect(inputs.map(({ refused }) => refused ?? 'imported')).toEqual([
    'imported',
    'imported',
    'imported',
    'imported',
    'a fixture with image is no answer of a chat',
    'the fixture answers with a text beside calls, which is not read',
  ]);
  const [first, , third] = inputs;
  const scenario = (input: JsonObject | undefined): string =>
    readFileSync(join(dir, `out/scenarios/${input?.['scenario'] as string}.json`), 'utf8');
  expect(scenario(first)).toMatch(/weather in Bern[^]*get_weather[^]*"city": "Bern"/);
  expect(scenario(third)).toContain('(not recorded)');
});

test('exchanges in one JSON document are imported, and two files of one name are told apart', async () => {
  const list = EXCHANGES.map((exchange) => ({ url: URL, ...exchange }));
  await expectConversation(await importFiles({ 'all.json': list }));
  const { inputs } = await importFiles({ 'a/log.json': [list[0]] as object, 'b/log.json': list[0] as object });
  expect(inputs.map(({ id }) => id)).toEqual(['a/log.json#1', 'b/log.json#1']);
});

test('a file of lines that is called .json is read by its lines', async () => {
  const dir = tempDir();
  writeFileSync(
    join(dir, 'log.json'),
    EXCHANGES.map((exchange) => JSON.stringify({ url: URL, ...exchange })).join('\n'),
  );
  const { code, stdout } = await runCli(['import', 'exchanges', 'log.json', '--out', 'out'], { cwd: dir });
  expect([code, stdout]).toEqual([0, expect.stringContaining('chat: 2 exchanges in 1 scenario\n')]);
});
