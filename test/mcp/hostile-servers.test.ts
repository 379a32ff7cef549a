import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { outcome, runAndRead } from '../support/project.ts';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aliveIn, hostileServer, listedTool, smallServer, startedIn } from './support.ts';

const SCENARIO = {
  id: 'look-up',
  prompt: 'Look up Paris',
  tools: [{ mcp: 'bad' }],
  expect: { calls: [{ name: 'look_up', arguments: { city: 'Paris' } }] },
};

function project(server: object, scenario: object = SCENARIO, extra: object = {}): string {
  return tempDir({
    'scenarios/one.json': scenario,
    'tooltape.config.json': { servers: { bad: server }, defaults: { models: ['oracle'], ...extra } },
  });
}

/** What an error that comes before any trial says. */
async function refused(server: object): Promise<CliResult> {
  const dir = project(server);
  const result = await runCli(['run'], { cwd: dir });
  expect(result.code, result.stderr).toBe(2);
  expect(result.stderr).toContain('error SERVER: the MCP server "bad": ');
  expect(result.stderr).toContain('npx tooltape mcp list bad');
  expect(existsSync(join(dir, 'cassettes/look-up'))).toBe(false);
  return result;
}

test.each([
  ['a program that is not there', { command: ['no-such-program-here'] }, 'there is no program "no-such-program-here"'],
  ['a program that is a folder', { command: ['/tmp'] }, 'the program "/tmp" may not be run'],
  [
    'a program that ends at once',
    { command: ['sh', '-c', 'echo broken >&2; exit 3'] },
    'it ended with exit code 3; it wrote: broken',
  ],
  [
    'one that prints text',
    hostileServer('no-json', { start_timeout_ms: 3000 }),
    'it was not ready within 3 s; it printed a line that is no JSON: "Server ready on port 8080"',
  ],
  ['one that says nothing', { command: ['sleep', '60'], start_timeout_ms: 1500 }, 'it was not ready within 1.5 s'],
  ['one that dies while it lists', hostileServer('dies-listing'), 'it ended with exit code 7 (tools/list)'],
  ['a tool that is listed twice', hostileServer('twice'), 'it lists the tool "look_up" twice'],
  // A port that only the system may open.
  ['an address where nobody listens', { url: 'http://127.0.0.1:2/mcp' }, 'ECONNREFUSED'],
])('%s is an error of the command that names the server', async (_, server, said) => {
  expect((await refused(server)).stderr).toContain(said);
});

test('a server that lists no tools makes the scenario wrong', async () => {
  const result = await runCli(['run'], { cwd: project(hostileServer('no-tools')) });
  expect(result.code).toBe(2);
  expect(result.stderr).toContain('The server "bad" lists no tools');
});

test('a server that ends at the question for its version is asked in the old way', async () => {
  const result = await runAndRead(['run'], { cwd: project(hostileServer('ends-on-discover')) });
  expect(result.run.trials.map(outcome)).toEqual(['pass']);
});

test.each([
  ['dies', 'it ended with exit code 9 (a call of look_up)'],
  ['hangs', 'it did not answer a call of look_up within 1 s'],
  ['huge', 'it sent a message of more than 16 MB (a call of look_up)'],
])('a server that %s in the middle is an error of the trial, which is not recorded', async (mode, said) => {
  const dir = project(hostileServer(mode, { timeout_ms: mode === 'hangs' ? 1000 : 30_000 }));
  const { code, run } = await runAndRead(['run'], { cwd: dir });
  expect(code).toBe(3);
  expect(run.trials.map(outcome)).toEqual(['error server']);
  expect(run.trials[0]?.error?.message).toBe(`the MCP server "bad": ${said}`);
  expect(existsSync(join(dir, 'cassettes/look-up/oracle.json'))).toBe(false);
});

test('a server whose list differs from start to start is named, and what changed', async () => {
  const dir = tempDir();
  const changing = project(hostileServer('changing', {}, join(dir, 'starts')));
  const { code, run } = await runAndRead(['run'], { cwd: changing });
  expect(code).toBe(3);
  expect(run.trials[0]?.error?.message).toContain(
    'its tools are others than those that were listed when the run began: look_up changed',
  );
});

