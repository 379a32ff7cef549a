import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { outcomes, runAndRead, WEATHER, type RanCli } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion, type ScriptedServer, type SeenRequest } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const BOT = new URL('programs/bot.ts', import.meta.url).pathname;
const KEY = 'a-key-of-the-gateway-1234';
const CITIES = ['Paris', 'Berlin'];

/** Two scenarios without tools: they are the agent's own. */
const SCENARIOS = {
  scenarios: [
    {
      id: 'two-cities',
      prompt: 'What is the weather in Paris and in Berlin?',
      expect: {
        calls: CITIES.map((city) => ({ name: 'get_weather', arguments: { city } })),
        final: { contains: ['22'] },
      },
    },
    { id: 'hello', prompt: 'Hello', expect: { calls: [], final: { contains: ['22'] } } },
  ],
};

const weatherIn = (city: string): { name: string; arguments: object } => ({ name: 'get_weather', arguments: { city } });

/** A model whose faults the system prompt asks for. */
function answer({ body }: SeenRequest, response: ServerResponse): void {
  const messages = body['messages'] as { role: string; content: string }[];
  const [system, user] = messages;
  const results = messages.filter(({ role }) => role === 'tool').length;
  const fault = system?.content;
  const wants = user?.content.includes('weather') === true;
  if (!wants) return sendCompletion(response, { text: 'It is 22.' });
  if (fault === 'serial') {
    const city = CITIES[results];
    return sendCompletion(response, city === undefined ? { text: 'It is 22.' } : { calls: [weatherIn(city)] });
  }
  if (results > 0) return sendCompletion(response, { text: 'It is 22.' });
  const cities = fault === 'wrong-argument' ? ['Paris', 'Rome'] : CITIES;
  const extra = fault === 'extra-call' ? [{ name: 'get_time', arguments: { city: 'Paris' } }] : [];
  sendCompletion(response, { calls: [...cities.map(weatherIn), ...extra] });
}

interface Project {
  readonly server: ScriptedServer;
  readonly dir: string;
  /** Runs a command with the agent behaving so. */
  readonly run: (args: readonly string[], behaviour?: string) => Promise<RanCli>;
}

async function project(agent: object = {}, scenarios: object = SCENARIOS, more: object = {}): Promise<Project> {
  const server = await scriptedServer(answer);
  const dir = tempDir({ 'scenarios/all.json': scenarios });
  const write = (behaviour: string): void => {
    const config = {
      gateways: { test: { base_url: server.baseUrl, api_key_env: 'TEST_KEY' } },
      models: {
        bot: {
          agent: { command: [process.execPath, BOT, '{prompt}'], env: { BOT: behaviour }, ...agent },
          gateways: ['test'],
          price: { input: 1, output: 2 },
        },
        ...more,
      },
      defaults: { models: ['bot'] },
    };
    writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  };
  return {
    server,
    dir,
    run: (args, behaviour = 'good') => {
      write(behaviour);
      return runAndRead(args, { cwd: dir, env: { TEST_KEY: KEY } });
    },
  };
}

test('an agent is recorded, replayed, scored and reported like a model', async () => {
  const { server, run } = await project();
  const recorded = await run(['run', '--trials', '2']);
  expect(recorded.code).toBe(0);
  expect(outcomes(recorded.run, 'bot')).toEqual({ 'two-cities': 'pass', hello: 'pass' });
  expect(recorded.run.trials).toHaveLength(4);
  const trial = recorded.run.trials.find(({ scenario }) => scenario === 'two-cities');
  expect(trial?.calls.map(({ step, arguments: made }) => [step, made])).toEqual([
    [1, { city: 'Paris' }],
    [1, { city: 'Berlin' }],
  ]);
  expect(trial?.scores.parallel).toBe('parallel');
  expect(trial?.steps[0]?.results.map(({ content }) => content)).toEqual(['{"temperature":22}', '{"temperature":22}']);
  expect(trial?.costUsd).toBeCloseTo((20 + 2 * 10) / 1e6);
  for (const { headers } of server.requests) expect(headers['authorization']).toBe(`Bearer ${KEY}`);

  const asked = server.requests.length;
  await server.close();
  const replayed = await run(['replay', '--min-pass', '1']);
  expect(replayed.code).toBe(0);
  expect(outcomes(replayed.run, 'bot')).toEqual({ 'two-cities': 'pass', hello: 'pass' });
  expect(server.requests).toHaveLength(asked);
  const again = await run(['replay']);
  expect(JSON.stringify(again.run.trials)).toBe(JSON.stringify(replayed.run.trials));
});

