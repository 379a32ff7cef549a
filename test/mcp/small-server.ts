/**
 * An MCP server of the tests, written with the official package: `node small-server.ts tools.json [pids.txt]`. It offers the tools of
 * the file and speaks both versions of MCP. What it answers is told by the name of the tool.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const [tools = '', pids] = process.argv.slice(2);
if (pids !== undefined) appendFileSync(pids, `${process.pid}\n`);

serveStdio(() => {
  const server = new Server({ name: 'small', version: '1.2.3' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: JSON.parse(readFileSync(tools, 'utf8')) as never }));
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: args = {} } }) => {
    const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] });
    switch (name) {
      case 'random':
        return text(`${Math.random()}`);
      case 'fail':
        return { ...text('the disk is full'), isError: true };
      case 'structured':
        return { ...text('{"id":"c7"}'), structuredContent: { id: 'c7', ...args } };
      case 'environment':
        return text(JSON.stringify(process.env));
      case 'die':
        process.exit(3);
      // oxlint-disable-next-line no-fallthrough -- exit never comes back.
      case 'hang':
        return new Promise(() => {});
      default:
        return text(`${name} ${JSON.stringify(args)}`);
    }
  });
  return server;
});