test('a server that all trials share, and that changes its list between two of them, is named', async () => {
  const dir = project(hostileServer('drifts', { isolation: 'run' }), SCENARIO, { concurrency: 1 });
  const { code, run } = await runAndRead(['run', '--trials', '2'], { cwd: dir });
  expect([code, run.trials.map(outcome)]).toEqual([3, ['pass', 'error server']]);
  expect(run.trials[1]?.error?.message).toContain('look_up changed');
});

test.each([
  ['asks', 'sampling/createMessage'],
  ['elicits', 'elicitation/create'],
  ['asks-roots', 'roots/list'],
] as const)('a server that %s is refused, which is said once, and the trial goes on', async (mode, method) => {
  const dir = project(hostileServer(mode));
  const { code, run, stderr } = await runAndRead(['run', '--trials', '2'], { cwd: dir });
  expect(code, stderr).toBe(0);
  expect(run.trials.map(outcome)).toEqual(['pass', 'pass']);
  expect(stderr.split(`asked for ${method}, which tooltape refuses`)).toHaveLength(2);
});

const TOOLS = [listedTool('look_up', 'Looks up a city', ['city']), listedTool('random', 'Gives a number')];

function small(scenario: object, extra: object = {}, server: object = {}): string {
  const dir = tempDir({ 'tools.json': TOOLS, 'scenarios/one.json': scenario });
  const config = { servers: { bad: smallServer(dir, server) }, defaults: { models: ['oracle'], ...extra } };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  return dir;
}

test('a server killed while it is recorded costs the trials in flight; those before are kept', async () => {
  const dir = small({ ...SCENARIO, tools: [{ mcp: 'bad' }] }, { trials: 12, concurrency: 1 }, { isolation: 'run' });
  const result = await runAndRead(['run'], {
    cwd: dir,
    onStart: (child) => {
      const wait = async (): Promise<void> => {
        const file = join(dir, 'cassettes/look-up/oracle.json');
        while (child.exitCode === null && !existsSync(file)) await sleep(5);
        const pid = startedIn(dir).at(-1);
        if (pid !== undefined) process.kill(pid, 'SIGKILL');
      };
      void wait();
    },
  });
  expect(result.code, result.stderr).toBe(3);
  const errors = result.run.trials.filter(({ status }) => status === 'error');
  expect(errors.length).toBeGreaterThan(0);
  for (const { error } of errors) expect(error?.message).toContain('the MCP server "bad": it was ended by SIGKILL');
  const kept = JSON.parse(readFileSync(join(dir, 'cassettes/look-up/oracle.json'), 'utf8')) as { trials: unknown[] };
  expect(kept.trials).toHaveLength(12 - errors.length);
  expect(kept.trials.length).toBeGreaterThan(0);
});

test('a server whose results are random is replayed as it was', async () => {
  const dir = small({ ...SCENARIO, expect: { calls: [{ name: 'random' }] } });
  const live = await runAndRead(['run'], { cwd: dir });
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify({ defaults: { models: ['oracle'] } }));
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.code, replayed.stderr).toBe(0);
  expect(replayed.run.trials[0]?.steps).toEqual(live.run.trials[0]?.steps);
  expect(startedIn(dir)).toHaveLength(2);
});

test.each([
  ['a run', ['run', '--trials', '3']],
  ['a list', ['mcp', 'list', 'bad']],
  ['a call that ends the server', ['mcp', 'call', 'bad', 'die']],
  ['a call that never ends, stopped by Ctrl-C', ['mcp', 'call', 'bad', 'hang']],
  ['a run that is stopped by Ctrl-C twice', ['run', '--trials', '30']],
])('no process of a server is left after %s', async (name, args) => {
  const dir = small(SCENARIO);
  await runCli(args, {
    cwd: dir,
    onStart: (child) => {
      const stop = async (): Promise<void> => {
        while (child.exitCode === null && startedIn(dir).length < 2) {
          await sleep(20);
          if (args.includes('hang') && startedIn(dir).length === 1) break;
        }
        await sleep(300);
        child.kill('SIGINT');
        await sleep(50);
        child.kill('SIGINT');
      };
      if (name.includes('Ctrl-C')) void stop();
    },
  });
  expect(startedIn(dir).length).toBeGreaterThan(0);
  expect(aliveIn(dir)).toEqual([]);
});

