import { createOpenAI } from '@ai-sdk/openai';
import {
  AIMessage,
  HumanMessage,
  mapChatMessagesToStoredMessages,
  ToolMessage,
  type AIMessageChunk,
  type BaseMessage,
} from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { Agent, OpenAIProvider, Runner, setTracingDisabled, tool as agentTool } from '@openai/agents';
import { generateText, jsonSchema, readUIMessageStream, stepCountIs, streamText, tool, type UIMessage } from 'ai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calledTools } from '../../src/assert/assertions.ts';
import type { Judged } from '../../src/assert/subject.ts';
import { transcriptOf } from '../../src/index.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { loadOne } from '../sandbox/load-yaml.ts';
import { WEATHER } from '../support/project.ts';

const PARAMETERS = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false as const,
};
const RESULT = { temperature: 22 };
const ABOUT = 'Weather of a city';

let sandbox: Sandbox;
beforeAll(async () => {
  setTracingDisabled(true);
  sandbox = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
});
afterAll(() => sandbox.close());

const settings = (): { baseURL: string; apiKey: string } => ({ baseURL: sandbox.baseUrl, apiKey: 'no-key-is-needed' });
const user = { role: 'user' as const, content: WEATHER.prompt };

function aiSdk(fails = false) {
  return {
    model: createOpenAI(settings()).responses('oracle'),
    prompt: WEATHER.prompt,
    stopWhen: stepCountIs(5),
    tools: {
      get_weather: tool({
        description: ABOUT,
        inputSchema: jsonSchema<{ city: string }>(PARAMETERS),
        execute: async () => {
          if (fails) throw new Error('no weather today');
          return RESULT;
        },
      }),
    },
  };
}

async function uiMessage(): Promise<UIMessage[]> {
  let last: UIMessage | null = null;
  for await (const message of readUIMessageStream({ stream: streamText(aiSdk()).toUIMessageStream() })) last = message;
  return last === null ? [] : [last];
}

async function langchain(stream: boolean): Promise<BaseMessage[]> {
  const { baseURL, apiKey } = settings();
  const model = new ChatOpenAI({ model: 'oracle', apiKey, configuration: { baseURL } }).bindTools([
    { type: 'function', function: { name: 'get_weather', description: ABOUT, parameters: PARAMETERS } },
  ]);
  const messages: BaseMessage[] = [new HumanMessage(WEATHER.prompt)];
  for (;;) {
    let answer: AIMessageChunk | null = null;
    if (stream) {
      for await (const chunk of await model.stream(messages)) answer = answer === null ? chunk : answer.concat(chunk);
    } else answer = await model.invoke(messages);
    if (answer === null) throw new Error('no answer');
    messages.push(answer);
    if ((answer.tool_calls ?? []).length === 0) return messages;
    for (const { id = '' } of answer.tool_calls ?? []) {
      messages.push(new ToolMessage({ tool_call_id: id, content: JSON.stringify(RESULT) }));
    }
  }
}

async function agents() {
  const { baseURL, apiKey } = settings();
  const parameters = { ...PARAMETERS, additionalProperties: true as const };
  const execute = async (): Promise<string> => JSON.stringify(RESULT);
  const weather = agentTool({ name: 'get_weather', description: ABOUT, parameters, strict: false, execute });
  const agent = new Agent({ name: 'weather', model: 'oracle', tools: [weather] });
  return new Runner({ modelProvider: new OpenAIProvider({ baseURL, apiKey }) }).run(agent, WEATHER.prompt);
}

const HELD: Readonly<Record<string, () => Promise<readonly object[]>>> = {
  'steps of generateText': async () => (await generateText(aiSdk())).steps,
  'messages of generateText': async () => (await generateText(aiSdk())).responseMessages,
  'messages of streamText, behind those of the user': async () => [
    user,
    ...(await streamText(aiSdk()).responseMessages),
  ],
  'UI messages': uiMessage,
  'messages of LangChain': () => langchain(false),
  'messages of LangChain, streamed': () => langchain(true),
  'stored messages of LangChain': async () => mapChatMessagesToStoredMessages(await langchain(false)),
  'history of @openai/agents': async () => (await agents()).history,
  'new items of @openai/agents': async () => (await agents()).newItems,
};

