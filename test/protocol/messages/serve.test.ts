import { asText } from '../../../src/json/json.ts';
import Anthropic, { BadRequestError } from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { generateText, jsonSchema, stepCountIs, streamText, tool, type ToolSet } from 'ai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../../../src/domain/scenario.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { loadYaml } from '../../sandbox/load-yaml.ts';
import { SHAPES } from '../../sandbox/shapes.ts';

const { scenarios } = loadYaml(SHAPES);
let sandbox: Sandbox;
let client: Anthropic;

beforeAll(async () => {
  sandbox = await startSandbox({ scenarios });
  client = new Anthropic({ baseURL: sandbox.baseUrl.replace(/\/v1$/, ''), apiKey: 'none', maxRetries: 0 });
});
afterAll(() => sandbox.close());

function scenarioCalled(id: string): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return scenario;
}

function request(id: string): Anthropic.MessageCreateParamsNonStreaming {
  const scenario = scenarioCalled(id);
  return {
    model: 'oracle',
    max_tokens: 1000,
    messages: scenario.turns[0]?.messages.map(({ content }) => ({ role: 'user', content: asText(content) })) ?? [],
    tools: scenario.tools.map(({ name, parameters }) => ({
      name,
      input_schema: (parameters ?? { type: 'object' }) as Anthropic.Tool.InputSchema,
    })),
  };
}

const headers = (id: string): { headers: Record<string, string> } => ({
  headers: { 'x-tooltape-scenario': encodeURIComponent(id), 'x-tooltape-trial': '1' },
});

const resultsFor = (message: Anthropic.Message): Anthropic.ToolResultBlockParam[] =>
  message.content.flatMap((block) =>
    block.type === 'tool_use' ? [{ type: 'tool_result' as const, tool_use_id: block.id, content: '{}' }] : [],
  );

test.each([false, true])('the client of Anthropic completes a tool loop with thinking, stream %s', async (stream) => {
  const ask = async (params: Anthropic.MessageCreateParamsNonStreaming): Promise<Anthropic.Message> =>
    stream
      ? client.messages.stream(params, headers('parallel-two')).finalMessage()
      : client.messages.create(params, headers('parallel-two'));
  const first = { ...request('parallel-two'), thinking: { type: 'adaptive' as const } };
  const message = await ask(first);
  expect(message.stop_reason).toBe('tool_use');
  expect(message.content.map((block) => block.type)).toEqual(['thinking', 'tool_use', 'tool_use']);
  const echo = { role: 'assistant' as const, content: message.content as Anthropic.ContentBlockParam[] };
  const messages = [...first.messages, echo, { role: 'user' as const, content: resultsFor(message) }];
  const answer = await ask({ ...first, messages });
  expect(answer.stop_reason).toBe('end_turn');
  expect(answer.content.at(-1)).toMatchObject({ type: 'text', text: '22, umbrella.' });
});

function aiTools(id: string): ToolSet {
  return Object.fromEntries(
    scenarioCalled(id).tools.map(({ name, parameters }) => [
      name,
      tool({ inputSchema: jsonSchema(parameters ?? { type: 'object' }), execute: () => ({}) }),
    ]),
  );
}

test.each([false, true])('the Vercel AI SDK completes a tool loop, stream %s', async (stream) => {
  const provider = createAnthropic({ baseURL: sandbox.baseUrl, apiKey: 'none', ...headers('parallel-two') });
  const options = {
    model: provider('oracle'),
    prompt: asText(scenarioCalled('parallel-two').turns[0]?.messages[0]?.['content']),
    tools: aiTools('parallel-two'),
    stopWhen: stepCountIs(3),
    maxRetries: 0,
    maxOutputTokens: 1000,
  };
  const result = stream ? streamText(options) : await generateText(options);
  expect(await result.text).toBe('22, umbrella.');
  const steps = await result.steps;
  expect(steps.map((step) => step.toolCalls.map((call) => call.toolName))).toEqual([
    ['get_weather', 'search_products'],
    [],
  ]);
});

