import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attachCassette } from '../../src/index.ts';
import { startServer } from '../cassette/server.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

/** Records one answer, in which a key stands that nobody had named. */
async function record(file: string, key: string): Promise<void> {
  const server = await startServer(
    (response) =>
      void response.end(JSON.stringify({ choices: [{ index: 0, message: { content: 'x' }, finish_reason: 'stop' }] })),
  );
  await using _ = await attachCassette({ file, origins: [server.origin], mode: 'missing', ignore: ['user'] });
  await (
    await fetch(`${server.origin}/v1/chat/completions`, { method: 'POST', body: '{"model":"m","messages":[]}' })
  ).text();
  await server.close();
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace('"content": "x"', '"content": "x"')
      .replace('"content":"x"', `"content":"${key}"`),
  );
}

test('tapes are listed, verified and redacted wherever they lie, and never pruned', async () => {
  const cwd = tempDir();
  mkdirSync(join(cwd, 'cassettes'));
  mkdirSync(join(cwd, 'node_modules/other/__cassettes__'), { recursive: true });
  const key = `sk-proj-${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(3)}T3BlbkFJ${'zX9cV7bN5mK3jH1gF2dS4aP6oI8uY0tR'.repeat(2)}`;
  const tapes = ['src/deep/__cassettes__/agent.test/asks.json', 'tapes/agent.json', 'cassettes/loose.json'];
  for (const path of tapes) await record(join(cwd, path), 'fine');
  await record(join(cwd, 'node_modules/other/__cassettes__/x.json'), key);
  writeFileSync(join(cwd, 'package.json'), '{"about":"\\"tooltape.cassette/1\\" and \\"recordedBy\\""}');

  const listed = await runCli(['cassettes', 'list'], { cwd });
  expect(listed.stdout).toMatch(/tapes +3 +3 +3 /);
  const sound = await runCli(['cassettes', 'verify'], { cwd });
  expect([sound.code, sound.stdout.split('\n')[0]]).toEqual([0, '3 recordings: all are whole, and hold no secret']);
  const named = await runCli(['cassettes', 'verify', '--cassettes', 'tapes'], { cwd });
  expect(named.stdout.split('\n')[0]).toBe('1 recording: all are whole, and hold no secret');

  const [first = '', second = ''] = tapes.map((path) => join(cwd, path));
  for (const file of [first, second]) writeFileSync(file, readFileSync(file, 'utf8').replace('fine', key));
  const found = await runCli(['cassettes', 'verify'], { cwd });
  expect(found.code).toBe(1);
  for (const path of tapes.slice(0, 2)) expect(found.stdout).toContain(`error: ${path} `);
  const redacted = await runCli(['cassettes', 'redact'], { cwd });
  expect(redacted.stdout).toBe(
    `redacted ${tapes[0]}\nredacted ${tapes[1]}\n2 recordings changed; look at the difference and commit them\n`,
  );
  expect(readFileSync(first, 'utf8')).not.toContain(key);
  expect((await runCli(['cassettes', 'verify'], { cwd })).code).toBe(0);

  mkdirSync(join(cwd, 'scenarios'));
  writeFileSync(join(cwd, 'scenarios/one.yaml'), 'id: one\nprompt: hi\ntools: []\nexpect: { calls: [] }\n');
  const pruned = await runCli(['cassettes', 'prune', '--yes'], { cwd });
  expect(pruned.stdout).toBe('every recording belongs to a scenario\n');
  expect(tapes.filter((path) => !existsSync(join(cwd, path)))).toEqual([]);
});