test('a changed prompt of the agent is a miss that shows what differs', async () => {
  const { run } = await project();
  await run(['run']);
  const { code, stdout, stderr } = await run(['replay'], 'good, and polite');
  expect(code).toBe(4);
  expect(stdout + stderr).toMatch(/messages\[0\]\.content: "good"[^]*"good, and polite"/);
});

test.each([
  ['wrong-argument', /✗ two-cities · bot — wrong-arguments at call 2 get_weather, city .*\n.*"Berlin"\n.*"Rome"/],
  [
    'extra-call',
    /✗ two-cities · bot — extra-call at call 3 get_time .*\n.*no further call\n.*get_time\(city: "Paris"\)/,
  ],
  ['serial', /✗ two-cities · bot — not-parallel .*\n.*get_weather, get_weather in one step\n.*in steps 1, 2/],
])('compare tells a version with the fault %s apart', async (fault, told) => {
  const { dir, run } = await project(
    {},
    {
      scenarios: SCENARIOS.scenarios.map((one) =>
        one.id === 'hello' ? one : { ...one, expect: { ...one.expect, require_parallel: true } },
      ),
    },
  );
  await run(['run', '-o', 'good.json']);
  const faulty = await run(['run', '--record', 'all', '-o', 'bad.json'], fault);
  expect(outcomes(faulty.run, 'bot')['two-cities']).toMatch(/^fail /);
  const { stdout } = await runCli(['compare', 'good.json', 'bad.json'], { cwd: dir });
  expect(stdout).toMatch(told);
  // It may be slower, as the machine is: nothing else.
  expect(stdout).toContain('1 changed, 1 regression');
  expect(stdout).not.toMatch(/✗ hello/);
});

test('the prompt goes to standard input without an argument for it, and the traffic may hold the answer', async () => {
  const { run } = await project({ command: [process.execPath, BOT], answer: 'traffic' });
  const { run: result } = await run(['run']);
  expect(outcomes(result, 'bot')).toEqual({ 'two-cities': 'pass', hello: 'pass' });
});

const TURNS = {
  id: 'turns',
  turns: [
    { user: 'What is the weather in Paris and in Berlin?', expect: { calls: CITIES.map(weatherIn) } },
    { user: 'Thanks', expect: { calls: [], final: { contains: ['22'] } } },
  ],
};

test('several turns go as JSON lines, live and in a replay', async () => {
  const { run } = await project({ command: [process.execPath, BOT, 'lines'] }, TURNS);
  const recorded = await run(['run']);
  expect(outcomes(recorded.run, 'bot')).toEqual({ turns: 'pass' });
  expect(recorded.run.trials[0]?.steps.map(({ turn }) => turn)).toEqual([1, 1, 2]);
  const replayed = await run(['replay']);
  expect(outcomes(replayed.run, 'bot')).toEqual({ turns: 'pass' });
});

test.each([
  ['dies', {}, /exit code 3: Traceback: no module named weather/],
  ['hangs', { timeout_ms: 400 }, /neither printed nor asked for 400 ms/],
  ['silent', {}, /asked no model: OPENAI_BASE_URL/],
  [
    'no-json',
    { command: [process.execPath, BOT, 'lines'] },
    /printed no JSON: expected a line \{"assistant": "…"\}, found "Sure! 22"/,
  ],
  ['other-json', { command: [process.execPath, BOT, 'lines'] }, /expected a line .* found "\{\\"answer\\":\\"22\\"\}"/],
  ['reports', { command: [process.execPath, BOT, 'lines'] }, /the agent reports: out of patience/],
  ['one-line', { command: [process.execPath, BOT, 'lines'] }, /ended after 0 of 2 turns/],
  [
    'two-lines',
    { command: [process.execPath, BOT, 'lines'] },
    /printed more answers than the 2 turns: .* found also .*It is 22/,
  ],
  ['good', { command: ['no-such-program'] }, /"no-such-program" cannot be started: there is no such program/],
  ['good', { cwd: 'nowhere' }, /cannot be started: there is no folder .*nowhere/],
])('an agent that fails, %s %o, is an error that says why', async (behaviour, agent, told) => {
  const usesLines = JSON.stringify(agent).includes('lines');
  const { run } = await project(agent, usesLines ? TURNS : SCENARIOS.scenarios[0]);
  const { code, run: result, stdout, stderr } = await run(['run'], behaviour);
  const [row] = result.trials;
  expect(stderr).not.toContain('replayed');
  expect(row).toMatchObject({ status: 'error', reason: 'agent', error: { code: 'agent', status: null } });
  expect(row?.error?.message).toMatch(told);
  expect(stdout).toContain('agent');
  expect(code).toBe(3);
});

