import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { runCli } from '../../support/run-cli.ts';
import { tempDir } from '../../support/temp-dir.ts';

const TOOLS = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Weather.',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];
const ASK = { role: 'user', content: 'Weather in Bern and Lyon?' };
const call = (id: string, city: string): JsonObject => ({
  id,
  type: 'function',
  function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
});
const CALLS = { role: 'assistant', content: null, tool_calls: [call('a', 'Bern'), call('b', 'Lyon')] };
/** In another order than the calls: what counts is the id. */
const RESULTS = [
  { role: 'tool', tool_call_id: 'b', content: '30 °C, ${hot}' },
  { role: 'tool', tool_call_id: 'a', content: '{"error":"no station"}' },
];

function answer(message: JsonObject, finish = 'stop'): JsonObject {
  return {
    id: 'x',
    object: 'chat.completion',
    created: 1,
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, message, finish_reason: finish }],
    usage: { prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 },
  };
}

const said = (content: string): JsonObject => ({ role: 'assistant', content });
const URL = 'https://api.openai.com/v1/chat/completions';

function ask(messages: readonly Json[], over: JsonObject = {}): JsonObject {
  return { model: 'gpt-4o', messages: [...messages], tools: TOOLS, temperature: 0.5, ...over };
}

const WEATHER = [
  { id: 'one', url: URL, request: ask([ASK]), status: 200, response: answer(CALLS, 'tool_calls') },
  { id: 'two', url: URL, request: ask([ASK, CALLS, ...RESULTS]), response: answer(said('Lyon is hot.')) },
  {
    id: 'three',
    url: URL,
    request: ask([ASK, CALLS, ...RESULTS, said('Lyon is hot.'), { role: 'user', content: 'Thanks' }]),
    response: answer(said('You are welcome.')),
  },
];

async function importLines(lines: readonly (JsonObject | string)[]): Promise<{ dir: string; inputs: JsonObject[] }> {
  const dir = tempDir();
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(dir, 'log.jsonl'), text);
  const imported = await runCli(['import', 'exchanges', 'log.jsonl', '--out', 'out'], { cwd: dir });
  expect(imported).toMatchObject({ code: 0 });
  const { format, inputs } = JSON.parse(readFileSync(join(dir, 'out/import.json'), 'utf8')) as JsonObject;
  expect(format).toBe('tooltape.import/1');
  return { dir, inputs: inputs as JsonObject[] };
}

async function replay(dir: string): Promise<JsonObject[]> {
  const args = ['replay', '--cassettes', 'out/cassettes', 'out/scenarios', '-o', 'run.json'];
  expect(await runCli(args, { cwd: dir })).toMatchObject({ code: 0 });
  return (JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as { trials: JsonObject[] }).trials;
}

test('exchanges of one conversation become one scenario that passes on its own answers', async () => {
  const { dir, inputs } = await importLines(WEATHER);
  expect(inputs).toEqual(
    ['one', 'two', 'three'].map((id, i) => ({
      id,
      source: 'log.jsonl',
      scenario: 'log.jsonl',
      model: 'gpt-4o',
      trial: 1,
      interaction: i + 1,
    })),
  );
  const scenario = JSON.parse(readFileSync(join(dir, 'out/scenarios/log.jsonl.json'), 'utf8')) as JsonObject;
  expect(scenario).toMatchObject({
    review: true,
    bare: true,
    request: { temperature: 0.5 },
    max_steps: 2,
    turns: [
      {
        user: ASK.content,
        expect: {
          calls: [
            { name: 'get_weather', arguments: { city: 'Bern' } },
            { name: 'get_weather', arguments: { city: 'Lyon' } },
          ],
        },
      },
      { user: 'Thanks', expect: { calls: [] } },
    ],
  });
  const [trial] = await replay(dir);
  expect(trial).toMatchObject({ status: 'pass', model: 'gpt-4o' });
  expect((trial as { steps: JsonObject[] }).steps[0]?.['results']).toMatchObject([
    { content: '{"error":"no station"}', isError: true },
    { content: '30 °C, ${hot}', isError: false },
  ]);
  const checked = await runCli(['check', 'out/scenarios'], { cwd: dir });
  expect(checked.stdout).toContain('take `review` away');
});

test('a cassette keeps the request that was sent, where the scenario leads to another', async () => {
  const { dir } = await importLines(WEATHER.slice(0, 2));
  const cassette = JSON.parse(readFileSync(join(dir, 'out/cassettes/log.jsonl/gpt-4o.json'), 'utf8')) as {
    format: string;
    source: string;
    trials: { interactions: JsonObject[] }[];
  };
  expect(cassette).toMatchObject({ format: 'tooltape.cassette/1', source: 'import', gateway: 'api.openai.com' });
  const [first, second] = cassette.trials[0]?.interactions ?? [];
  expect(first).not.toHaveProperty('original');
  // The results went back in another order.
  expect(second?.['original']).toEqual(WEATHER[1]?.request);
  expect(await runCli(['cassettes', 'verify', '--cassettes', 'out/cassettes'], { cwd: dir })).toMatchObject({
    code: 0,
  });
});

