/** An MCP server with one tool, started by the agent: `node server.ts`. A real one would ask a weather service. */
import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const TOOL = {
  name: 'get_weather',
  description: 'Weather of a city',
  inputSchema: { type: 'object' as const, properties: { city: { type: 'string' as const } }, required: ['city'] },
};

serveStdio(() => {
  const server = new Server({ name: 'weather', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: [TOOL] }));
  server.setRequestHandler('tools/call', () => ({ content: [{ type: 'text' as const, text: '{"temperature":22}' }] }));
  return server;
});
