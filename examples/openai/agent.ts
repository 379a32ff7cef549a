import OpenAI from 'openai';
import { DESCRIPTION, NAME, PARAMETERS, weatherOf } from './weather.ts';

export interface AskOptions {
  readonly api: 'chat' | 'responses';
  readonly stream: boolean;
}

const model = process.env['MODEL'] ?? 'gpt-4o-mini';

/** An agent with one tool, written on the `openai` package alone. Returns its answer. */
export function ask(prompt: string, { api, stream }: AskOptions): Promise<string> {
  const client = new OpenAI();
  return api === 'chat' ? askChat(client, prompt, stream) : askResponses(client, prompt, stream);
}

async function askChat(client: OpenAI, prompt: string, stream: boolean): Promise<string> {
  const tools: OpenAI.ChatCompletionTool[] = [
    { type: 'function', function: { name: NAME, description: DESCRIPTION, parameters: PARAMETERS } },
  ];
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];
  for (;;) {
    const request = { model, messages, tools };
    const completion = stream
      ? await client.chat.completions.stream(request).finalChatCompletion()
      : await client.chat.completions.create(request);
    const message = completion.choices[0]!.message;
    messages.push(message);
    if (message.tool_calls === undefined || message.tool_calls.length === 0) return message.content ?? '';
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue;
      const { city } = JSON.parse(call.function.arguments) as { city: string };
      messages.push({ role: 'tool', tool_call_id: call.id, content: JSON.stringify(weatherOf(city)) });
    }
  }
}

async function askResponses(client: OpenAI, prompt: string, stream: boolean): Promise<string> {
  const tools: OpenAI.Responses.Tool[] = [
    { type: 'function', name: NAME, description: DESCRIPTION, parameters: PARAMETERS, strict: false },
  ];
  const input: OpenAI.Responses.ResponseInput = [{ role: 'user', content: prompt }];
  for (;;) {
    const request = { model, input, tools, store: false, include: ['reasoning.encrypted_content' as const] };
    const response: OpenAI.Responses.Response = stream
      ? await client.responses.stream(request).finalResponse()
      : await client.responses.create(request);
    input.push(...(response.output as OpenAI.Responses.ResponseInputItem[]));
    const calls = response.output.filter((item) => item.type === 'function_call');
    if (calls.length === 0) return response.output_text;
    for (const call of calls) {
      const { city } = JSON.parse(call.arguments) as { city: string };
      input.push({ type: 'function_call_output', call_id: call.call_id, output: JSON.stringify(weatherOf(city)) });
    }
  }
}
