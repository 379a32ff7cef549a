import { expect, test } from 'vitest';
import { PROTOCOL_NAMES } from '../../src/domain/protocol.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { plannedCall } from '../../src/match/examples/example-call.ts';
import { valueOf } from '../../src/protocol/places/pattern.ts';
import { nodesOf } from '../../src/protocol/places/read-place.ts';
import { endpointAtEnd, protocolFor } from '../../src/protocol/protocols.ts';
import { outcomes, runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, type SeenRequest } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { writtenAnswer } from '../support/written-answer.ts';

const EXTRA = { aa: 1, bb: 2, cc: 3 };
const REFUSED = ['aa', 'cc'];

/** A gateway of every protocol that sends three unknown fields with a call, and refuses two of them when they come back. */
function answerTo({ url, body }: SeenRequest): { readonly status: number; readonly body: object } {
  const text = JSON.stringify(body);
  const refused = REFUSED.find((name) => text.includes(`"${name}"`));
  if (refused !== undefined) return { status: 400, body: { error: { message: `Unknown parameter: '${refused}'.` } } };
  const endpoint = endpointAtEnd(url) ?? '';
  const protocol = protocolFor(endpoint);
  const isLast = protocol.serving
    .parse({ endpoint, body: body as JsonObject })
    .said.some(({ kind }) => kind === 'result');
  const reply = writtenAnswer(
    protocol,
    isLast ? { kind: 'text', text: 'done' } : { kind: 'calls', calls: [plannedCall('f', {})] },
  );
  for (const call of nodesOf(protocol.places, 'made call', reply)) Object.assign(valueOf(call) as JsonObject, EXTRA);
  return { status: 200, body: reply };
}

