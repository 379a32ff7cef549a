import { createOpenAI } from '@ai-sdk/openai';
import { Agent, OpenAIProvider, Runner, tool as agentTool } from '@openai/agents';
import { generateText, jsonSchema, stepCountIs, streamText, tool, type ToolSet } from 'ai';
import OpenAI, { BadRequestError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../../../src/domain/scenario.ts';
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

function scenarioCalled(id: string): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return scenario;
}

const { turns, tools } = scenarioCalled('parallel-two');
const prompt = asText(turns[0]?.messages[0]?.['content']);

function request(): OpenAI.Responses.ResponseCreateParamsNonStreaming {
  return {
    model: 'oracle',
    input: [{ role: 'user', content: prompt }],
    tools: tools.map(({ name, parameters }) => ({ type: 'function', name, parameters, strict: false })),
    include: ['reasoning.encrypted_content'],
    store: false,
  };
}

async function ask(
  params: OpenAI.Responses.ResponseCreateParamsNonStreaming,
  stream: boolean,
): Promise<OpenAI.Responses.Response> {
  if (!stream) return client.responses.create(params);
  const { stream: _, ...rest } = params;
  return client.responses.stream(rest).finalResponse();
}

test.each([false, true])('the client of OpenAI completes a tool loop with reasoning, stream %s', async (stream) => {
  const params = request();
  const response = await ask(params, stream);
  expect(response.output.map((item) => item.type)).toEqual(['reasoning', 'function_call', 'function_call']);
  const outputs = response.output.flatMap((item): OpenAI.Responses.ResponseInputItem[] =>
    item.type === 'function_call' ? [{ type: 'function_call_output', call_id: item.call_id, output: '{}' }] : [],
  );
  const input = [...(params.input as OpenAI.Responses.ResponseInputItem[]), ...response.output, ...outputs];
  const answer = await ask({ ...params, input: input as OpenAI.Responses.ResponseInput }, stream);
  expect(answer.output_text).toBe('22, umbrella.');
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
  const options = {
    model: provider.responses('oracle'),
    prompt,
    tools: aiTools(),
    stopWhen: stepCountIs(3),
    maxRetries: 0,
    providerOptions: { openai: { store: false } },
  };
  const result = stream ? streamText(options) : await generateText(options);
  expect(await result.text).toBe('22, umbrella.');
  const steps = await result.steps;
  expect(steps.map((step) => step.toolCalls.map((call) => call.toolName))).toEqual([
    ['get_weather', 'search_products'],
    [],
  ]);
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
  const runner = new Runner({
    modelProvider: new OpenAIProvider({ openAIClient: client as never, useResponses: true }),
    tracingDisabled: true,
  });
  if (stream) {
    const result = await runner.run(agent, prompt, { stream: true });
    await result.completed;
    expect(result.finalOutput).toBe('22, umbrella.');
  } else {
    const result = await runner.run(agent, prompt);
    expect(result.finalOutput).toBe('22, umbrella.');
  }
  expect(made.toSorted()).toEqual(['get_weather', 'search_products']);
});

const user = { role: 'user', content: 'Hi' };
const call = { type: 'function_call', id: 'fc_000001_1', call_id: 'a', name: 'get_weather', arguments: '{}' };
const output = { type: 'function_call_output', call_id: 'a', output: '{}' };
const open = { type: 'object', properties: { city: { type: 'string' } } };

test.each<[string, object, RegExp]>([
  ['no input', { input: [] }, /Missing required parameter: 'input'/],
  ['messages of chat', { messages: [user] }, /moved to 'input'/],
  ['the limit of chat', { max_tokens: 1 }, /moved to 'max_output_tokens'/],
  ['an unknown field', { seed: 1 }, /Unknown parameter: 'seed'/],
  ['a kept conversation', { previous_response_id: 'resp_1' }, /Previous response with id 'resp_1' not found/],
  ['a call without its output', { input: [user, call] }, /No tool output found for function call a/],
  ['an output without its call', { input: [user, output] }, /No tool call found/],
  ['reasoning that was left out', { input: [user, call, output] }, /without its required 'reasoning' item/],
  [
    'changed reasoning',
    { input: [user, { type: 'reasoning', id: 'rs_000001', summary: [], encrypted_content: 'eA==' }, call, output] },
    /could not be verified/,
  ],
  [
    'reasoning without its content',
    { input: [user, { type: 'reasoning', id: 'rs_000001', summary: [] }, call, output] },
    /not persisted/,
  ],
  ['a tool of chat', { tools: [{ type: 'function', function: { name: 'a' } }] }, /tools\[0\]\.name/],
  ['a name with a dot', { tools: [{ type: 'function', name: 'a.b', parameters: open, strict: false }] }, /pattern/],
  [
    'a schema that cannot be strict',
    { tools: [{ type: 'function', name: 'a', parameters: open, strict: true }] },
    /'additionalProperties' is required/,
  ],
  ['a choice of an unknown tool', { tool_choice: { type: 'function', name: 'nowhere' } }, /not found in 'tools'/],
])('the sandbox refuses %s as OpenAI does', async (_, change, words) => {
  const error = await client.responses.create({ ...request(), ...change }).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BadRequestError)) throw new Error('it was answered', { cause: error });
  expect(error.message).toMatch(words);
});
