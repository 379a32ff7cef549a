import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { DESCRIPTION, NAME, PARAMETERS, weatherOf } from './weather.ts';

export interface AskOptions {
  readonly api: 'chat' | 'responses';
  readonly stream: boolean;
}

const agent = new Agent({
  name: 'weather',
  model: process.env['MODEL'] ?? 'gpt-4o-mini',
  tools: [
    tool({
      name: NAME,
      description: DESCRIPTION,
      parameters: { ...PARAMETERS, additionalProperties: true as const },
      strict: false,
      execute: async (args) => JSON.stringify(weatherOf((args as { city: string }).city)),
    }),
  ],
});

/** An agent with one tool, written on the OpenAI Agents SDK. Returns its answer. */
export async function ask(prompt: string, { api, stream }: AskOptions): Promise<string> {
  const runner = new Runner({ modelProvider: new OpenAIProvider({ useResponses: api === 'responses' }) });
  if (!stream) return String((await runner.run(agent, prompt)).finalOutput);
  const streamed = await runner.run(agent, prompt, { stream: true });
  await streamed.completed;
  return String(streamed.finalOutput);
}
