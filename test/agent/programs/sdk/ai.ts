import { generateText, jsonSchema, stepCountIs, streamText, tool, type LanguageModel } from 'ai';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

/** The agent in the Vercel AI SDK, whoever serves the model. */
export async function askModel(model: LanguageModel, prompt: string, stream: boolean): Promise<string> {
  const options = {
    model,
    prompt,
    stopWhen: stepCountIs(4),
    tools: {
      [NAME]: tool({
        description: DESCRIPTION,
        inputSchema: jsonSchema<{ city: string }>(PARAMETERS as never),
        execute: weather,
      }),
    },
  };
  if (!stream) return (await generateText(options)).text;
  let failed: unknown = null;
  const streamed = streamText({ ...options, onError: ({ error }) => void (failed = error) });
  const text = await streamed.text;
  if (failed !== null) throw failed;
  return text;
}
