import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { DESCRIPTION, NAME, PARAMETERS, weatherOf } from './weather.ts';

export interface AskOptions {
  readonly api: 'chat' | 'responses';
  readonly stream: boolean;
}

/** An agent with one tool, written on the Vercel AI SDK. Returns its answer. */
export async function ask(prompt: string, { api, stream }: AskOptions): Promise<string> {
  const openai = createOpenAI();
  const name = process.env['MODEL'] ?? 'gpt-4o-mini';
  const options = {
    model: api === 'chat' ? openai.chat(name) : openai.responses(name),
    prompt,
    stopWhen: stepCountIs(5),
    tools: {
      [NAME]: tool({
        description: DESCRIPTION,
        inputSchema: jsonSchema<{ city: string }>(PARAMETERS),
        execute: async ({ city }) => weatherOf(city),
      }),
    },
  };
  if (!stream) return (await generateText(options)).text;
  // `streamText` tells an error to `onError` alone.
  let failed: unknown = null;
  const streamed = streamText({ ...options, onError: ({ error }) => void (failed ??= error) });
  try {
    return await streamed.text;
  } catch (error) {
    throw failed ?? error;
  }
}
