import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, test, vi } from 'vitest';
import { attachCassette } from '../../../src/public/tape/attach-cassette.ts';
import { startServer } from '../server.ts';
import { tempDir } from '../temp-dir.ts';

const finished = JSON.stringify({
  choices: [{ index: 0, message: { role: 'assistant', content: 'x' }, finish_reason: 'stop' }],
});

/** Environment variables without a key. GitHub gives a workflow of a fork empty ones. */
function withoutKeys(): void {
  vi.stubEnv('OPENAI_API_KEY', undefined);
  vi.stubEnv('OPENAI_ADMIN_KEY', undefined);
  vi.stubEnv('ANTHROPIC_API_KEY', '');
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', undefined);
}

const ask = async (origin: string): Promise<string | null | undefined> => {
  const client = new OpenAI({ baseURL: `${origin}/v1` });
  const answer = await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
  return answer.choices[0]?.message.content;
};

test('a program that reads its key from the environment replays where none is set', async () => {
  const keys: unknown[] = [];
  const server = await startServer((response, _, { headers }) => {
    keys.push(headers.authorization);
    response.setHeader('content-type', 'application/json');
    response.end(finished);
  });
  const place = { file: join(tempDir(), 'agent.json'), origins: [server.origin] };
  withoutKeys();
  vi.stubEnv('OPENAI_API_KEY', 'a-key-of-the-user');
  const recording = await attachCassette({ ...place, mode: 'missing' });
  await ask(server.origin);
  await recording.close();
  expect(keys).toEqual(['Bearer a-key-of-the-user']);

  withoutKeys();
  const outer = await attachCassette({ ...place, mode: 'none' });
  const inner = await attachCassette({
    file: join(tempDir(), 'b.json'),
    origins: ['http://127.0.0.1:9'],
    mode: 'none',
  });
  await outer.close();
  // The tape that is still open needs the keys; these SDKs throw without one.
  expect(() => [new OpenAI(), new Anthropic().apiKey]).not.toThrow();
  await inner.close();
  expect([process.env['OPENAI_API_KEY'], process.env['ANTHROPIC_API_KEY']]).toEqual([undefined, '']);

  const tape = await attachCassette({ ...place, mode: 'none' });
  expect(await ask(server.origin)).toBe('x');
  await tape.close();
  expect(keys).toHaveLength(1);
  vi.unstubAllEnvs();
});

test('a token of the vendor is a key: no placeholder stands beside it', async () => {
  withoutKeys();
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'a-token-of-the-user');
  const tape = await attachCassette({ file: join(tempDir(), 'a.json'), origins: ['http://127.0.0.1:9'], mode: 'none' });
  expect(process.env['ANTHROPIC_API_KEY']).toBe('');
  expect(process.env['OPENAI_API_KEY']).toBe('tooltape-placeholder-key');
  await tape.close();
  vi.unstubAllEnvs();
});

test('the placeholder never goes to a remote API: the error names the variable that is not set', async () => {
  withoutKeys();
  const place = { file: join(tempDir(), 'agent.json'), origins: ['https://api.openai.com'] };
  const tape = await attachCassette({ ...place, mode: 'missing' });
  await expect(ask('https://api.openai.com')).rejects.toMatchObject({
    status: 401,
    message: expect.stringContaining('OPENAI_API_KEY is not set, and https://api.openai.com has to be asked') as string,
  });
  expect(tape.recorded).toBe(0);
  await tape.close();
  vi.unstubAllEnvs();
});