test('fields that a gateway sends and refuses are left out in every protocol, and a replay finds each trial', async () => {
  const server = await scriptedServer((request, response) => {
    const { status, body } = answerTo(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const named = (value: (name: string) => object): object =>
    Object.fromEntries(PROTOCOL_NAMES.map((name) => [name, value(name)]));
  const dir = tempDir({
    'scenarios/f.json': {
      id: 'f',
      prompt: 'Hi',
      trials: 2,
      tools: [{ name: 'f', parameters: { type: 'object', properties: {} }, returns: [{ result: 1 }] }],
      expect: { calls: [{ name: 'f', arguments: {} }] },
    },
    'tooltape.config.json': {
      gateways: named((protocol) => ({ base_url: server.baseUrl, protocol })),
      models: named((gateway) => ({ gateway })),
      defaults: { models: PROTOCOL_NAMES, retries: 0, concurrency: 1 },
    },
  });
  const { run } = await runAndRead(['run'], { cwd: dir });
  for (const name of PROTOCOL_NAMES) expect(outcomes(run, name)).toEqual({ f: 'pass' });
  const left = run.trials.map(({ findings }) => findings.filter(({ check }) => check === 'reasoning').length);
  expect(left).toEqual(run.trials.map(() => 2));
  const last = server.requests.filter(({ body }) => JSON.stringify(body).includes('"bb"'));
  expect(last.length).toBeGreaterThan(0);
  const replayed = await runCli(['replay'], { cwd: dir });
  expect(replayed.stderr).not.toContain('CASSETTE_MISS');
  expect(replayed.code).toBe(0);
});

test('custom calls, refusals and a limit of the scenario go to each protocol in its own form', async () => {
  const server = await scriptedServer((request, response) => {
    const { body } = answerTo({ ...request, body: { ...request.body, done: '"tool_result"' } });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const code = { id: 'c1', type: 'custom', custom: { name: 'run', input: 'print(1)' } };
  const dir = tempDir({
    'scenarios/h.json': {
      id: 'h',
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, tool_calls: [code] },
        { role: 'tool', tool_call_id: 'c1', content: '1' },
        { role: 'assistant', content: null, refusal: 'I will not' },
        { role: 'user', content: 'And?' },
      ],
      tools: [],
      request: { max_completion_tokens: 50 },
      expect: { calls: [] },
    },
    'tooltape.config.json': {
      gateways: Object.fromEntries(
        PROTOCOL_NAMES.map((protocol) => [protocol, { base_url: server.baseUrl, protocol }]),
      ),
      models: Object.fromEntries(PROTOCOL_NAMES.map((gateway) => [gateway, { gateway }])),
      defaults: { models: PROTOCOL_NAMES, retries: 0 },
    },
  });
  await runCli(['run'], { cwd: dir });
  const sent = (path: string): SeenRequest['body'] => server.requests.find(({ url }) => url.includes(path))?.body ?? {};
  expect(sent('/chat/')).toMatchObject({ max_completion_tokens: 50 });
  expect(sent('/chat/')).not.toHaveProperty('max_tokens');
  expect(sent('/responses')['input']).toMatchObject([
    { role: 'user' },
    { type: 'custom_tool_call', call_id: 'c1', name: 'run', input: 'print(1)' },
    { type: 'custom_tool_call_output', call_id: 'c1', output: '1' },
    { role: 'assistant', content: 'I will not' },
    { role: 'user' },
  ]);
  const [, call, , refusal] = sent('/messages')['messages'] as { readonly content: unknown }[];
  expect(call?.content).toMatchObject([{ type: 'tool_use', name: 'run', input: { input: 'print(1)' } }]);
  expect(refusal?.content).toBe('I will not');
  const [, said, , no] = sent('enerateContent')['contents'] as { readonly parts: unknown }[];
  expect(said?.parts).toMatchObject([{ functionCall: { name: 'run', args: { input: 'print(1)' } } }]);
  expect(no?.parts).toEqual([{ text: 'I will not' }]);
});

/** A call that is no JSON, as an answer of each protocol. */
const MALFORMED: { readonly [name: string]: object } = {
  chat: {
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{a: 1' } }],
        },
        finish_reason: 'tool_calls',
      },
    ],
  },
  responses: {
    object: 'response',
    status: 'completed',
    output: [{ type: 'function_call', call_id: 'c', name: 'f', arguments: '{a: 1' }],
  },
  messages: {
    type: 'message',
    role: 'assistant',
    content: [{ type: 'tool_use', id: 'c', name: 'f', input: '{a: 1' }],
    stop_reason: 'tool_use',
  },
  gemini: {
    candidates: [
      { content: { role: 'model', parts: [{ functionCall: { name: 'f', args: '{a: 1' } }] }, finishReason: 'STOP' },
    ],
  },
};

test('a malformed call that the gateway refuses in the next request is a failure of the model in every protocol', async () => {
  const told = { error: { code: 400, message: 'Invalid JSON in the arguments of a call' } };
  const server = await scriptedServer(({ url, body }, response) => {
    const [, way = '', protocol = ''] = /^\/(\w+)\/(\w+)\//.exec(url) ?? [];
    const isEcho = JSON.stringify(body).includes('a: 1');
    const status = isEcho && way === 'status' ? 400 : isEcho && way === 'server' ? 500 : 200;
    const answer = isEcho ? told : MALFORMED[protocol];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  const origin = new URL(server.baseUrl).origin;
  const ways = ['status', 'server', 'body'];
  const all = ways.flatMap((way) => PROTOCOL_NAMES.map((protocol) => ({ way, protocol, name: `${way}-${protocol}` })));
  const dir = tempDir({
    'scenarios/f.json': {
      id: 'f',
      prompt: 'Hi',
      tools: [{ name: 'f', parameters: { type: 'object', properties: {} }, returns: [{ result: 1 }] }],
      expect: { calls: [{ name: 'f', arguments: {} }] },
    },
    'scenarios/h.json': {
      id: 'h',
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{a: 1' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: '1' },
        { role: 'user', content: 'And?' },
      ],
      tools: [{ name: 'f', parameters: { type: 'object', properties: {} }, returns: [{ result: 1 }] }],
      expect: { calls: [] },
    },
    'tooltape.config.json': {
      gateways: Object.fromEntries(
        all.map(({ way, protocol, name }) => [name, { base_url: `${origin}/${way}/${protocol}/v1`, protocol }]),
      ),
      models: Object.fromEntries(all.map(({ name }) => [name, { gateway: name }])),
      defaults: { models: all.map(({ name }) => name), retries: 2 },
    },
  });
  const live = await runAndRead(['run'], { cwd: dir });
  // The history of a scenario is no work of the model.
  const wanted = { f: 'fail malformed-call', h: 'error refused' };
  for (const { name } of all) expect([name, outcomes(live.run, name)]).toEqual([name, wanted]);
  expect(live.run.trials.map(({ attempts }) => attempts)).toEqual([...all.map(() => 2), ...all.map(() => 1)]);
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.code).toBe(0);
  for (const { name } of all) expect([name, outcomes(replayed.run, name)]).toEqual([name, wanted]);
});