test('a server that ignores every request to end is killed', async () => {
  const started = performance.now();
  const result = await runCli(['mcp', 'list', 'bad'], { cwd: project(hostileServer('stubborn')) });
  expect(result.code, result.stderr).toBe(0);
  expect(performance.now() - started).toBeLessThan(8000);
});

test.each([
  [
    'another prefix makes no second name',
    [
      { mcp: 'bad', prefix: 'a_' },
      { mcp: 'bad', prefix: 'b_' },
    ],
    null,
  ],
  [
    'two names that are equal',
    [{ mcp: 'bad' }, { mcp: 'bad' }],
    'A second tool is named "look_up": that of the server "bad"',
  ],
  [
    'a prefix that makes two names equal',
    [
      { name: 'fs_look_up', parameters: { type: 'object' } },
      { mcp: 'bad', prefix: 'fs_' },
    ],
    'A second tool is named "fs_look_up"',
  ],
  [
    'a pattern that fits nothing',
    [{ mcp: 'bad', only: ['read_*'] }],
    'No tool of the server "bad" is called "read_*". It offers: look_up, random',
  ],
  ['a server that nobody configured', [{ mcp: 'baad' }], 'There is no server "baad". Did you mean "bad"?'],
  ['a key that is misspelt', [{ mcp: 'bad', onlly: ['x'] }], 'Unknown key "onlly". Did you mean "only"?'],
])('in a scenario: %s', async (_, tools, said) => {
  const dir = small({ ...SCENARIO, tools, expect: { calls: [] } });
  const result = await runCli(['run'], { cwd: dir });
  expect(result.code, result.stderr).toBe(said === null ? 0 : 2);
  if (said !== null) expect(result.stderr).toContain(said);
});

test('a name over 64 characters is named by check', async () => {
  const dir = small({ ...SCENARIO, tools: [{ mcp: 'bad', prefix: 'p'.repeat(70) }], expect: { calls: [] } });
  expect((await runCli(['mcp', 'list', 'bad', '--save'], { cwd: dir })).code).toBe(0);
  const result = await runCli(['check'], { cwd: dir });
  expect(result.stdout).toContain('take at most 64 characters');
});

test('check and replay say what to do where nobody has listed the server', async () => {
  const dir = small(SCENARIO);
  for (const command of ['check', 'replay']) {
    const result = await runCli([command], { cwd: dir });
    expect(result.code).toBe(2);
    expect(result.stderr + result.stdout).toContain('npx tooltape mcp list bad --save');
  }
});

test('variables of the environment are secrets: missing ones are named, and their values are nowhere', async () => {
  const secret = 'tk-secret-value-0123456789';
  const tools = [listedTool('environment', 'Tells its environment')];
  const dir = small(
    { ...SCENARIO, expect: { calls: [{ name: 'environment' }] } },
    {},
    { env: { TOKEN: { env: 'MY_TOKEN' } } },
  );
  writeFileSync(join(dir, 'tools.json'), JSON.stringify(tools));
  const missing = await runCli(['run'], { cwd: dir });
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('The server "bad" needs MY_TOKEN, and it is not set.');

  const env = { MY_TOKEN: secret, OTHER_SECRET: 'another-value' };
  const { code, stdout, stderr } = await runAndRead(['run'], { cwd: dir, env });
  expect(code, stderr).toBe(0);
  const cassette = readFileSync(join(dir, 'cassettes/look-up/oracle.json'), 'utf8');
  const runFile = readFileSync(join(dir, '.tooltape/last-run.json'), 'utf8');
  for (const text of [cassette, runFile, stdout, stderr]) {
    expect(text).not.toContain(secret);
    // The environment of the command is not that of the server.
    expect(text).not.toContain('another-value');
  }
  expect(cassette).toContain('TOKEN');
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
});

test('an address where something else than a server of MCP answers is told as that', async () => {
  const other = await scriptedServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  });
  const { stderr } = await refused({ url: `${other.baseUrl}/mcp` });
  expect(stderr).toContain('the MCP server "bad": it answers, but not with messages of MCP');
});
