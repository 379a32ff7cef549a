import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { ApiError, GoogleGenAI, type Content, type GenerateContentParameters } from '@google/genai';
import { generateText, jsonSchema, stepCountIs, streamText, tool, type ToolSet } from 'ai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scenario } from '../../../src/domain/scenario.ts';
import { asText } from '../../../src/json/json.ts';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server.ts';
import { loadYaml } from '../../sandbox/load-yaml.ts';
import { SHAPES } from '../../sandbox/shapes.ts';

const { scenarios } = loadYaml(SHAPES);
const headers = { 'x-tooltape-scenario': 'parallel-two', 'x-tooltape-trial': '1' };
let sandbox: Sandbox;
let client: GoogleGenAI;

beforeAll(async () => {
  sandbox = await startSandbox({ scenarios });
  const baseUrl = sandbox.baseUrl.replace(/\/v1$/, '');
  client = new GoogleGenAI({ apiKey: 'none', vertexai: false, httpOptions: { baseUrl, headers } });
});
afterAll(() => sandbox.close());

function scenarioCalled(id: string): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  return scenario;
}

const prompt = asText(scenarioCalled('parallel-two').turns[0]?.messages[0]?.['content']);
const functionDeclarations = scenarioCalled('parallel-two').tools.map(({ name, parameters }) => ({
  name,
  parametersJsonSchema: parameters ?? { type: 'object' },
}));

function request(contents: Content[], config: GenerateContentParameters['config'] = {}): GenerateContentParameters {
  return { model: 'oracle', contents, config: { tools: [{ functionDeclarations }], ...config } };
}

async function ask(contents: Content[], stream: boolean): Promise<Content> {
  if (!stream) return (await client.models.generateContent(request(contents))).candidates?.[0]?.content ?? {};
  const parts = [];
  for await (const chunk of await client.models.generateContentStream(request(contents))) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
  }
  return { role: 'model', parts };
}

const user: Content = { role: 'user', parts: [{ text: prompt }] };

function resultsFor(content: Content): Content {
  const parts = (content.parts ?? []).flatMap(({ functionCall: call }) =>
    call === undefined ? [] : [{ functionResponse: { id: call.id ?? '', name: call.name ?? '', response: {} } }],
  );
  return { role: 'user', parts };
}

test.each([false, true])('the client of Google completes a tool loop, stream %s', async (stream) => {
  const calls = await ask([user], stream);
  expect(calls.parts?.map(({ functionCall: call }) => call?.name)).toEqual(['get_weather', 'search_products']);
  const answer = await ask([user, calls, resultsFor(calls)], stream);
  expect(answer.parts?.map(({ text }) => text).join('')).toBe('22, umbrella.');
});

function aiTools(): ToolSet {
  return Object.fromEntries(
    functionDeclarations.map(({ name, parametersJsonSchema }) => [
      name,
      tool({ inputSchema: jsonSchema(parametersJsonSchema), execute: () => ({}) }),
    ]),
  );
}

test.each([false, true])('the Vercel AI SDK completes a tool loop, stream %s', async (stream) => {
  const provider = createGoogleGenerativeAI({
    baseURL: sandbox.baseUrl.replace(/\/v1$/, '/v1beta'),
    apiKey: 'none',
    headers,
  });
  const options = { model: provider('oracle'), prompt, tools: aiTools(), stopWhen: stepCountIs(3), maxRetries: 0 };
  const result = stream ? streamText(options) : await generateText(options);
  expect(await result.text).toBe('22, umbrella.');
  const steps = await result.steps;
  expect(steps.map((step) => step.toolCalls.map((call) => call.toolName))).toEqual([
    ['get_weather', 'search_products'],
    [],
  ]);
});

const call = (signature?: string): Content => ({
  role: 'model',
  parts: [
    {
      functionCall: { name: 'get_weather', args: {} },
      ...(signature === undefined ? {} : { thoughtSignature: signature }),
    },
  ],
});
const result: Content = { role: 'user', parts: [{ functionResponse: { name: 'get_weather', response: {} } }] };

test.each<[string, Content[], object, RegExp]>([
  ['a call without its result', [user, call(), user], {}, /number of function response parts|immediately before/],
  ['a result without its call', [user, result], {}, /number of function response parts/],
  ['a call whose signature was not echoed', [user, call(), result], {}, /missing a thought_signature/],
  ['a changed signature', [user, call('c2FuZGJveA=='), result], {}, /Corrupted thought signature/],
  ['a role of chat', [{ role: 'assistant', parts: [{ text: 'Hi' }] }], {}, /valid role/],
  [
    'a result without a name',
    [user, call('c2FuZGJveCA='), { role: 'user', parts: [{ functionResponse: { response: {} } }] }],
    {},
    /Name cannot be empty|Corrupted/,
  ],
  [
    'two functions of one name',
    [user],
    { tools: [{ functionDeclarations: [{ name: 'a' }, { name: 'a' }] }] },
    /Duplicate function declaration/,
  ],
  ['a name with a space', [user], { tools: [{ functionDeclarations: [{ name: 'a b' }] }] }, /Invalid function name/],
  [
    'a choice of an undeclared function',
    [user],
    { toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['nowhere'] } } },
    /is not declared/,
  ],
])('the sandbox refuses %s as Gemini does', async (_, contents, config, words) => {
  const error = await client.models.generateContent(request(contents, config)).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ApiError)) throw new Error('it was answered, or never sent', { cause: error });
  expect(error.status).toBe(400);
  expect(error.message).toMatch(words);
});
