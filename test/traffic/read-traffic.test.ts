import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKeyer } from '../../src/cassette/lookup/key.ts';
import { listCells } from '../../src/cassette/store/list-cells.ts';
import { openCassette } from '../../src/cassette/store/store.ts';
import type { Interaction } from '../../src/domain/recording.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { PROTOCOLS } from '../../src/protocol/protocols.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { readTraffic } from '../../src/traffic/read-traffic.ts';
import { runAndRead } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEYER = createKeyer({ redactor: createRedactor() });

test.each(PROTOCOLS.flatMap(({ name }) => [false, true].map((stream) => ({ name, stream }))))(
  'recorded trials say as traffic what they say in the run file: $name, streamed $stream',
  async ({ name, stream }) => {
    const cwd = tempDir();
    cpSync(join(ROOT, 'scenarios'), join(cwd, 'scenarios'), { recursive: true });
    const config = {
      gateways: { sandbox: { sandbox: true, protocol: name } },
      models: { oracle: { gateway: 'sandbox' } },
    };
    writeFileSync(join(cwd, 'tooltape.config.yaml'), JSON.stringify(config));
    const { run } = await runAndRead(['run', '--models', 'oracle', '--record', 'missing', '--stream', String(stream)], {
      cwd,
    });
    const cells = listCells(join(cwd, 'cassettes'));
    expect(cells.length).toBeGreaterThan(20);
    for (const { scenario, model } of cells) {
      const recorded = openCassette(join(cwd, 'cassettes'), scenario, model, KEYER)?.recorded(1);
      const traffic = readTraffic(recorded?.interactions ?? []);
      const row = run.trials.find((trial) => trial.scenario === scenario);
      expect(traffic.calls, scenario).toMatchObject(
        (row?.calls ?? []).map(({ step, name: tool, arguments: made, rawArguments }) => ({
          step,
          name: tool,
          arguments: made,
          rawArguments,
        })),
      );
      expect(traffic.conversations.length, scenario).toBe(1);
      const turns = new Set(row?.steps.map(({ turn }) => turn)).size;
      expect(traffic.conversations[0]?.transcript.turns.length, scenario).toBe(turns);
      const steps = traffic.transcript.turns.flatMap((turn) => turn.steps);
      expect(steps.map(({ reading }) => reading.text)).toEqual(row?.steps.map(({ text }) => text));
      const results = row?.steps.flatMap((step) =>
        step.results.map(({ content, isError }) => ({ content: even(content), isError })),
      );
      const found = steps.flatMap((step) =>
        step.results.map(({ content, isError }) => ({ content: even(content), isError })),
      );
      expect(found, scenario).toEqual(results);
    }
  },
);

/** Gemini sends an object as it is: the spelling of its text is ours. */
function even(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content));
  } catch {
    return content;
  }
}

interface Asked {
  readonly request: JsonObject;
  readonly answer: JsonObject;
  readonly endpoint?: string;
  readonly sentMs?: number;
  readonly latencyMs?: number;
}

function recorded(exchanges: readonly Asked[]): Interaction[] {
  return exchanges.map(({ request, answer, endpoint = '/chat/completions', sentMs, latencyMs = 10 }) => ({
    endpoint,
    key: KEYER.keyOf(endpoint, request),
    request: KEYER.canonicalBody(endpoint, request),
    response: { status: 200, headers: { 'content-type': 'application/json' }, body: { kind: 'json', value: answer } },
    latencyMs,
    firstByteMs: 1,
    ...(sentMs !== undefined && { sentMs }),
  }));
}

const call = (id: string, name: string, args: object): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
});
const said = (message: JsonObject): JsonObject => ({
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', ...message },
      finish_reason: message['tool_calls'] ? 'tool_calls' : 'stop',
    },
  ],
});
const calls = (...made: JsonObject[]): JsonObject => ({ content: null, tool_calls: made });
const chat = (...messages: JsonObject[]): JsonObject => ({ model: 'm', messages });
const user = (content: string): JsonObject => ({ role: 'user', content });

test('a program that trims its history and writes its system prompt anew holds one conversation', () => {
  const a = calls(call('a', 'find', { q: 'x' }));
  const traffic = readTraffic(
    recorded([
      { request: chat({ role: 'system', content: 'It is 10:00.' }, user('hi')), answer: said(a) },
      {
        request: chat(
          { role: 'system', content: 'It is 10:01.' },
          user('hi'),
          { role: 'assistant', ...a },
          { role: 'tool', tool_call_id: 'a', content: '{"found":3}' },
        ),
        answer: said({ content: 'three' }),
      },
      {
        request: chat(
          { role: 'tool', tool_call_id: 'a', content: '{"found":3}' },
          { role: 'assistant', content: 'three' },
          user('sure?'),
        ),
        answer: said({ content: 'yes' }),
      },
    ]),
  );
  expect(traffic.conversations.length).toBe(1);
  expect(traffic.conversations[0]?.transcript.turns.map((turn) => turn.steps.length)).toEqual([2, 1]);
  expect(traffic.calls).toEqual([
    {
      step: 1,
      conversation: 1,
      name: 'find',
      arguments: { q: 'x' },
      rawArguments: '{"q":"x"}',
      result: { content: '{"found":3}', value: { found: 3 }, isError: false },
    },
  ]);
});

