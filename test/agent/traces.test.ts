import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const PROGRAM = new URL('programs/traced.ts', import.meta.url).pathname;
const KEY = { OPENAI_API_KEY: 'sk-a-key-of-the-user-1234567890' };
const TOLD = { answer: 'Hi there.', traced: true, misses: 0 };

/** The API with the place that the SDK's exporter sends traces to. */
function api(): Promise<ScriptedServer> {
  return scriptedServer(({ url }, response) => {
    const content = [{ type: 'output_text', text: TOLD.answer, annotations: [] }];
    const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content };
    const answer = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', status: 'completed' };
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(url.includes('traces') ? '{}' : JSON.stringify({ ...answer, output: [message], usage }));
  });
}

const sentTraces = (server: ScriptedServer): number =>
  server.requests.filter(({ url }) => url.includes('traces')).length;

test('what the exporter of @openai/agents sends is passed on while a tape records, and no miss in a replay', async () => {
  const server = await api();
  const dir = tempDir();
  const ownPlace = `${server.baseUrl}/traces/ingest`;
  const ask = async (mode: string, ...places: string[]): Promise<unknown> => {
    const env = { ...process.env, ...KEY, OPENAI_BASE_URL: server.baseUrl, NODE_ENV: 'production' };
    const args = [PROGRAM, 'tape.json', mode, ...places];
    return JSON.parse((await promisify(execFile)(process.execPath, args, { cwd: dir, env })).stdout);
  };
  expect(await ask('missing', ownPlace)).toEqual(TOLD);
  expect(sentTraces(server)).toBe(1);
  const tape = readFileSync(join(dir, 'tape.json'), 'utf8');
  expect(tape.match(/"endpoint": /g)).toHaveLength(1);
  await server.close();
  expect(await ask('none', ownPlace)).toEqual(TOLD);
  // Without a place the SDK sends them to https://api.openai.com.
  expect(await ask('none')).toEqual(TOLD);
  expect(readFileSync(join(dir, 'tape.json'), 'utf8')).toBe(tape);
});

test('under exec it is neither recorded nor a miss, although exec has switched tracing off', async () => {
  const server = await api();
  const dir = tempDir();
  const exec = async (options: readonly string[], env: object): Promise<unknown> => {
    const command = ['--', process.execPath, PROGRAM];
    const { code, stdout, stderr } = await runCli(['exec', '--cassette', 'tape.json', ...options, ...command], {
      cwd: dir,
      env: { NODE_ENV: 'production', ...env },
    });
    return { code, told: stdout === '' ? stderr : JSON.parse(stdout), said: /tooltape: .*/.exec(stderr)?.[0] };
  };
  expect(await exec(['--origin', server.baseUrl], KEY)).toEqual({
    code: 0,
    told: TOLD,
    said: 'tooltape: recorded 1 answer into tape.json',
  });
  expect(server.requests).toHaveLength(1);
  await server.close();
  expect(await exec(['--record', 'none'], {})).toEqual({
    code: 0,
    told: TOLD,
    said: 'tooltape: replayed 1 answer from tape.json',
  });
});
