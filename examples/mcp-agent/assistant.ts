import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import OpenAI from 'openai';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));
const model = process.env['MODEL'] ?? 'gpt-4o-mini';

/** An agent whose tools are those of an MCP server, which it starts for each question. Returns its answer. */
export async function ask(prompt: string): Promise<string> {
  const mcp = new Client({ name: 'assistant', version: '1.0.0' });
  await mcp.connect(new StdioClientTransport({ command: process.execPath, args: [SERVER] }));
  try {
    return await answer(prompt, mcp);
  } finally {
    await mcp.close();
  }
}

async function answer(prompt: string, mcp: Client): Promise<string> {
  const openai = new OpenAI();
  const { tools: offered } = await mcp.listTools();
  const tools = offered.map(({ name, description, inputSchema }): OpenAI.ChatCompletionTool => ({
    type: 'function',
    function: { name, description: description ?? '', parameters: inputSchema },
  }));
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];
  for (;;) {
    const completion = await openai.chat.completions.create({ model, messages, tools });
    const message = completion.choices[0]!.message;
    messages.push(message);
    if (message.tool_calls === undefined || message.tool_calls.length === 0) return message.content ?? '';
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue;
      const args = JSON.parse(call.function.arguments) as Record<string, unknown>;
      const { content } = await mcp.callTool({ name: call.function.name, arguments: args });
      const text = content.map((part) => (part.type === 'text' ? part.text : JSON.stringify(part))).join('\n');
      messages.push({ role: 'tool', tool_call_id: call.id, content: text });
    }
  }
}