test('two conversations under way at once are told apart; their calls are one step where they overlap in time', () => {
  const ask = (city: string, at: number): Asked[] => {
    const made = calls(call('same', 'weather', { city }));
    const first = chat(user(`weather in ${city}?`));
    return [
      { request: first, answer: said(made), sentMs: at, latencyMs: 100 },
      {
        request: chat(
          user(`weather in ${city}?`),
          { role: 'assistant', ...made },
          { role: 'tool', tool_call_id: 'same', content: `sun in ${city}` },
        ),
        answer: said({ content: city }),
        sentMs: at + 110,
        latencyMs: 100,
      },
    ];
  };
  const [a1, a2] = ask('Rome', 0);
  const [b1, b2] = ask('Oslo', 20);
  const exchanges = [a1, b1, a2, b2] as Asked[];
  const traffic = readTraffic(recorded(exchanges));
  expect(traffic.conversations.map(({ calls: made }) => made.map(({ result }) => result?.content))).toEqual([
    ['sun in Rome'],
    ['sun in Oslo'],
  ]);
  expect(traffic.calls.map(({ step, conversation }) => [step, conversation])).toEqual([
    [1, 1],
    [1, 2],
  ]);
  expect(traffic.transcript.turns[0]?.steps.map(({ reading }) => reading.text)).toEqual([null, 'Rome\n\nOslo']);
  const serial = readTraffic(recorded(exchanges.map(({ request, answer }) => ({ request, answer }))));
  expect(serial.calls.map(({ step }) => step)).toEqual([1, 2]);
});

test('requests to Responses that name earlier answers go on with them', () => {
  const endpoint = '/v1/responses';
  const first: JsonObject = {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    model: 'm',
    output: [
      { type: 'function_call', id: 'fc_1', call_id: 'call_x', name: 'find', arguments: '{}', status: 'completed' },
    ],
  };
  const text = (id: string, words: string): JsonObject => ({
    id,
    object: 'response',
    status: 'completed',
    model: 'm',
    output: [
      {
        type: 'message',
        id: `msg_${id}`,
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: words, annotations: [] }],
      },
    ],
  });
  const result: JsonObject = { type: 'function_call_output', call_id: 'call_x', output: '7' };
  const question: JsonObject = { role: 'user', content: 'how many?' };
  const ways: { [way: string]: JsonObject[] } = {
    previous_response_id: [
      { model: 'm', input: 'how many?' },
      { model: 'm', previous_response_id: 'resp_1', input: [result] },
      { model: 'm', previous_response_id: 'resp_2', input: [{ role: 'user', content: 'sure?' }] },
    ],
    'item references': [
      { model: 'm', input: [question] },
      { model: 'm', input: [question, { type: 'item_reference', id: 'fc_1' }, result] },
      {
        model: 'm',
        input: [
          question,
          { type: 'item_reference', id: 'fc_1' },
          result,
          { type: 'item_reference', id: 'msg_2' },
          { role: 'user', content: 'sure?' },
        ],
      },
    ],
  };
  for (const [way, requests] of Object.entries(ways)) {
    const answers = [first, text('resp_2', 'seven'), text('resp_3', 'yes')];
    const traffic = readTraffic(
      recorded(requests.map((request, i) => ({ endpoint, request, answer: answers[i] as JsonObject }))),
    );
    expect(traffic.conversations.length, way).toBe(1);
    expect(
      traffic.calls.map((one) => one.result?.value),
      way,
    ).toEqual([7]);
    expect(traffic.conversations[0]?.transcript.turns.length, way).toBe(2);
  }
});

test('what is no answer of a model says nothing: tracing, embeddings, and the refusal before the answer', () => {
  const answer = said({ content: 'ok' });
  const exchanges = recorded([
    { endpoint: '/v1/traces/ingest', request: { data: [] }, answer: {} },
    { endpoint: '/v1/embeddings', request: { input: 'x' }, answer: { data: [] } },
    { request: chat(user('hi')), answer },
  ]);
  const refused: Interaction = {
    ...(exchanges[2] as Interaction),
    response: {
      status: 400,
      headers: {},
      body: { kind: 'json', value: { error: { message: 'bad parameter', param: 'x' } } },
    },
  };
  const traffic = readTraffic([...exchanges.slice(0, 2), refused, ...exchanges.slice(2)]);
  expect(traffic.conversations.length).toBe(1);
  expect(traffic.transcript.error).toBe(null);
  expect(traffic.transcript.attempts).toBe(2);
  expect(readTraffic([refused]).transcript.error?.code).toBe('refused');
});

test('turns of the transcript begin where they are said to', () => {
  const one = (content: string): Asked => ({ request: chat(user(content)), answer: said({ content }) });
  const { transcript } = readTraffic(recorded([one('a'), one('b'), one('c')]), { turns: [0, 2] });
  expect(transcript.turns.map(({ steps }) => steps.map(({ index }) => index))).toEqual([[1, 2], [3]]);
});
