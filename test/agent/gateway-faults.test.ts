import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { outcomes, runAndRead, type RanCli } from '../support/project.ts';
import { scriptedServer, sendCompletion, type SeenRequest } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

/** An agent that asks once, streamed, and asks again where that fails, as often as `TRIES` says. */
const AGENT = `
  const url = process.env.OPENAI_BASE_URL + '/chat/completions';
  const body = JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: process.argv[2] }] });
  const ask = async () => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const text = await response.text();
    if (!response.ok) throw new Error(response.status + ' ' + text);
    return text;
  };
  for (let left = Number(process.env.TRIES ?? 1); ; left--) {
    try {
      await ask();
      break;
    } catch (error) {
      if (left > 1) continue;
      console.error(String(error));
      process.exit(1);
    }
  }
  console.log('done');
`;

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

interface Setting {
  readonly agent?: object;
  readonly gateway?: object;
  readonly timeoutMs: number;
  readonly args?: readonly string[];
}

type Handler = (request: SeenRequest, response: ServerResponse, index: number) => void | Promise<void>;

async function runAgainst(handler: Handler, { agent, gateway, timeoutMs, args = [] }: Setting): Promise<RanCli> {
  const server = await scriptedServer((...request) => void handler(...request));
  const dir = tempDir({
    'agent.mjs': AGENT,
    'scenarios/a.json': { id: 'a', prompt: 'Hello', expect: { calls: [], final: { contains: ['done'] } } },
    'tooltape.config.json': {
      gateways: { slow: { base_url: server.baseUrl, ...gateway } },
      models: {
        bot: {
          agent: { command: [process.execPath, 'agent.mjs', '{prompt}'], timeout_ms: 30_000, ...agent },
          gateways: ['slow'],
        },
      },
      defaults: { models: ['bot'], timeout_ms: timeoutMs },
    },
  });
  return runAndRead(['run', ...args], { cwd: dir });
}

test.each<[string, Handler, string, RegExp]>([
  [
    'closes the connection',
    (_, response) => void response.socket?.destroy(),
    'network',
    /^gateway slow: 127\.0\.0\.1:\d+ closed the connection \(UND_ERR_SOCKET\) \(the agent ended with exit code 1: /,
  ],
  [
    'never answers',
    () => {},
    'timeout',
    /^gateway slow \(127\.0\.0\.1:\d+\) sent nothing for 600 ms\. Raise timeout_ms .* \(the agent ended with exit code 1: .*502/,
  ],
  [
    'is silent in the middle of a stream',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk({ content: 'do' }));
    },
    'timeout',
    /^gateway slow \(127\.0\.0\.1:\d+\) sent nothing for 600 ms/,
  ],
])(
  'a gateway that %s is to blame, not the agent that it leaves without an answer',
  async (_, handler, reason, said) => {
    const { code, run } = await runAgainst(handler, { timeoutMs: 600 });
    expect(code).toBe(3);
    expect(run.trials[0]).toMatchObject({ status: 'error', reason });
    expect(run.trials[0]?.error?.message).toMatch(said);
  },
);

test('a request that the agent repeats with success leaves no error', async () => {
  const { code, run } = await runAgainst(
    (_, response, index) => {
      if (index === 0) response.socket?.destroy();
      else sendCompletion(response, { text: 'done' });
    },
    { timeoutMs: 30_000, agent: { env: { TRIES: '2' } } },
  );
  expect([code, outcomes(run, 'bot')]).toEqual([0, { a: 'pass' }]);
});

test('an agent that waits, for its place at the gateway or for a slow stream, is not silent', async () => {
  let open = 0;
  let most = 0;
  const [crowd, slow] = await Promise.all([
    // Four answers of 1.7 seconds each, one after the other, are longer than the time-out.
    runAgainst(
      async (_, response) => {
        open += 1;
        most = Math.max(most, open);
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(chunk({ content: 'do' }));
        await sleep(1700);
        open -= 1;
        response.end(`${chunk({ content: 'ne' }, 'stop')}data: [DONE]\n\n`);
      },
      {
        timeoutMs: 6000,
        agent: { timeout_ms: 6000 },
        gateway: { concurrency: 1 },
        args: ['--trials', '5', '--concurrency', '5'],
      },
    ),
    runAgainst(
      async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(chunk({ content: 'do' }));
        await sleep(7000);
        response.end(`${chunk({ content: 'ne' }, 'stop')}data: [DONE]\n\n`);
      },
      { timeoutMs: 30_000, agent: { timeout_ms: 6000 } },
    ),
  ]);
  expect(crowd.run.trials.map(({ status }) => status)).toEqual(Array(5).fill('pass'));
  // A stream counts until its end.
  expect(most).toBe(1);
  expect(slow.run.trials.map(({ status }) => status)).toEqual(['pass']);
});