test('the sandbox takes system messages after the user and before an answer', async () => {
  const messages = [user('Hi'), system, assistant([said]), ...request('parallel-two').messages, system];
  const answer = await client.messages.create({ ...request('parallel-two'), messages }, headers('parallel-two'));
  expect(answer.stop_reason).toBe('tool_use');
});

/** Requests that Anthropic refuses, and its words for them: https://platform.claude.com/docs/en/api/errors */
const call = { type: 'tool_use' as const, id: 'toolu_a', name: 'get_weather', input: {} };
const user = (content: Anthropic.ContentBlockParam[] | string): Anthropic.MessageParam => ({ role: 'user', content });
const assistant = (content: Anthropic.ContentBlockParam[]): Anthropic.MessageParam => ({ role: 'assistant', content });
const answerOf = (id: string): Anthropic.ContentBlockParam => ({ type: 'tool_result', tool_use_id: id, content: '' });
const said = { type: 'text' as const, text: 'Yes?' };
const system: Anthropic.MessageParam = { role: 'system', content: 'In French.' };
const thought = { type: 'thinking' as const, thinking: 'Hm.', signature: 'c2FuZGJveA==' };

test.each<[string, object, RegExp]>([
  ['no max_tokens', { max_tokens: undefined }, /^max_tokens: Field required/],
  ['no message', { messages: [] }, /at least one message/],
  ['a field of chat', { parallel_tool_calls: false }, /parallel_tool_calls: Extra inputs/],
  ['a call without its result', { messages: [user('Hi'), assistant([call]), user('And?')] }, /without `tool_result`/],
  ['a call at the end', { messages: [user('Hi'), assistant([call])] }, /without `tool_result`/],
  ['a result without its call', { messages: [user([answerOf('toolu_x')])] }, /unexpected `tool_use_id`/],
  [
    'two results of one call',
    { messages: [user('Hi'), assistant([call]), user([answerOf('toolu_a'), answerOf('toolu_a')])] },
    /single result/,
  ],
  ['a changed signature', { messages: [user('Hi'), assistant([thought]), user('And?')] }, /Invalid `signature`/],
  [
    'thinking that was left out',
    { thinking: { type: 'adaptive' }, messages: [user('Hi'), assistant([call]), user([answerOf('toolu_a')])] },
    /Expected `thinking`/,
  ],
  ['a system message at the start', { messages: [system, user('Hi')] }, /messages\.0: use the top-level 'system'/],
  [
    'a system message after an answer',
    { messages: [user('Hi'), assistant([said]), system] },
    /messages\.2: role 'system' must follow a 'user' message/,
  ],
  [
    'a system message before the user',
    { messages: [user('Hi'), system, system, user('And?')] },
    /messages\.1: role 'system' must precede an 'assistant' message/,
  ],
  ['an empty text', { messages: [user([{ type: 'text', text: '' }])] }, /non-empty/],
  ['a role of chat', { messages: [{ role: 'tool', content: 'x' }] }, /role: Input should be/],
  ['a tool of chat', { tools: [{ type: 'function', function: { name: 'a' } }] }, /tools\.0/],
  ['a name with a dot', { tools: [{ name: 'a.b', input_schema: { type: 'object' } }] }, /match pattern/],
  ['a schema that is no object', { tools: [{ name: 'a', input_schema: { type: 'string' } }] }, /should be 'object'/],
  ['a choice without tools', { tools: undefined, tool_choice: { type: 'any' } }, /while providing tools/],
  ['a choice in the words of chat', { tool_choice: 'required' }, /tool_choice/],
  ['an unknown kind of choice', { tool_choice: { type: 'required' } }, /does not match any of the expected tags/],
])('the sandbox refuses %s as Anthropic does', async (_, change, words) => {
  const params: Anthropic.MessageCreateParamsNonStreaming = { ...request('parallel-two'), ...change };
  const error = await client.messages.create(params, headers('parallel-two')).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof BadRequestError)) throw new Error('it was answered');
  const body: unknown = error.error;
  expect(body).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
  expect((body as { error: { message: string } }).error.message).toMatch(words);
});
