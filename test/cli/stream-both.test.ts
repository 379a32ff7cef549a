import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

function events(...deltas: readonly object[]): string {
  const chunk = { id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm' };
  return [...deltas, {}]
    .map((delta, i) => {
      const last = i === deltas.length;
      const finish = last ? (JSON.stringify(deltas).includes('tool_calls') ? 'tool_calls' : 'stop') : null;
      return `data: ${JSON.stringify({ ...chunk, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
    })
    .concat('data: [DONE]\n\n')
    .join('');
}

test.each<[string, string, RegExp | null]>([
  ['the same arguments, their keys in another order', '{"near":{"b":1,"a":2},"city":"Paris"}', null],
  ['other arguments', '{"city":"Rome"}', /streamed, the model calls get_weather\(\{"city":"Rome"\}\); not streamed/],
  ['arguments that break off', '{"city":"Par', /get_weather\(malformed\)/],
])('--stream both asks twice, judges what came whole, and tells where a stream gives %s', async (_, args, finding) => {
  const server = await scriptedServer(({ body }, response) => {
    const first = (body['messages'] as unknown[]).length === 1;
    const calls = [{ name: 'get_weather', arguments: { city: 'Paris', near: { a: 2, b: 1 } } }];
    if (body['stream'] !== true) return sendCompletion(response, first ? { calls } : { text: '22' });
    const call = { index: 0, id: 'call_0', type: 'function', function: { name: 'get_weather', arguments: args } };
    const delta = first ? { role: 'assistant', tool_calls: [call] } : { role: 'assistant', content: '22' };
    response.setHeader('content-type', 'text/event-stream').end(events(delta));
  });
  const expected = { calls: [{ name: 'get_weather', arguments: { $subset: { city: 'Paris' } } }] };
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, expect: expected },
    'tooltape.config.json': gatewayConfig(server.baseUrl),
  });
  const recorded = await runAndRead(['run', '--stream', 'both'], { cwd: dir, env: { TEST_KEY: 'key-1234567890' } });
  await server.close();
  expect(recorded.run.trials.map(outcome), recorded.stderr).toEqual(['pass']);
  expect(server.requests.map(({ body }) => body['stream'])).toEqual([false, false, true, true]);
  const findings = recorded.run.trials[0]?.findings.filter(({ check }) => check === 'stream-parity') ?? [];
  expect(findings).toHaveLength(finding === null ? 0 : 1);
  if (finding !== null) expect(findings[0]?.message).toMatch(finding);
  const replayed = await runAndRead(['replay', '--stream', 'both'], { cwd: dir });
  expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));
});
