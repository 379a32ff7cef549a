import { createOpenAI } from '@ai-sdk/openai';
import { Agent, OpenAIProvider, Runner, tool as agentTool } from '@openai/agents';
import { generateText, jsonSchema, stepCountIs, streamText, tool, type ToolSet } from 'ai';
import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functionTools } from '../../../src/protocol/function-tools.ts';
import { asText } from '../../../src/json/json.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { loadYaml } from '../../sandbox/load-yaml.ts';
import { SHAPES } from '../../sandbox/shapes.ts';

const { scenarios } = loadYaml(SHAPES);
const headers = { 'x-tooltape-scenario': 'parallel-two', 'x-tooltape-trial': '1' };
let sandbox: Sandbox;
let client: OpenAI;

beforeAll(async () => {
  sandbox = await startSandbox({ scenarios });
  client = new OpenAI({ baseURL: sandbox.baseUrl, apiKey: 'none', maxRetries: 0, defaultHeaders: headers });
});
afterAll(() => sandbox.close());

const scenario = scenarios.find(({ id }) => id === 'parallel-two');
if (scenario === undefined) throw new Error('no scenario parallel-two');
const { turns, tools } = scenario;
const prompt = asText(turns[0]?.messages[0]?.['content']);
const NAMES = ['get_weather', 'search_products'];

test.each([false, true])('the client of OpenAI completes a tool loop, stream %s', async (stream) => {
  const ask = async (messages: OpenAI.ChatCompletionMessageParam[]): Promise<OpenAI.ChatCompletion> => {
    const params = {
      model: 'oracle',
      messages,
      tools: [...functionTools(tools)] as unknown as OpenAI.ChatCompletionTool[],
    };
    return stream
      ? client.chat.completions.stream(params).finalChatCompletion()
      : client.chat.completions.create(params);
  };
  const user = { role: 'user' as const, content: prompt };
  const message = (await ask([user])).choices[0]?.message;
  const calls = message?.tool_calls ?? [];
  expect(calls.map((call) => call.type === 'function' && call.function.name)).toEqual(NAMES);
  const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '{}' }));
  const answer = await ask([user, message as OpenAI.ChatCompletionMessage, ...results]);
  expect(answer.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '22, umbrella.' } });
});

function aiTools(): ToolSet {
  return Object.fromEntries(
    tools.map(({ name, parameters }) => [
      name,
      tool({ inputSchema: jsonSchema(parameters ?? { type: 'object' }), execute: () => ({}) }),
    ]),
  );
}

test.each([false, true])('the Vercel AI SDK completes a tool loop, stream %s', async (stream) => {
  const provider = createOpenAI({ baseURL: sandbox.baseUrl, apiKey: 'none', headers });
  const options = { model: provider.chat('oracle'), prompt, tools: aiTools(), stopWhen: stepCountIs(3), maxRetries: 0 };
  const result = stream ? streamText(options) : await generateText(options);
  expect(await result.text).toBe('22, umbrella.');
  const steps = await result.steps;
  expect(steps.map((step) => step.toolCalls.map((call) => call.toolName))).toEqual([NAMES, []]);
});

test.each([false, true])('the agents SDK of OpenAI completes a tool loop, stream %s', async (stream) => {
  const made: string[] = [];
  const agent = new Agent({
    name: 'weather',
    model: 'oracle',
    tools: tools.map(({ name, parameters }) =>
      agentTool({
        name,
        description: name,
        parameters: { additionalProperties: true, required: [], properties: {}, ...parameters } as never,
        strict: false,
        execute: () => {
          made.push(name);
          return '{}';
        },
      }),
    ),
  });
  const modelProvider = new OpenAIProvider({ openAIClient: client as never, useResponses: false });
  const runner = new Runner({ modelProvider, tracingDisabled: true });
  if (stream) {
    const result = await runner.run(agent, prompt, { stream: true });
    await result.completed;
    expect(result.finalOutput).toBe('22, umbrella.');
  } else {
    expect((await runner.run(agent, prompt)).finalOutput).toBe('22, umbrella.');
  }
  expect(made.toSorted()).toEqual(NAMES);
});

const said = { role: 'user', content: prompt };
const called = {
  role: 'assistant',
  content: null,
  tool_calls: [{ id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{}' } }],
};
const result = { role: 'tool', tool_call_id: 'a', content: '22' };

test.each<[string, object, RegExp]>([
  [
    'a result without its call',
    { messages: [said, result] },
    /must be a response to a preceeding message with 'tool_calls'/,
  ],
  ['a result of another call', { messages: [said, called, { ...result, tool_call_id: 'b' }] }, /preceeding message/],
  [
    'a result that is given twice',
    { messages: [said, called, result, result] },
    /messages\.\[3\]\.role|preceeding message/,
  ],
  ['a call without its result', { messages: [said, called] }, /did not have response messages: a/],
  [
    'a call whose result comes too late',
    { messages: [said, called, said, result] },
    /did not have response messages: a/,
  ],
  [
    'a name with a dot',
    { tools: [{ type: 'function', function: { name: 'a.b' } }] },
    /'tools\[0\]\.function\.name'.*pattern/,
  ],
  [
    'a tool of Responses',
    { tools: [{ type: 'function', name: 'a' }] },
    /Missing required parameter: 'tools\[0\]\.function'/,
  ],
  ['a choice without tools', { tool_choice: 'required' }, /only allowed when 'tools' are specified/],
])('the sandbox refuses %s as OpenAI does', async (_, change, words) => {
  const asked = {
    model: 'oracle',
    messages: [said],
    ...change,
  } as unknown as OpenAI.ChatCompletionCreateParamsNonStreaming;
  const error: unknown = await client.chat.completions.create(asked).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BadRequestError)) throw new Error('it was answered', { cause: error });
  expect(error.message).toMatch(words);
});