test('what a scenario cannot say again becomes one of its own, with the history that it was asked with', async () => {
  const rewritten = [ASK, CALLS, ...RESULTS, said('Something else.'), { role: 'user', content: 'Thanks' }];
  const { dir, inputs } = await importLines([
    ...WEATHER.slice(0, 2),
    { id: 'odd', url: URL, request: ask(rewritten), response: answer(said('Bye.')) },
  ]);
  expect(inputs[2]).toMatchObject({ id: 'odd', scenario: 'odd', trial: 1, interaction: 1 });
  expect((await replay(dir)).map(({ scenario, status }) => [scenario, status])).toEqual([
    ['log.jsonl', 'pass'],
    ['odd', 'pass'],
  ]);
  const scenario = JSON.parse(readFileSync(join(dir, 'out/scenarios/odd.json'), 'utf8')) as JsonObject;
  expect(scenario['messages']).toEqual(rewritten);
});

test('errors of any status are kept, and streams are read as streams', async () => {
  const events = [
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    { choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: 'stop' }] },
  ].map((event) => `data: ${JSON.stringify({ object: 'chat.completion.chunk', model: 'gpt-4o', ...event })}\n\n`);
  const error = { error: { message: 'Slow down', type: 'requests', code: 'rate_limit_exceeded' } };
  const { dir } = await importLines([
    { id: 'busy', url: URL, request: ask([ASK]), status: 429, response: error },
    {
      id: 'spoken',
      url: URL,
      request: ask([ASK], { stream: true }),
      status: 200,
      body: `${events.join('')}data: [DONE]\n\n`,
    },
  ]);
  expect(await replay(dir)).toMatchObject([
    { scenario: 'busy', status: 'error', reason: 'rate-limit' },
    { scenario: 'spoken', status: 'pass', findings: [] },
  ]);
});

test('an answer without its request is read with the tools that it calls', async () => {
  const { dir } = await importLines([
    { id: 'alone', protocol: 'chat', request: null, response: answer(CALLS, 'tool_calls') },
  ]);
  const scenario = JSON.parse(readFileSync(join(dir, 'out/scenarios/alone.json'), 'utf8')) as JsonObject;
  expect(scenario['messages']).toEqual([{ role: 'user', content: '(not recorded)' }]);
  const [trial] = await replay(dir);
  expect(trial).toMatchObject({ model: 'gpt-4o-2024-08-06', status: 'pass' });
  expect(trial?.['calls']).toMatchObject([{ arguments: { city: 'Bern' } }, { arguments: { city: 'Lyon' } }]);
});

test('logs of LiteLLM and batches of OpenAI are read, each in its own shape', async () => {
  const { dir, inputs } = await importLines([
    { model: 'gpt-4o', custom_llm_provider: 'openai', messages: [ASK], response: answer(said('Hi')) },
    {
      custom_id: 'b1',
      url: '/v1/chat/completions',
      request: { body: ask([ASK]) },
      response: { status_code: 200, body: answer(said('Ho')) },
    },
  ]);
  expect(inputs).toMatchObject([
    { id: 'log.jsonl#1', model: 'gpt-4o@openai' },
    { id: 'b1', model: 'gpt-4o@import' },
  ]);
  expect((await replay(dir)).map(({ status }) => status)).toEqual(['pass', 'pass']);
});

test('what cannot be imported is refused by its id, with the reason', async () => {
  const { inputs, dir } = await importLines([
    'not json',
    { id: 'empty', request: ask([ASK]) },
    { id: 'foreign', protocol: 'telepathy', request: {}, response: {} },
    { id: 'embedding', url: 'https://api.openai.com/v1/embeddings', request: { input: 'x' }, response: { data: [] } },
    ...WEATHER.slice(0, 1),
  ]);
  expect(inputs.slice(0, 4)).toEqual([
    { id: 'log.jsonl#1', source: 'log.jsonl', refused: 'line 1 is not JSON' },
    { id: 'empty', source: 'log.jsonl', refused: 'it holds no response' },
    {
      id: 'foreign',
      source: 'log.jsonl',
      refused: expect.stringContaining('does not speak the protocol "telepathy"') as string,
    },
    { id: 'embedding', source: 'log.jsonl', refused: 'no protocol has the path "/v1/embeddings"' },
  ]);
  expect(readdirSync(join(dir, 'out/scenarios'))).toEqual(['one.json']);
});

test('a key in an exchange reaches no file', async () => {
  const key = 'sk-proj-0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCD';
  const leaking = { role: 'user', content: `My key is ${key}` };
  const { dir } = await importLines([
    { id: 'leak', url: URL, request: ask([leaking]), response: answer(said(`It is ${key}.`)) },
  ]);
  for (const file of ['out/scenarios/leak.json', 'out/cassettes/leak/gpt-4o.json', 'out/import.json']) {
    expect(readFileSync(join(dir, file), 'utf8')).not.toContain('0123456789abcdefghij');
  }
  await replay(dir);
});

test('a file that holds no exchange, or is not there, ends the import', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'empty.jsonl'), '\n');
  const empty = await runCli(['import', 'exchanges', 'empty.jsonl', '--out', 'out'], { cwd: dir });
  expect(empty).toMatchObject({ code: 2, stderr: expect.stringContaining('empty.jsonl') as string });
  const missing = await runCli(['import', 'exchanges', 'nowhere.jsonl', '--out', 'out'], { cwd: dir });
  expect(missing).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('nowhere.jsonl: there is no such file') as string,
  });
});
