import { Agent, run, tool } from '@openai/agents';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const agent = new Agent({
    name: 'weather',
    model: 'oracle',
    tools: [
      tool({
        name: NAME,
        description: DESCRIPTION,
        parameters: { ...PARAMETERS, required: ['city'], additionalProperties: true } as never,
        strict: false,
        execute: async () => JSON.stringify(weather()),
      }),
    ],
  });
  if (!stream) return String((await run(agent, prompt)).finalOutput);
  const streamed = await run(agent, prompt, { stream: true });
  await streamed.completed;
  return String(streamed.finalOutput);
}
