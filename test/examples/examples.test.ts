import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server.ts';
import { loadOne } from '../sandbox/load-yaml.ts';
import { HAS_NAMESPACE } from '../support/machine.ts';
import { packedProject } from '../support/packed.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { runVitest } from '../vitest/run-vitest.ts';

const EXAMPLES = join(ROOT, 'examples');
/** Folders that hold an agent. */
const NAMES = readdirSync(EXAMPLES).filter((name) => existsSync(join(EXAMPLES, name, 'agent.ts')));
const TESTS = 5;

/** The environment of an example: the simulated model at this address. */
const envOf = (baseUrl: string, more: Record<string, string> = {}): Record<string, string> => ({
  OPENAI_BASE_URL: baseUrl,
  OPENAI_API_KEY: 'no-key-is-needed',
  MODEL: 'oracle',
  ...more,
});

test.each(NAMES)(
  '%s records in a packed install, replays with no server, and fails with the difference',
  async (name) => {
    const server = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
    const cwd = packedProject(EXAMPLES);
    const dir = join(cwd, name);
    const live = await runVitest(dir, [], envOf(server.baseUrl));
    expect(live.output, live.output + live.stderr).toContain(`${TESTS} passed`);
    expect(readdirSync(join(dir, '__cassettes__/agent.test')).sort()).toEqual([
      'the-agent%2C-over-chat--at-once.json',
      'the-agent%2C-over-chat--streamed.json',
      'the-agent%2C-over-responses--at-once.json',
      'the-agent%2C-over-responses--streamed.json',
    ]);
    await server.close();
    const replay = await runVitest(dir, [], envOf(server.baseUrl, { CI: 'true' }));
    expect(replay.output, replay.output + replay.stderr).toContain(`${TESTS} passed`);
    const changed = await runVitest(
      dir,
      ['--reporter=verbose'],
      envOf(server.baseUrl, { CI: 'true', PROMPT: 'Weather in Rome?' }),
    );
    const told = changed.output + changed.stderr;
    expect(changed.code).toBe(1);
    expect(told).toContain('4 failed');
    expect(told).toMatch(/- \S+: "What is the weather in Paris\?"\n\s*\+ \S+: "Weather in Rome\?"/);
    // A client that tries again would miss twice, and wait in between.
    expect(told).not.toMatch(/\d+ requests found no recording/);
    expect(told).not.toContain('timed out');
  },
);

test('the agent with an MCP server records, replays while its server runs again, and fails with the difference', async () => {
  const server = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
  const dir = join(packedProject(EXAMPLES), 'mcp-agent');
  const live = await runVitest(dir, [], envOf(server.baseUrl));
  expect(live.output, live.output + live.stderr).toContain('1 passed');
  await server.close();
  const replay = await runVitest(dir, [], envOf(server.baseUrl, { CI: 'true' }));
  expect(replay.output, replay.output + replay.stderr).toContain('1 passed');
  const changed = await runVitest(dir, [], envOf(server.baseUrl, { CI: 'true', PROMPT: 'Weather in Rome?' }));
  expect([changed.code, changed.output + changed.stderr]).toEqual([
    1,
    expect.stringMatching(/- \S+: "What is the weather in Paris\?"\n\s*\+ \S+: "Weather in Rome\?"/),
  ]);
});

test('the examples pass the check of TypeScript', async () => {
  const cwd = packedProject(EXAMPLES);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

test.skipIf(!HAS_NAMESPACE)('an example replays where there is no network at all', async () => {
  const server = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
  const cwd = packedProject(EXAMPLES);
  const dir = join(cwd, 'openai');
  expect((await runVitest(dir, [], envOf(server.baseUrl))).code).toBe(0);
  await server.close();
  const command = [process.execPath, join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', dir];
  const script = `ip link set lo up 2>/dev/null; exec ${command.map((word) => `'${word}'`).join(' ')}`;
  const env = { ...process.env, NO_COLOR: '1', ...envOf(server.baseUrl, { CI: 'true' }) };
  const { status, stdout, stderr } = spawnSync('unshare', ['-rn', 'sh', '-c', script], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toContain(`${TESTS} passed`);
  expect(status).toBe(0);
});
