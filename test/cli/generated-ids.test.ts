import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRedactor } from '../../src/redact/redact.ts';
import { gatewayConfig, outcomes, runAndRead } from '../support/project.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Mistral's keys are 32 letters and digits without a prefix, and so are many generated ids. Those that nothing calls an id are hidden like keys. */
const [ORDER, CALL, OTHER, RESPONSE] = [
  'aB3dE5gH7jK9mN1pQ3sT5vW7yZ2bC4eF',
  'Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0Fe',
  'Qa1Ws2Ed3Rf4Tg5Yh6Uj7Ik8Ol9Pz0Xc',
  'Mn1Bv2Cx3Za4Sd5Fg6Hj7Kl8Po9Iu0Yt',
] as const;

const tool = (name: string, returns: object[]): object => ({
  name,
  description: `Does ${name}`,
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  returns,
});

test('generated ids of 32 letters and digits are hidden, and change no verdict, live and replayed', async () => {
  expect(createRedactor().text(`It is ${ORDER}.`)).not.toContain(ORDER);
  const scenario = {
    id: 'order',
    prompt: 'Cancel the order of Ann.',
    tools: [tool('find_order', [{ result: { order: ORDER } }]), tool('cancel_order', [{ result: { ok: true } }])],
    expect: {
      steps: [
        [{ name: 'find_order', arguments: { text: 'Ann' }, id: 'found' }],
        [{ name: 'cancel_order', arguments: { text: { $regex: '^[A-Za-z0-9]{32}$' } } }],
      ],
      final: { contains: [ORDER] },
    },
  };
  const server = await scriptedServer(({ body }, response) => {
    const said = (body['messages'] as { role: string }[]).filter(({ role }) => role === 'assistant').length;
    const called = (id: string, name: string, argument: string): object => ({
      content: null,
      tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify({ text: argument }) } }],
    });
    const messages = [called(CALL, 'find_order', 'Ann'), called(OTHER, 'cancel_order', ORDER)];
    const message = { role: 'assistant', ...(messages[said] ?? { content: `Cancelled ${ORDER}.` }) };
    const choices = [{ index: 0, message, finish_reason: said < 2 ? 'tool_calls' : 'stop' }];
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const answer = { id: RESPONSE, object: 'chat.completion', created: 1, model: 'm', choices, usage };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  const dir = tempDir({ 'scenarios/a.json': scenario, 'tooltape.config.json': gatewayConfig(server.baseUrl) });
  const recorded = await runAndRead(['run'], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } });
  expect(outcomes(recorded.run, 'm')).toEqual({ order: 'pass' });
  expect(recorded.run.trials[0]?.findings).toEqual([]);
  // The gateway gets the ids as they are.
  const [, , last] = server.requests.map(({ body }) => JSON.stringify(body));
  for (const id of [ORDER, CALL, OTHER]) expect(last).toContain(id);
  const file = readFileSync(join(dir, 'cassettes/order/m.json'), 'utf8');
  expect(file).not.toContain(ORDER);
  // A field that is called an id holds no key.
  expect(file).toContain(RESPONSE);
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.code).toBe(0);
  expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));
});

test.each([
  'the id is Qa1Ws2Ed3Rf4Tg5Yh6Uj7Ik8Ol9Pz0Xc',
  'call_Qa1Ws2Ed3Rf4Tg5Yh6Uj7Ik8Ol9Pz0Xc',
  'toolu_01Qa1Ws2Ed3Rf4Tg5Yh6Uj7I',
  '01890a5d-ac96-774b-bcce-b302099a8057',
  '0123456789abcdeffedcba9876543210',
  'sha256:Qa1Ws2Ed3Rf4Tg5Yh6Uj7Ik8Ol9Pz0Xc',
  'getTheWeatherOfTheCityOfParisNow',
  'GET_THE_WEATHER_OF_THE_CITY_2026',
  'weather-in-paris-2026-11-29-v002',
  'Qa1Ws2Ed3Rf4Tg5Yh6Uj7Ik8Ol9Pz0Xcd',
])('%s stays: it is called an id or a digest, part of a longer name, of one case, or of words', (text) => {
  expect(createRedactor().text(text)).toBe(text);
});
