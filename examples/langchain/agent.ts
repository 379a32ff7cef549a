import { HumanMessage, ToolMessage, type AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { DESCRIPTION, NAME, PARAMETERS, weatherOf } from './weather.ts';

export interface AskOptions {
  readonly api: 'chat' | 'responses';
  readonly stream: boolean;
}

/** An agent with one tool, written on LangChain. Returns its answer. */
export async function ask(prompt: string, { api, stream }: AskOptions): Promise<string> {
  const chat = new ChatOpenAI({ model: process.env['MODEL'] ?? 'gpt-4o-mini', useResponsesApi: api === 'responses' });
  const model = chat.bindTools([
    { type: 'function', function: { name: NAME, description: DESCRIPTION, parameters: PARAMETERS } },
  ]);
  const messages: BaseMessage[] = [new HumanMessage(prompt)];
  for (;;) {
    let answer: AIMessageChunk | null = null;
    if (stream) {
      for await (const chunk of await model.stream(messages)) answer = answer === null ? chunk : answer.concat(chunk);
    } else answer = await model.invoke(messages);
    if (answer === null) throw new Error('no answer');
    messages.push(answer);
    const calls = answer.tool_calls ?? [];
    if (calls.length === 0) return answer.text;
    for (const { id = '', args } of calls) {
      const content = JSON.stringify(weatherOf((args as { city: string }).city));
      messages.push(new ToolMessage({ tool_call_id: id, content }));
    }
  }
}
