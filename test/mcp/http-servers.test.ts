import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMcpHandler, Server } from '@modelcontextprotocol/server';
import { expect, onTestFinished, test } from 'vitest';
import { outcome, runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { listedTool } from './support.ts';

const TOOLS = [listedTool('look_up', 'Looks up a city', ['city'])];

interface Listening {
  readonly url: string;
  /** Headers of every request. */
  readonly seen: readonly IncomingMessage['headers'][];
}

/** A server of the official package over streamable HTTP; `modern` refuses the version before. Without `token` everybody is let in. */
async function listening(options: { modern?: boolean; token?: string; huge?: boolean } = {}): Promise<Listening> {
  const seen: IncomingMessage['headers'][] = [];
  const handler = createMcpHandler(
    () => {
      const server = new Server({ name: 'http', version: '9' }, { capabilities: { tools: {} } });
      server.setRequestHandler('tools/list', () => ({ tools: TOOLS as never }));
      server.setRequestHandler('tools/call', ({ params }) => ({
        content: [
          {
            type: 'text' as const,
            text: options.huge === true ? 'x'.repeat(40 * 1024 * 1024) : `found ${JSON.stringify(params.arguments)}`,
          },
        ],
      }));
      return server;
    },
    options.modern === true ? { legacy: 'reject' } : {},
  );
  const http = createServer((incoming, response) => {
    seen.push(incoming.headers);
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void (async () => {
        if (options.token !== undefined && incoming.headers.authorization !== `Bearer ${options.token}`) {
          response.writeHead(401).end('no');
          return;
        }
        const body = Buffer.concat(chunks);
        const answer = await handler.fetch(
          new Request(`http://127.0.0.1${incoming.url}`, {
            method: incoming.method ?? 'GET',
            headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
            ...(body.length > 0 && { body }),
          }),
        );
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        if (answer.body !== null) for await (const chunk of answer.body) response.write(chunk);
        response.end();
      })();
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`, seen };
}

function project(server: object): string {
  return tempDir({
    'scenarios/one.json': {
      id: 'look-up',
      prompt: 'Look up Paris',
      tools: [{ mcp: 'web' }],
      expect: { calls: [{ name: 'look_up', arguments: { city: 'Paris' } }] },
    },
    'tooltape.config.json': { servers: { web: server }, defaults: { models: ['oracle'] } },
  });
}

test.each([
  ['2026-07-28', true],
  ['2026-07-28', false],
])('a server over HTTP that offers %s (alone: %s) is recorded and replayed', async (version, modern) => {
  const server = await listening({ modern });
  const dir = project({ url: server.url });
  const { code, run, stderr } = await runAndRead(['run', '--trials', '2'], { cwd: dir });
  expect(code, stderr).toBe(0);
  expect(run.trials.map(outcome)).toEqual(['pass', 'pass']);
  expect(run.trials[0]?.steps[0]?.results[0]?.content).toBe('found {"city":"Paris"}');
  const { stdout } = await runCli(['mcp', 'list', 'web'], { cwd: dir });
  expect(stdout).toContain(`web 9, MCP ${version}: 1 tool`);
  const before = server.seen.length;
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
  expect(server.seen).toHaveLength(before);
});

test('a header comes from the environment, and is a secret', async () => {
  const token = 'tk-0123456789-abcdefgh';
  const server = await listening({ token });
  const dir = project({ url: server.url, headers: { Authorization: { env: 'WEB_KEY', prefix: 'Bearer ' } } });
  const missing = await runCli(['run'], { cwd: dir });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('The server "web" needs WEB_KEY')]);
  const wrong = await runCli(['run'], { cwd: dir, env: { WEB_KEY: 'wrong-key-0123456789' } });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain('the MCP server "web"');
  expect(wrong.stderr).not.toContain('wrong-key-0123456789');
  const right = await runCli(['run'], { cwd: dir, env: { WEB_KEY: token } });
  expect(right.code, right.stderr).toBe(0);
});

test('an answer over HTTP that is too long is an error that names the server', async () => {
  const server = await listening({ huge: true });
  const { code, run } = await runAndRead(['run'], { cwd: project({ url: server.url }) });
  expect([code, run.trials.map(outcome)]).toEqual([3, ['error server']]);
  expect(run.trials[0]?.error?.message).toContain('more than 16 MB');
});

test('the headers of a gateway come from the environment, too', async () => {
  const dir = tempDir({
    'scenarios/one.json': { id: 'one', prompt: 'x', tools: [], expect: { calls: [] } },
  });
  const seen: IncomingMessage['headers'][] = [];
  const http = createServer((incoming, response) => {
    seen.push(incoming.headers);
    incoming.resume().on('end', () => {
      const message = { role: 'assistant', content: 'Hello' };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          id: 'c',
          object: 'chat.completion',
          model: 'm',
          choices: [{ index: 0, message, finish_reason: 'stop' }],
        }),
      );
    });
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const base_url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`;
  const headers = { 'X-Team': { env: 'TEAM_TOKEN', prefix: 'team ' }, 'X-Plain': 'as written' };
  const config = {
    gateways: { g: { base_url, headers } },
    models: { m: { gateway: 'g' } },
    defaults: { models: ['m'], retries: 0 },
  };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  const missing = await runCli(['run'], { cwd: dir });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('The gateway "g" needs TEAM_TOKEN')]);
  expect(seen).toHaveLength(0);
  expect((await runCli(['run'], { cwd: dir, env: { TEAM_TOKEN: 'secret-0123456789' } })).code).toBe(0);
  expect(seen.at(-1)).toMatchObject({ 'x-team': 'team secret-0123456789', 'x-plain': 'as written' });
});
