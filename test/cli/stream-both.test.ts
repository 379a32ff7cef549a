import { expect, test } from 'vitest';
import { ANSWER_CHECKS } from '../../src/protocol/checks.ts';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const chunk = (delta: object, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

interface Gateway {
  /** The city that the streamed half asks for; the other asks for Paris. */
  readonly streamedCity: string;
  /** Streamed deltas say whose they are. */
  readonly role: boolean;
}

/** A project whose gateway answers right when it does not stream. */
async function project({ streamedCity, role }: Gateway): Promise<string> {
  const server = await scriptedServer(({ body }, response) => {
    const first = (body['messages'] as unknown[]).length === 1;
    const city = body['stream'] === true ? streamedCity : 'Paris';
    const call = { id: 'c', type: 'function', function: { name: 'get_weather', arguments: JSON.stringify({ city }) } };
    const message = first
      ? { role: 'assistant', content: null, tool_calls: [call] }
      : { role: 'assistant', content: '22' };
    const finish = first ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
    const head = { id: 'x', created: 1, model: 'm' };
    if (body['stream'] === true) {
      const delta = { ...message, ...(first ? { tool_calls: [{ index: 0, ...call }] } : {}) };
      const sent = role ? delta : Object.fromEntries(Object.entries(delta).filter(([name]) => name !== 'role'));
      const last = JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [], usage });
      response.setHeader('content-type', 'text/event-stream');
      response.end(`${chunk(sent, null)}${chunk({}, finish)}data: ${last}\n\ndata: [DONE]\n\n`);
    } else {
      const choices = [{ index: 0, message, finish_reason: finish }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }));
    }
  });
  return tempDir({
    'scenarios/weather.json': WEATHER,
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      models: { m: { gateway: 'test', price: { input: 1000, output: 1000 } } },
    }),
  });
}

const ENV = { TEST_KEY: 'key-1234567890' };
const BOTH = ['--stream', 'both'];

test('streamed and not, where the calls differ is found, live and replayed; the second conversation costs, too', async () => {
  const dir = await project({ streamedCity: 'Pari', role: true });
  const recorded = await runAndRead(['run', ...BOTH], { cwd: dir, env: ENV });
  expect(recorded.run.trials.map(outcome), recorded.stderr).toEqual(['pass']);
  expect(recorded.run.trials[0]?.findings).toEqual([
    expect.objectContaining({ check: 'stream-parity', evidence: expect.objectContaining({ interaction: 3 }) }),
  ]);
  expect(recorded.run.trials[0]).toMatchObject({ usage: { input: 40, output: 40 }, costUsd: 0.08 });
  expect(recorded.stderr).toContain('4 requests');
  expect(recorded.stderr).toContain('$0.08');
  expect(recorded.stdout + recorded.stderr).not.toContain('retr');
  // It compares two answers: every check of a single one is clean.
  expect(recorded.stdout).toContain(`${ANSWER_CHECKS.length}/${ANSWER_CHECKS.length} stream-parity`);
  const replayed = await runAndRead(['replay', ...BOTH], { cwd: dir });
  expect(replayed.code).toBe(0);
  expect(replayed.run.trials[0]).toEqual({ ...recorded.run.trials[0], attempts: 0 });

  const raw = await runAndRead(['replay', ...BOTH, '--wire', 'raw', '--min-pass', '1'], { cwd: dir });
  expect(raw.code).toBe(1);
  expect(raw.run.trials.map(outcome)).toEqual(['fail wire']);
  expect(raw.stdout).toContain('wire — 1 trial: m 1; weather: streamed: stream-parity: streamed');
});

test('the streamed half is checked as the other is: a finding there counts, and fails the trial under --wire raw', async () => {
  const dir = await project({ streamedCity: 'Paris', role: false });
  const { run, stdout } = await runAndRead(['run', ...BOTH], { cwd: dir, env: ENV });
  expect(run.trials.map(outcome)).toEqual(['pass']);
  expect(run.trials[0]?.findings.map(({ check, evidence }) => [check, evidence.interaction])).toEqual([
    ['stream-deltas', 3],
    ['stream-deltas', 4],
  ]);
  expect(stdout).toContain(`${ANSWER_CHECKS.length - 1}/${ANSWER_CHECKS.length} stream-deltas`);

  const raw = await runAndRead(['replay', ...BOTH, '--wire', 'raw'], { cwd: dir });
  expect(raw.run.trials.map(outcome)).toEqual(['fail wire']);
  // Of the two responses one carries calls.
  expect(raw.run.trials[0]?.problems.map(({ path }) => path)).toEqual(['streamed.steps[0]']);
  const unstreamed = await runAndRead(['replay', '--wire', 'raw'], { cwd: dir });
  expect(unstreamed.run.trials.map(outcome)).toEqual(['pass']);
});
