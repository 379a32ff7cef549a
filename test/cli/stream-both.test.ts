import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

test('streamed and not, where the calls differ is found, live and replayed; the second conversation costs, too', async () => {
  const server = await scriptedServer(({ body }, response) => {
    const first = (body['messages'] as unknown[]).length === 1;
    const city = body['stream'] === true ? 'Pari' : 'Paris';
    const call = { id: 'c', type: 'function', function: { name: 'get_weather', arguments: JSON.stringify({ city }) } };
    const message = first
      ? { role: 'assistant', content: null, tool_calls: [call] }
      : { role: 'assistant', content: '22' };
    const finish = first ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
    const head = { id: 'x', created: 1, model: 'm' };
    if (body['stream'] === true) {
      const delta = first ? { ...message, tool_calls: [{ index: 0, ...call }] } : message;
      const last = JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage });
      response.setHeader('content-type', 'text/event-stream');
      response.end(`${chunk(delta, null)}${chunk({}, finish)}data: ${last}\n\ndata: [DONE]\n\n`);
    } else {
      const choices = [{ index: 0, message, finish_reason: finish }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
    }
  });
  const dir = tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { m: { gateway: 'test', price: { input: 1000, output: 1000 } } },
    }),
  });
  const args = ['--stream', 'both'];
  const recorded = await runAndRead(['run', ...args], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } });
  expect(recorded.run.trials.map(outcome), recorded.stderr).toEqual(['pass']);
  expect(recorded.run.trials[0]?.findings).toEqual([
    expect.objectContaining({ check: 'stream-parity', evidence: expect.objectContaining({ interaction: 3 }) }),
  ]);
  expect(recorded.stderr).toContain('4 requests');
  expect(recorded.stderr).toContain('$0.08');
  expect(recorded.stdout + recorded.stderr).not.toContain('retr');
  const replayed = await runAndRead(['replay', ...args], { cwd: dir });
  expect(replayed.code).toBe(0);
  expect(replayed.run.trials[0]).toEqual({ ...recorded.run.trials[0], attempts: 0 });
});