test.each(Object.keys(HELD))('%s are read as their framework holds them', async (name) => {
  const held: Judged = await (HELD[name] as () => Promise<readonly object[]>)();
  const steps = transcriptOf(held).turns.flatMap((turn) => turn.steps);
  const seen = steps.map(({ reading, results }) => ({
    calls: reading.calls.map((call) => [call.name, call.arguments]),
    results: results.map(({ value, isError }) => [value, isError]),
    text: reading.text,
  }));
  expect(seen).toEqual([
    { calls: [['get_weather', { city: 'Paris' }]], results: [[RESULT, false]], text: null },
    { calls: [], results: [], text: expect.stringContaining('22') as string },
  ]);
  expect(calledTools(held, [{ name: 'get_weather', arguments: { city: 'Paris' } }]).pass).toBe(true);
  expect(calledTools(held, []).pass).toBe(false);
});

test('a tool that failed is a result that says so, in steps and in messages', async () => {
  const { steps, responseMessages } = await generateText(aiSdk(true));
  for (const held of [steps, responseMessages]) {
    const [first] = transcriptOf(held).turns.flatMap((turn) => turn.steps);
    expect(first?.results).toMatchObject([{ isError: true }]);
  }
  expect(JSON.stringify(responseMessages)).toContain('no weather today');
  const failed = new ToolMessage({ tool_call_id: 'a', content: 'no weather today', status: 'error' });
  const asked = new AIMessage({ content: '', tool_calls: [{ id: 'a', name: 'get_weather', args: {} }] });
  expect(transcriptOf([asked, failed]).turns[0]?.steps[0]?.results).toMatchObject([
    { content: 'no weather today', isError: true },
  ]);
});

test('a call whose arguments the framework could not read stays one', () => {
  const message = new AIMessage({
    content: '',
    invalid_tool_calls: [{ id: 'a', name: 'get_weather', args: '{"city":', error: 'Malformed args.' }],
  });
  const [step] = transcriptOf([message]).turns.flatMap((turn) => turn.steps);
  expect(step?.reading.calls).toMatchObject([{ name: 'get_weather', arguments: null, rawArguments: '{"city":' }]);
});

test('what the provider ran itself is no call', () => {
  const part = { type: 'tool-call', toolCallId: 'a', toolName: 'web_search', input: {}, providerExecuted: true };
  const messages = [{ role: 'assistant', content: [part, { type: 'text', text: 'found' }] }];
  expect(calledTools(messages, []).pass).toBe(true);
});

test.each([
  ['a whole result of the AI SDK', async () => generateText(aiSdk()), 'Give its `steps`'],
  ['the state of an agent of LangChain', async () => ({ messages: await langchain(false) }), 'Give its `messages`'],
  ['a result of @openai/agents', agents, 'Give its `history`'],
] as const)('%s is refused with what to give instead', async (_, make, remedy) => {
  const judged = (await make()) as unknown;
  expect(() => calledTools(judged, [])).toThrow(
    expect.objectContaining({ code: 'USAGE', remedy: expect.stringContaining(remedy) as unknown }) as Error,
  );
});

test.each([
  ['toolInvocations', { role: 'assistant', content: '', toolInvocations: [{ toolName: 'x', args: {} }] }],
  ['function_call', { role: 'assistant', content: null, function_call: { name: 'x', arguments: '{}' } }],
  ['tool_call', { role: 'assistant', content: [{ type: 'tool_call', name: 'x', args: {} }] }],
])('calls of an unknown form, %s, are refused and not read as none', (word, message) => {
  expect(() => calledTools([user, message], [])).toThrow(`messages of an unknown form, with "${word}"`);
});

test('a plain conversation may hold fields of calls that are empty', () => {
  const messages = [user, { role: 'assistant', content: 'hi', tool_calls: null, function_call: null }];
  expect(calledTools(messages, []).pass).toBe(true);
});