test('a replay whose agent fails tells that, without advice on a recording that is good', async () => {
  const { run } = await project({}, SCENARIOS.scenarios[0]);
  await run(['run']);
  for (const args of [['replay'], ['run']]) {
    const { code, stdout, stderr } = await run(args, 'dies');
    expect([code, stdout], stderr).toEqual([3, expect.stringContaining('the agent ended with exit code 3')]);
    expect(stdout + stderr).not.toMatch(/record (?:it|the scenario|anew)|not asked for|--record/);
  }
  const { code, stderr } = await run(['replay']);
  expect([code, stderr]).toEqual([0, '']);
});

test('what its models answered an agent that fails is kept: mended, it runs on that', async () => {
  const { dir, server, run } = await project({}, SCENARIOS.scenarios[0]);
  const mending = join(dir, 'mended');
  const behaviour = `late:${mending}`;
  const failed = await run(['run'], behaviour);
  expect([failed.code, failed.run.trials[0]?.reason]).toEqual([3, 'agent']);
  expect(failed.run.trials[0]?.error?.message).toContain('KeyError: temperature');
  expect(failed.run.trials[0]?.recordingHash).not.toBe(null);
  const asked = server.requests.length;
  expect(asked).toBe(2);

  const again = await run(['replay'], behaviour);
  expect([again.code, again.run.trials]).toEqual([3, [{ ...failed.run.trials[0], attempts: 0 }]]);
  writeFileSync(mending, '');
  const mended = await run(['run'], behaviour);
  expect([mended.code, outcomes(mended.run, 'bot')]).toEqual([0, { 'two-cities': 'pass' }]);
  expect(server.requests).toHaveLength(asked);
});

test('what an agent that fails was answered replaces no whole recording', async () => {
  const { dir, server, run } = await project({}, SCENARIOS.scenarios[0]);
  const mending = join(dir, 'mended');
  const behaviour = `late:${mending}`;
  const file = join(dir, 'cassettes/two-cities/bot.json');
  writeFileSync(mending, '');
  await run(['run'], behaviour);
  const before = readFileSync(file, 'utf8');
  rmSync(mending);
  const failed = await run(['run', '--record', 'all'], behaviour);
  expect(failed.run.trials[0]?.reason).toBe('agent');
  expect(failed.stderr).toContain('.part');
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(server.requests).toHaveLength(4);
  // It fails on the part, too, and is asked anew; mended, it goes on with the part.
  await run(['run', '--record', 'all'], behaviour);
  expect(server.requests).toHaveLength(6);
  writeFileSync(mending, '');
  const mended = await run(['run', '--record', 'all'], behaviour);
  expect(outcomes(mended.run, 'bot')).toEqual({ 'two-cities': 'pass' });
  expect(server.requests).toHaveLength(6);
  expect(readdirSync(join(dir, 'cassettes/two-cities'))).toEqual(['bot.json']);
});

test('what a provider refuses is its error, not the agent’s', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(
      '{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}',
    );
  });
  const dir = tempDir({
    'scenarios/a.json': SCENARIOS.scenarios[0] as object,
    'tooltape.config.json': {
      gateways: { test: { base_url: server.baseUrl, api_key_env: 'TEST_KEY' } },
      models: { bot: { agent: { command: [process.execPath, BOT, '{prompt}'] }, gateways: ['test'] } },
      defaults: { models: ['bot'] },
    },
  });
  const { run } = await runAndRead(['run'], { cwd: dir, env: { TEST_KEY: KEY } });
  expect(run.trials[0]).toMatchObject({ status: 'error', reason: 'auth' });
});

test('one set of scenarios scores a simulated model and an agent on the same sandbox', async () => {
  const dir = tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': {
      gateways: { sb: { sandbox: true } },
      models: {
        oracle: { gateway: 'sb' },
        bot: {
          agent: { command: [process.execPath, BOT, '{prompt}'], env: { BOT_MODEL: 'oracle' } },
          gateways: ['sb'],
        },
        lost: {
          agent: { command: [process.execPath, BOT, '{prompt}'], env: { BOT_MODEL: 'wrong-arguments' } },
          gateways: ['sb'],
        },
      },
      defaults: { models: ['oracle', 'bot', 'lost'] },
    },
  });
  const { code, run, stdout, stderr } = await runAndRead(['run'], { cwd: dir });
  expect(code).toBe(0);
  expect(outcomes(run, 'oracle')).toEqual({ weather: 'pass' });
  expect(outcomes(run, 'bot')).toEqual({ weather: 'pass' });
  expect(outcomes(run, 'lost')).toEqual({ weather: 'fail wrong-arguments' });
  expect(stdout).toMatch(/oracle +1\/1[^]*bot +1\/1[^]*lost +0\/1/);
  expect(stderr).toContain('weather: agents are given what the user says alone; not applied to them: returns');
});

