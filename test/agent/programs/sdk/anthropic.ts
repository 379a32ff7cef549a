import Anthropic from '@anthropic-ai/sdk';
import type { MessageParam } from '@anthropic-ai/sdk/resources';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const client = new Anthropic();
  const messages: MessageParam[] = [{ role: 'user', content: prompt }];
  const tools = [{ name: NAME, description: DESCRIPTION, input_schema: { ...PARAMETERS, required: ['city'] } }];
  for (;;) {
    const body = { model: 'oracle', max_tokens: 1000, messages, tools };
    const answer = stream ? await client.messages.stream(body).finalMessage() : await client.messages.create(body);
    const calls = answer.content.filter((block) => block.type === 'tool_use');
    if (calls.length === 0) return answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    messages.push({ role: 'assistant', content: answer.content });
    messages.push({
      role: 'user',
      content: calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: JSON.stringify(weather()) })),
    });
  }
}
