import { type BaseMessage, HumanMessage, ToolMessage, type AIMessageChunk } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const model = new ChatOpenAI({ model: 'oracle' }).bindTools([
    { type: 'function', function: { name: NAME, description: DESCRIPTION, parameters: PARAMETERS } },
  ]);
  const messages: BaseMessage[] = [new HumanMessage(prompt)];
  for (;;) {
    let answer: AIMessageChunk | null = null;
    if (stream) {
      for await (const chunk of await model.stream(messages)) answer = answer === null ? chunk : answer.concat(chunk);
    } else answer = await model.invoke(messages);
    const calls = answer?.tool_calls ?? [];
    if (answer === null || calls.length === 0) return answer?.text ?? '';
    messages.push(answer);
    for (const { id } of calls) {
      messages.push(new ToolMessage({ tool_call_id: id ?? '', content: JSON.stringify(weather()) }));
    }
  }
}
