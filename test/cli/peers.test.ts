import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyer } from '../../src/cassette/lookup/key.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { listCells } from '../../src/cassette/store/list-cells.ts';
import { openCassette } from '../../src/cassette/store/store.ts';
import { outcome, runAndRead, type RanCli } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { freePort, scriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const SCENARIOS = resolve(ROOT, 'scenarios');
const keyer = createKeyer({ redactor: createRedactor() });

interface Answer {
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: string } }[];
}

/**
 * What a conversation says, without the ids of its calls, which every server makes up for itself. aimock tells every protocol in
 * the words of chat: calls of Responses as a message each, results of Gemini in the object that carries them.
 */
function gist(messages: unknown): string {
  const said: [string, string, unknown[]][] = [];
  for (const { role, content, tool_calls: calls = [] } of messages as (Answer & { role: string })[]) {
    const made = calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]);
    const last = said.at(-1);
    if (last?.[0] === 'assistant' && role === 'assistant') last[2].push(...made);
    else said.push([role, role === 'tool' ? bare(content ?? '') : (content ?? ''), made]);
  }
  return JSON.stringify(said);
}

function bare(text: string): string {
  if (!text.startsWith('{"output":')) return text;
  const { output } = JSON.parse(text) as { output: unknown };
  return typeof output === 'string' ? output : JSON.stringify(output);
}

/** The right answers to every request of the shipped scenarios, by what was said before. */
async function rightAnswers(): Promise<ReadonlyMap<string, Answer>> {
  const dir = tempDir();
  await runAndRead(['run', SCENARIOS, '--models', 'oracle@sandbox', '--stream', 'false'], { cwd: dir });
  const answers = new Map<string, Answer>();
  for (const { scenario, model } of listCells(`${dir}/cassettes`)) {
    const recorded = openCassette(`${dir}/cassettes`, scenario, model, keyer)?.recorded(1);
    for (const { request, response } of recorded?.interactions ?? []) {
      if (response.body.kind !== 'json') throw new Error('the sandbox answers with JSON');
      const { choices } = response.body.value as unknown as { choices: readonly { message: Answer }[] };
      answers.set(gist(request['messages']), choices[0]?.message as Answer);
    }
  }
  return answers;
}

function project(baseUrl: string, more: object = {}): string {
  return tempDir({
    'tooltape.config.json': {
      gateways: { peer: { base_url: baseUrl, ...more } },
      models: { 'gpt-4o': { gateway: 'peer' } },
      defaults: { models: ['gpt-4o'], retries: 0 },
    },
  });
}

const seen = ({ run }: RanCli): unknown => ({
  outcomes: [...new Set(run.trials.map(outcome))],
  findings: [
    ...new Set(run.trials.flatMap((row) => row.findings.map(({ check, severity }) => `${check} ${severity}`))),
  ],
});

/** Protocol, path of its endpoints, and what is wrong with the answers of aimock. */
const BASES: readonly [string, string, readonly string[]][] = [
  ['chat', '/v1', []],
  ['responses', '/v1', []],
  ['messages', '/v1', []],
  // `FUNCTION_CALL` is no finish reason of Gemini.
  ['gemini', '/v1beta', ['finish-reason degrading']],
];

test.each(
  BASES.flatMap(([protocol, base, findings]) =>
    ['false', 'true'].map((stream) => [protocol, stream, base, findings] as const),
  ),
)(
  'aimock serves the shipped scenarios over %s, recorded and replayed without it (stream: %s)',
  async (protocol, stream, base, findings) => {
    const answers = await rightAnswers();
    const mock = new LLMock({ port: 0 });
    for (const [said, { content, tool_calls: calls = [] }] of answers) {
      const toolCalls = calls.map((call) => ({ ...call.function }));
      const match = { predicate: (request: { messages: unknown }) => gist(request.messages) === said };
      mock.on(match, toolCalls.length > 0 ? { toolCalls } : { content: content ?? '' });
    }
    await mock.start();
    const dir = project(`${mock.url}${base}`, { protocol });
    let recorded: RanCli;
    try {
      recorded = await runAndRead(['run', SCENARIOS, '--stream', stream], { cwd: dir });
    } finally {
      await mock.stop();
    }
    expect(seen(recorded), recorded.stderr).toEqual({ outcomes: ['pass'], findings });
    expect(recorded.code).toBe(0);
    expect(recorded.run.trials.length).toBeGreaterThanOrEqual(20);
    const replayed = await runAndRead(['replay', SCENARIOS, '--stream', stream], { cwd: dir });
    expect(replayed.code).toBe(0);
    expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));
  },
);

/** Starts Portkey's gateway as a process of its own; gone when the test ends. */
async function startPortkey(): Promise<string> {
  const port = await freePort();
  const script = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js');
  const child = spawn(process.execPath, [script, `--port=${port}`, '--headless'], { stdio: 'ignore' });
  const gone = new Promise((done) => child.once('exit', done));
  onTestFinished(async () => {
    child.kill();
    await gone;
  });
  const answers = (): Promise<boolean> => fetch(`http://127.0.0.1:${port}/`).then(Boolean, () => false);
  await expect.poll(answers, { timeout: 30_000, interval: 100 }).toBe(true);
  return `http://127.0.0.1:${port}/v1`;
}

test('the shipped scenarios pass through the Portkey gateway; what it does to streams is told, and never scored', async () => {
  const answers = await rightAnswers();
  const upstream = await scriptedServer(({ body }, response) => {
    const message = { role: 'assistant', ...answers.get(gist(body['messages'])) };
    const finish = message.tool_calls === undefined ? 'stop' : 'tool_calls';
    const choices = [{ index: 0, message, finish_reason: finish }];
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    const whole = { id: 'x', object: 'chat.completion', created: 1, model: body['model'], choices, usage };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(whole));
  });
  const dir = project(await startPortkey(), {
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': upstream.baseUrl },
  });
  const recorded = await runAndRead(['run', SCENARIOS, '--stream', 'false'], { cwd: dir });
  expect(seen(recorded), recorded.stderr).toEqual({ outcomes: ['pass'], findings: [] });
  expect(recorded.code).toBe(0);
  const replayed = await runAndRead(['replay', SCENARIOS, '--stream', 'false'], { cwd: dir });
  expect(replayed.run.trials).toEqual(recorded.run.trials.map((row) => ({ ...row, attempts: 0 })));

  // This version fails on its own at every stream: Node's fetch gives it headers that it may not change.
  const streamed = await runAndRead(['run', SCENARIOS, '--stream', 'true', '--record', 'all'], { cwd: dir });
  expect(seen(streamed)).toEqual({ outcomes: ['error provider-error'], findings: ['error-shape degrading'] });
  expect(streamed.code).toBe(3);
  expect(streamed.run.summary[0]).toMatchObject({ judged: 0, passRate: null });
});
