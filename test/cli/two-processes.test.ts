import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion, type ScriptedServer } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const SCENARIOS = 12;

async function project(): Promise<{ readonly dir: string; readonly server: ScriptedServer }> {
  const server = await scriptedServer((_, response) => {
    setTimeout(() => sendCompletion(response, { text: '22' }), 30);
  });
  const scenarios = Array.from({ length: SCENARIOS }, (_, i) => ({ ...WEATHER, id: `s${i}`, expect: { calls: [] } }));
  const dir = tempDir({
    'scenarios/many.json': { scenarios },
    'tooltape.config.json': gatewayConfig(server.baseUrl, {
      defaults: { models: ['m'], retries: 0, trials: 4, concurrency: 3 },
    }),
  });
  return { dir, server };
}

test('two processes that record what is missing pay for each trial once, and lose none', async () => {
  const { dir, server } = await project();
  const both = [1, 2].map((n) => runCli(['run', '-o', `${n}.json`], { cwd: dir, env: KEY }));
  expect((await Promise.all(both)).map(({ code }) => code)).toEqual([0, 0]);
  expect(server.requests).toHaveLength(SCENARIOS * 4);
  const { run } = await runAndRead(['replay'], { cwd: dir });
  expect(run.trials.map(outcome)).toEqual(Array.from({ length: SCENARIOS * 4 }, () => 'pass'));
  const left = readdirSync(join(dir, 'cassettes'), { recursive: true, encoding: 'utf8' });
  expect(left.filter((name) => /\.(?:lock|tmp|part)$/.test(name))).toEqual([]);
});

test('two processes that record everything anew record one after the other', async () => {
  const { dir, server } = await project();
  await runCli(['run'], { cwd: dir, env: KEY });
  const before = server.requests.length;
  const both = [1, 2].map((n) => runCli(['run', '--record', 'all', '-o', `${n}.json`], { cwd: dir, env: KEY }));
  expect((await Promise.all(both)).map(({ code }) => code)).toEqual([0, 0]);
  expect(server.requests.length - before).toBe(2 * SCENARIOS * 4);
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);
  expect(existsSync(join(dir, 'cassettes/s0/m.part'))).toBe(false);
});

test('waiting for another process is told, and ends with Ctrl-C; a replay waits for nobody', async () => {
  const { dir, server } = await project();
  mkdirSync(join(dir, 'cassettes/s0'), { recursive: true });
  const lock = join(dir, 'cassettes/s0/m.lock');
  writeFileSync(lock, JSON.stringify({ host: 'builder', machine: '0123abcd', pid: 1, id: 'x' }));
  const only = ['--grep', '^s0$'];
  let stderr = '';
  const waiting = await runCli(['run', ...only], {
    cwd: dir,
    env: KEY,
    onStart: (child) => {
      child.stderr?.on('data', (text: string) => (stderr += text));
      const interrupt = async (): Promise<void> => {
        while (!stderr.includes('waiting for')) await sleep(10);
        child.kill('SIGINT');
      };
      void interrupt();
    },
  });
  expect(waiting.stderr).toContain('waiting for process 1 on builder, which records, too (cassettes/s0/m.lock)');
  expect(waiting.code).toBe(130);
  expect(server.requests).toHaveLength(0);
  expect((await runCli(['replay', '--models', 'm', ...only], { cwd: dir })).code).toBe(4);
  expect(existsSync(lock)).toBe(true);
});
