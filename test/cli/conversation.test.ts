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

/** Runs one scenario against a gateway that gives these answers in turn. */
async function hold(
  scenario: object,
  answers: readonly Answer[],
): Promise<RanCli & { readonly requests: ScriptedServer['requests'] }> {
  const server = await scriptedServer((_, response, i) => {
    sendCompletion(response, answers[i] ?? { text: 'done' });
  });
  const dir = tempDir({
    'scenarios/s.json': { id: 's', tools: [WEATHER_TOOL], ...scenario },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
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
