import { connect } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TooltapeError } from '../../src/domain/errors.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { loadYaml } from './load-yaml.ts';
import { SHAPES } from './shapes.ts';
import { functionTools } from '../../src/protocol/function-tools.ts';

const { scenarios } = loadYaml(SHAPES);
let sandbox: Sandbox;
let client: OpenAI;

beforeAll(async () => {
  sandbox = await startSandbox({ scenarios });
  client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'none', maxRetries: 0 });
});
afterAll(() => sandbox.close());

function request(id: string, model = 'oracle'): OpenAI.ChatCompletionCreateParamsNonStreaming {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return {
    model,
    messages: [...(scenario.turns[0]?.messages ?? [])] as unknown as OpenAI.ChatCompletionMessageParam[],
    tools: [...functionTools(scenario.tools)] as unknown as OpenAI.ChatCompletionTool[],
  };
}

function headers(id: string, trial = 1): { headers: { [name: string]: string } } {
  return { headers: { 'x-tooltape-scenario': encodeURIComponent(id), 'x-tooltape-trial': String(trial) } };
}

async function post(body: string, init: RequestInit = {}): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${sandbox.baseUrl}/chat/completions`, { method: 'POST', body, ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

test('the openai package gets the calls of a scenario, then the answer that its results call for', async () => {
  const first = request('parallel-two');
  const completion = await client.chat.completions.create(first, headers('parallel-two'));
  const [choice] = completion.choices;
  expect(completion.model).toBe('oracle');
  expect(choice?.finish_reason).toBe('tool_calls');
  const calls = choice?.message.tool_calls ?? [];
  expect(calls.map((call) => call.type === 'function' && call.function)).toEqual([
    { name: 'get_weather', arguments: '{"city":"Paris","unit":"celsius"}' },
    { name: 'search_products', arguments: '{"query":"umbrella"}' },
  ]);
  expect(new Set(calls.map((call) => call.id)).size).toBe(2);
  const results = calls.map((call) => ({ role: 'tool' as const, tool_call_id: call.id, content: '{}' }));
  const messages = [...first.messages, choice!.message, ...results];
  const second = await client.chat.completions.create({ ...first, messages }, headers('parallel-two'));
  expect(second.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '22, umbrella.' } });
  expect(second.usage?.total_tokens).toBe((second.usage?.prompt_tokens ?? 0) + (second.usage?.completion_tokens ?? 0));
});

test.each(['parallel-two', 'same-tool-thrice', 'abstain', 'nested', '天気-übung'])(
  'a stream of %s joins to the same message as the response in one piece',
  async (id) => {
    const whole = await client.chat.completions.create(request(id), headers(id));
    const stream = client.chat.completions.stream(
      {
        ...request(id),
        stream: true,
        stream_options: { include_usage: true },
      },
      headers(id),
    );
    const joined = await stream.finalChatCompletion();
    const plain = (message: unknown): unknown =>
      JSON.parse(
        JSON.stringify(message, (key, value: unknown) =>
          key === 'parsed' || key === 'parsed_arguments' ? undefined : value,
        ),
      );
    expect(plain(joined.choices[0]?.message)).toEqual(plain(whole.choices[0]?.message));
    expect(joined.choices[0]?.finish_reason).toBe(whole.choices[0]?.finish_reason);
    expect(joined.usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
  },
);

test('a usage chunk comes only when it is asked for', async () => {
  const body = { ...request('abstain'), stream: true };
  expect((await post(JSON.stringify(body))).text).not.toContain('"usage"');
  const { text, headers: got } = await post(JSON.stringify({ ...body, stream_options: { include_usage: true } }));
  expect(got.get('content-type')).toContain('text/event-stream');
  const events = text.trimEnd().split('\n\n');
  expect(events.at(-1)).toBe('data: [DONE]');
  expect(JSON.parse(events.at(-2)!.slice(6))).toMatchObject({
    choices: [],
    usage: { total_tokens: expect.any(Number) },
  });
});

test('without headers the scenario is found by its messages and tools', async () => {
  for (const { id } of scenarios) {
    const named = await client.chat.completions.create(request(id), headers(id));
    const found = await client.chat.completions.create(request(id));
    expect(found.choices).toEqual(named.choices);
  }
});

test("system messages of the caller's own do not hide the scenario", async () => {
  const body = request('parallel-two');
  const messages = [{ role: 'system' as const, content: 'I am an agent.' }, ...body.messages];
  const found = await client.chat.completions.create({ ...body, messages });
  expect(found.choices[0]?.message.tool_calls).toHaveLength(2);
});

test('a conversation over several turns is followed to its end', async () => {
  const scenario = scenarios.find((one) => one.id === 'two-turns')!;
  const messages: OpenAI.ChatCompletionMessageParam[] = [];
  const called: string[][] = [];
  for (const turn of scenario.turns) {
    messages.push(...(turn.messages as unknown as OpenAI.ChatCompletionMessageParam[]));
    for (;;) {
      const completion = await client.chat.completions.create({ ...request('two-turns'), messages });
      const message = completion.choices[0]!.message;
      messages.push(message);
      const calls = (message.tool_calls ?? []).filter((call) => call.type === 'function');
      called.push(calls.map((call) => call.function.name));
      if (calls.length === 0) break;
      messages.push(...calls.map((call) => ({ role: 'tool' as const, tool_call_id: call.id, content: 'ok' })));
    }
  }
  expect(called).toEqual([['get_weather'], [], [], ['search_products'], []]);
});

test('the same request gets the same bytes, headers included, and two trials of flaky differ', async () => {
  const body = JSON.stringify(request('single-tool', 'flaky'));
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) => post(body, headers('single-tool', (i % 12) + 1))),
  );
  for (let i = 0; i < 12; i += 1) {
    expect(answers[i]!.text).toBe(answers[i + 12]!.text);
    expect([...answers[i]!.headers]).toEqual([...answers[i + 12]!.headers]);
  }
  const calls = answers.map(({ text }) => JSON.stringify((JSON.parse(text) as OpenAI.ChatCompletion).choices));
  expect(new Set(calls).size).toBe(2);
});

test.each([
  ['{"model":', 400, 'invalid_json', null],
  ['[]', 400, 'invalid_json', null],
  ['{"messages":[]}', 400, 'missing_required_parameter', 'model'],
  ['{"model":"oracle"}', 400, 'missing_required_parameter', 'messages'],
  ['{"model":"oracl","messages":[{"role":"user","content":"x"}]}', 404, 'model_not_found', 'model'],
  ['{"model":"oracle","messages":[{"role":"user","content":"never heard of"}]}', 404, 'scenario_not_found', 'messages'],
])('%s is refused with %d %s', async (body, status, code, param) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(JSON.parse(answer.text)).toEqual({
    error: { message: expect.any(String), type: 'invalid_request_error', param, code },
  });
});

test('a misspelt persona is told the right one', async () => {
  await expect(client.chat.completions.create(request('abstain', 'orakle'))).rejects.toThrow(
    "404 The model 'orakle' does not exist. Did you mean 'oracle'?",
  );
});

test.each([
  ['no-such', '1', 404],
  ['%E0%A4%A', '1', 400],
  ['abstain', '0', 400],
  ['abstain', 'x', 400],
])('the headers %s, %s are answered with %d', async (scenario, trial, status) => {
  const answer = await post(JSON.stringify(request('abstain')), {
    headers: { 'x-tooltape-scenario': scenario, 'x-tooltape-trial': trial },
  });
  expect(answer.status).toBe(status);
});

test('models are listed, and looked up by name', async () => {
  const listed: string[] = [];
  for await (const model of client.models.list()) listed.push(model.id);
  expect(listed).toEqual(['oracle', 'one-at-a-time', 'wrong-arguments', 'wrong-tool', 'eager', 'talker', 'flaky']);
  expect(await client.models.retrieve('talker')).toMatchObject({ id: 'talker', object: 'model' });
  await expect(client.models.retrieve('walker')).rejects.toThrow('404');
});

test.each([
  ['GET', '/chat/completions', 405],
  ['DELETE', '/models', 405],
  ['POST', '/completions', 404],
])('%s %s is answered with %d', async (method, path, status) => {
  const response = await fetch(sandbox.baseUrl + path, { method });
  expect(response.status).toBe(status);
  expect(response.headers.get('allow') === null).toBe(status === 404);
  expect(await response.json()).toHaveProperty('error.message');
});

test('a port that is taken is an error of the user', async () => {
  const port = Number(new URL(sandbox.baseUrl).port);
  await expect(startSandbox({ scenarios, port })).rejects.toThrow(TooltapeError);
});

test('closing ends idle connections and refuses new ones', async () => {
  const own = await startSandbox({ scenarios });
  const { port } = new URL(own.baseUrl);
  const socket = connect(Number(port), '127.0.0.1');
  const ended = new Promise((resolve) => socket.on('close', resolve));
  socket.write('GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  await own.close();
  await ended;
  await expect(fetch(`${own.baseUrl}/models`)).rejects.toThrow();
});

test('a connection that is cut in the middle of a request does no harm', async () => {
  const { port } = new URL(sandbox.baseUrl);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"model"');
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
  const answer = await post(JSON.stringify(request('abstain')));
  expect(answer.status).toBe(200);
});
