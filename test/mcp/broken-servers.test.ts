import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { outcome, runAndRead } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { hostileServer } from './support.ts';

const SCENARIO = {
  id: 'look-up',
  prompt: 'Look up Paris',
  tools: [{ mcp: 'bad' }],
  expect: { calls: [{ name: 'look_up', arguments: { city: 'Paris' } }] },
};

function project(server: object, concurrency = 8): string {
  return tempDir({
    'scenarios/one.json': SCENARIO,
    'tooltape.config.json': { servers: { bad: server }, defaults: { models: ['oracle'], concurrency } },
  });
}

test.each([
  ['dies-once', {}, /^the MCP server "bad": it ended with exit code 9 \(a call of look_up\)$/],
  ['hangs-once', { timeout_ms: 3000 }, /^the MCP server "bad": it did not answer a call of look_up within 3 s$/],
])('a server that all trials share and that %s is started anew for the next trial', async (mode, options, said) => {
  const starts = join(tempDir(), 'starts');
  const dir = project(hostileServer(mode, { isolation: 'run', ...options }, starts), 1);
  const { code, run } = await runAndRead(['run', '--trials', '4'], { cwd: dir });
  expect(run.trials.map(outcome)).toEqual(['error server', 'pass', 'pass', 'pass']);
  expect(run.trials[0]?.error?.message).toMatch(said);
  expect(code).toBe(3);
  // One for the list, the one that failed, and one for all trials after it.
  expect(readFileSync(starts, 'utf8')).toHaveLength(3);
});

test.each([
  ['closes-output', 'it closed its standard output'],
  ['null-result', 'it sent an answer whose "result" is no object: found {"jsonrpc":"2.0","id":2,"result":null}'],
  ['error-text', 'it sent an error without a "code" (an integer) and a "message" (a text): found {'],
  ['text-content', 'its answer to tools/call is none of MCP: content[0]: expected object, received string'],
  ['unknown-content', 'its answer to tools/call is none of MCP: content[0].type: no type that MCP knows'],
])('what a server answers that %s is told at once, and in words', async (mode, said) => {
  // Nobody waits for this time-out.
  const { code, run } = await runAndRead(['run'], { cwd: project(hostileServer(mode, { timeout_ms: 600_000 })) });
  expect([code, run.trials.map(outcome)]).toEqual([3, ['error server']]);
  expect(run.trials[0]?.error?.message).toContain(`the MCP server "bad": ${said}`);
});

test('a run that Ctrl-C stops twice during a call ends as interrupted', async () => {
  const starts = join(tempDir(), 'starts');
  const { code, stderr } = await runCli(['run'], {
    cwd: project(hostileServer('hangs', { timeout_ms: 600_000 }, starts)),
    onStart: (child) => {
      const stop = async (): Promise<void> => {
        // The second start is that for the call.
        while (!existsSync(starts) || readFileSync(starts, 'utf8').length < 2) await sleep(20);
        await sleep(300);
        child.stderr?.on('data', (text: Buffer) => {
          if (String(text).includes('press Ctrl-C again')) child.kill('SIGINT');
        });
        child.kill('SIGINT');
      };
      void stop();
    },
  });
  expect(stderr).toContain('interrupted: run again to go on');
  expect(stderr).not.toContain('bug');
  expect(code).toBe(130);
});

test('a list that breaks the rules of MCP is told with its place', async () => {
  const { code, stderr } = await runCli(['mcp', 'list', 'bad'], { cwd: project(hostileServer('no-schema')) });
  expect(code).toBe(2);
  expect(stderr).toContain(
    'its answer to tools/list is none of MCP: tools[0].inputSchema: expected object, received null',
  );
});

test.each([401, 403, 404, 500])(
  'a server that answers with HTTP %i is told so, and what to look at',
  async (status) => {
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'text/plain' });
      response.end('no entry');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    const { code, stderr } = await runCli(['mcp', 'list', 'bad'], { cwd: project({ url }) });
    expect(code).toBe(2);
    expect(stderr).toContain(`the MCP server "bad": it answered with HTTP ${status}: no entry`);
    expect(stderr).toContain('Check the url and the headers of its entry');
  },
);

const ON_LINUX = process.platform === 'linux';
if (!ON_LINUX) process.stderr.write('skipped: only Linux shows the environment of processes that a server leaves\n');

/** True while a process runs; false for one that has ended and that nobody has waited for. */
function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.skipIf(!ON_LINUX)('a process that a server starts in a session of its own ends with the server', async () => {
  const starts = join(tempDir(), 'starts');
  const { code } = await runCli(['run'], { cwd: project(hostileServer('leaves-a-daemon', {}, starts)) });
  const daemons = readFileSync(`${starts}.daemons`, 'utf8').trim().split('\n').map(Number);
  onTestFinished(() => {
    for (const pid of daemons.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });
  expect([code, daemons.length]).toEqual([0, 2]);
  await expect.poll(() => daemons.filter(isRunning), { timeout: 10_000 }).toEqual([]);
});
