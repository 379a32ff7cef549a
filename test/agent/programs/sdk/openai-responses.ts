import OpenAI from 'openai';
import type { ResponseInput } from 'openai/resources/responses/responses';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const client = new OpenAI();
  const input: ResponseInput = [{ role: 'user', content: prompt }];
  const tool = {
    type: 'function' as const,
    name: NAME,
    description: DESCRIPTION,
    parameters: { ...PARAMETERS },
    strict: false,
  };
  for (;;) {
    const body = {
      model: 'oracle',
      input,
      tools: [tool],
      store: false,
      include: ['reasoning.encrypted_content' as const],
    };
    const answer = stream ? await client.responses.stream(body).finalResponse() : await client.responses.create(body);
    const calls = answer.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    if (calls.length === 0) return answer.output_text;
    input.push(...(answer.output as ResponseInput));
    for (const { call_id } of calls) {
      input.push({ type: 'function_call_output', call_id, output: JSON.stringify(weather()) });
    }
  }
}
