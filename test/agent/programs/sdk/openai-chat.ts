import OpenAI from 'openai';
import type { ChatCompletionMessageParam } from 'openai/resources';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const client = new OpenAI();
  const messages: ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];
  const tools = [
    { type: 'function' as const, function: { name: NAME, description: DESCRIPTION, parameters: { ...PARAMETERS } } },
  ];
  for (;;) {
    const body = { model: 'oracle', messages, tools };
    const { choices } = stream
      ? await client.chat.completions.stream(body).finalChatCompletion()
      : await client.chat.completions.create(body);
    const message = choices[0]?.message;
    if (message?.tool_calls === undefined || message.tool_calls.length === 0) return message?.content ?? '';
    messages.push(message);
    for (const call of message.tool_calls) {
      messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(weather()) });
    }
  }
}
