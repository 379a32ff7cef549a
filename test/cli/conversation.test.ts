import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, type RanCli } from '../support/project.ts';
import { scriptedServer, sendCompletion, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

type Answer = Parameters<typeof sendCompletion>[1];

const WEATHER_TOOL = {
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { type: 'string' } },
    required: ['city'],
  },
  returns: [{ when: { city: 'Paris', unit: { $optional: 'celsius' } }, result: { temperature: 22 } }],
};

const MODULE = `
interface Place { city: string }
export function rename(args: Place): string {
  args.city = 'London';
  return args.city;
}
`;

/** Runs one scenario against a gateway that gives these answers in turn. */
async function hold(
  scenario: object,
  answers: readonly Answer[],
  model: object = {},
): Promise<RanCli & { readonly requests: ScriptedServer['requests'] }> {
  const server = await scriptedServer((_, response, i) => {
    sendCompletion(response, answers[i] ?? { text: 'done' });
  });
  const dir = tempDir({
    'scenarios/tools.ts': MODULE,
    'scenarios/s.json': { id: 's', tools: [WEATHER_TOOL], ...scenario },
    'tooltape.config.json': gatewayConfig(server.baseUrl, { models: { m: { gateway: 'test', ...model } } }),
  });
  return {
    ...(await runAndRead(['run'], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } })),
    requests: server.requests,
  };
}

const weather = (args: object): Answer => ({ calls: [{ name: 'get_weather', arguments: args }] });

test('calls of a response that hit the length limit are answered, so that the next turn can be asked', async () => {
  const turns = [
    { user: 'Paris?', expect: { calls: [{ name: 'get_weather' }] } },
    { user: 'Thanks', expect: { calls: [] } },
  ];
  const { run, requests } = await hold({ turns }, [
    { ...weather({ city: 'Paris' }), finish: 'length' },
    { text: '22' },
  ]);
  const [row] = run.trials;
  expect(outcome(row!)).toBe('fail truncated');
  expect(row?.problems).toMatchObject([{ code: 'truncated', path: 'steps[0]' }]);
  const roles = requests.map(({ body }) => (body['messages'] as { role: string }[]).map(({ role }) => role).join(' '));
  expect(roles).toEqual(['user', 'user assistant tool', 'user assistant tool assistant user']);
});

test('a null for an optional parameter is as good as left out where a simulated result is chosen, unless strict', async () => {
  const scenario = { prompt: 'Paris?', expect: { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] } };
  const answers = [weather({ city: 'Paris', unit: null })];
  const lenient = await hold(scenario, answers);
  expect(outcome(lenient.run.trials[0]!)).toBe('pass');
  expect(lenient.run.trials[0]?.scores.valid).toBe(0);
  expect(lenient.run.trials[0]?.steps[0]?.results).toEqual([
    { content: '{"temperature":22}', isError: false, unsimulated: false },
  ]);
  const strict = await hold({ ...scenario, optional_null: 'strict' }, answers);
  expect(outcome(strict.run.trials[0]!)).toBe('fail invalid-arguments');
  expect(strict.run.trials[0]?.steps[0]?.results).toMatchObject([{ isError: true, unsimulated: false }]);
});

test('a tool module gets a copy of the arguments: what it does to them is not what the model wrote', async () => {
  const tools = [{ ...WEATHER_TOOL, returns: [{ module: './tools.ts#rename' }] }];
  const wanted = { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] };
  const { run } = await hold({ prompt: 'Paris?', tools, expect: wanted }, [weather({ city: 'Paris' })]);
  expect(outcome(run.trials[0]!)).toBe('pass');
  expect(run.trials[0]?.calls).toMatchObject([{ arguments: { city: 'Paris' } }]);
  expect(run.trials[0]?.steps[0]?.results).toMatchObject([{ content: 'London' }]);
});

test('an error stands in the run file as status, code and message, in this order', async () => {
  const server = await scriptedServer((_, response) => {
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"no","code":"bad_key"}}');
  });
  const dir = tempDir({
    'scenarios/s.json': { id: 's', prompt: 'Hi' },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const { run, code } = await runAndRead(['run'], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } });
  expect(code).toBe(3);
  expect(Object.keys(run.trials[0]?.error ?? {})).toEqual(['status', 'code', 'message']);
  expect(run.trials[0]?.error).toMatchObject({ status: 401, code: 'auth' });
});

test('parallel calls are not judged where the model is asked not to make any, in the scenario or in the configuration', async () => {
  const wanted = { calls: [WEATHER_TOOL, WEATHER_TOOL].map(({ name }) => ({ name })) };
  const answers = [weather({ city: 'Paris' }), weather({ city: 'Rome' })];
  const serial = { parallel_tool_calls: false };
  const scenario = { prompt: 'Paris, Rome?', expect: wanted };
  const judged = await hold(scenario, answers);
  expect(judged.run.trials[0]?.scores.parallel).toBe('serial');
  for (const held of [
    await hold({ ...scenario, request: serial }, answers),
    await hold(scenario, answers, { request: serial }),
  ]) {
    expect(held.requests[0]?.body['parallel_tool_calls']).toBe(false);
    expect(held.run.trials[0]).toMatchObject({ status: 'pass', parallelCounts: null, scores: { parallel: null } });
  }
});
