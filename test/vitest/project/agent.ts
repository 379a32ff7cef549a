import { OpenAI } from 'openai';

const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

export const PROMPT = process.env.PROMPT ?? 'What is the weather in Paris?';

export async function askAgent(prompt, model = 'oracle') {
  const client = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: 'any' });
  const messages = [{ role: 'user', content: prompt }];
  for (;;) {
    const { choices } = await client.chat.completions.create({ model, messages, tools });
    const { message } = choices[0];
    messages.push(message);
    if (!message.tool_calls?.length) return { messages, text: message.content };
    for (const { id } of message.tool_calls)
      messages.push({ role: 'tool', tool_call_id: id, content: '{"temperature":22}' });
  }
}