test('a scenario without tools runs with agents only', async () => {
  const { run } = await project({}, SCENARIOS, { plain: { gateway: 'test' } });
  const { run: result } = await run(['run', '--models', 'bot,plain']);
  expect(result.trials.map(({ scenario, model }) => `${scenario} ${model}`)).toEqual([
    'hello bot',
    'hello plain',
    'two-cities bot',
  ]);
});

test('without an agent in the configuration such a scenario is wrong', async () => {
  const dir = tempDir({ 'scenarios/a.json': SCENARIOS.scenarios[0] as object });
  const { code, stderr } = await runCli(['run'], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain('the scenario has no "tools"');
});

test.each([
  [{ agent: { command: [] }, gateways: ['a'] }, 'Name the program'],
  [{ agent: { command: ['{prompt}'] }, gateways: ['a'] }, 'Name the program to start; the prompt is an argument of it'],
  [
    { agent: { command: ['x', '--prompt={prompt}'] }, gateways: ['a'] },
    'The prompt has to be an argument of its own: write "--prompt", "{prompt}"',
  ],
  [{ agent: { command: ['x'] } }, '"gateways" is missing'],
  [{ agent: { command: ['x'] }, gateways: ['nowhere'] }, 'There is no gateway "nowhere"'],
  [{ agent: { command: ['x'] }, gateways: ['a', 'b'] }, '"a" and "b" are both asked by clients of openai'],
  [{ agent: { command: ['x'] }, gateways: ['a'], model: 'm' }, 'An agent has no "model"'],
  [{ agent: { command: ['x'], answer: 'file' }, gateways: ['a'] }, 'stdout or traffic'],
  [{ gateways: ['a'] }, 'Several gateways are of an agent'],
  [{}, '"gateway" is missing'],
])('a configuration with %o is told: %s', async (model, told) => {
  const dir = tempDir({
    'tooltape.config.json': {
      gateways: {
        a: { base_url: 'http://127.0.0.1:9/v1' },
        b: { base_url: 'http://127.0.0.1:9/v1', protocol: 'responses' },
      },
      models: { bot: model },
    },
  });
  const { code, stderr } = await runCli(['models'], { cwd: dir });
  expect(code).toBe(2);
  expect(stderr).toContain(told);
  expect(stderr).toContain('tooltape.config.json');
});

test('a secret of the agent’s environment is hidden', async () => {
  const secret = 'a-secret-of-the-agent-98765';
  const { dir, run } = await project({ env: { BOT: { env: 'AGENT_SECRET' } } });
  await run(['run']).catch(() => {});
  const { code } = await runCli(['run', '-o', 'run.json'], { cwd: dir, env: { TEST_KEY: KEY, AGENT_SECRET: secret } });
  expect(code).toBe(0);
  const files = ['run.json', 'cassettes/hello/bot.json'].map((file) => readFileSync(join(dir, file), 'utf8'));
  for (const text of files) expect(text).not.toContain(secret);
});

test('an agent asks a gateway with the query of its base URL, as a model does', async () => {
  const server = await scriptedServer(answer);
  const command = [process.execPath, BOT, '{prompt}'];
  const cwd = tempDir({
    'scenarios/all.json': { scenarios: [SCENARIOS.scenarios[1]] },
    'tooltape.config.json': {
      gateways: { azure: { base_url: `${server.baseUrl}?api-version=2024-10-21`, api_key_env: 'TEST_KEY' } },
      models: { bot: { agent: { command, env: { BOT: 'good' } }, gateways: ['azure'] }, m: { gateway: 'azure' } },
    },
  });
  const { code } = await runAndRead(['run', '--models', 'bot,m'], { cwd, env: { TEST_KEY: KEY } });
  expect(code).toBe(0);
  expect([...new Set(server.requests.map(({ url }) => url))]).toEqual(['/v1/chat/completions?api-version=2024-10-21']);
  expect(server.requests.length).toBeGreaterThan(1);
});
