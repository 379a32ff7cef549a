import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { GoogleGenAI } from '@google/genai';
import { ChatOpenAI } from '@langchain/openai';
import { Agent, OpenAIProvider, Runner } from '@openai/agents';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { attachCassette } from '../../../src/index.ts';
import { tempDir } from '../temp-dir.ts';

const ORIGIN = 'https://models.example';
const apiKey = 'a-key-that-nobody-takes';
const content = 'hi';
const messages = [{ role: 'user' as const, content }];

async function streamed(model: Parameters<typeof streamText>[0]['model']): Promise<void> {
  let failed: unknown = null;
  const { text } = streamText({ model, prompt: content, onError: ({ error }) => void (failed ??= error) });
  await Promise.resolve(text).catch((error: unknown) => (failed ??= error));
  if (failed !== null) throw failed;
}

const openai = (): OpenAI => new OpenAI({ baseURL: `${ORIGIN}/v1`, apiKey });
const aiOpenai = createOpenAI({ baseURL: `${ORIGIN}/v1`, apiKey });
const aiAnthropic = createAnthropic({ baseURL: `${ORIGIN}/v1`, apiKey });
const anthropic = (): Anthropic => new Anthropic({ baseURL: ORIGIN, apiKey });
const genai = (): GoogleGenAI => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: ORIGIN } });
const langchain = (useResponsesApi: boolean): ChatOpenAI =>
  new ChatOpenAI({ model: 'm', apiKey, useResponsesApi, configuration: { baseURL: `${ORIGIN}/v1` } });
const drain = async (events: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of events);
};

const ASKS: { readonly [sdk: string]: () => Promise<unknown> } = {
  'openai, chat': () => openai().chat.completions.create({ model: 'm', messages }),
  'openai, chat, streamed': () => openai().chat.completions.stream({ model: 'm', messages }).finalContent(),
  'openai, responses': () => openai().responses.create({ model: 'm', input: content }),
  'openai, responses, streamed': () => openai().responses.stream({ model: 'm', input: content }).finalResponse(),
  'AI SDK, generateText': () => generateText({ model: aiOpenai.chat('m'), prompt: content }),
  'AI SDK, streamText': () => streamed(aiOpenai.chat('m')),
  'AI SDK, streamText over responses': () => streamed(aiOpenai.responses('m')),
  'AI SDK, streamText over messages': () => streamed(aiAnthropic('m')),
  'LangChain, chat': () => langchain(false).invoke(content),
  'LangChain, streamed': async () => drain(await langchain(false).stream(content)),
  'LangChain, responses': () => langchain(true).invoke(content),
  '@openai/agents': () =>
    new Runner({ modelProvider: new OpenAIProvider({ openAIClient: openai() as never }) }).run(
      new Agent({ name: 'a', model: 'm' }),
      content,
    ),
  '@anthropic-ai/sdk': () => anthropic().messages.create({ model: 'm', max_tokens: 9, messages }),
  '@anthropic-ai/sdk, streamed': () =>
    anthropic().messages.stream({ model: 'm', max_tokens: 9, messages }).finalMessage(),
  '@google/genai': () => genai().models.generateContent({ model: 'm', contents: content }),
  '@google/genai, streamed': async () =>
    drain(await genai().models.generateContentStream({ model: 'm', contents: content })),
};

test.each(Object.keys(ASKS))('a miss ends at once, with its text, in %s', async (sdk) => {
  const tape = await attachCassette({
    file: join(tempDir(), 'none.json'),
    origins: [ORIGIN],
    mode: 'none',
    strict: false,
  });
  const error: unknown = await tape
    .run(() => (ASKS[sdk] as () => Promise<unknown>)())
    .then(
      () => null,
      (thrown: unknown) => thrown,
    );
  await tape.close();
  expect(error).not.toBe(null);
  expect((error as Error).message).toContain('nothing is recorded');
  // A client that tries again, as some do for minutes, would miss again.
  expect(tape.misses).toHaveLength(1);
});
