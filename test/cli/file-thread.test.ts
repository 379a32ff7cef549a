import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatewayConfig, outcome, runAndRead, WEATHER } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const KEY = { TEST_KEY: 'key-1234567890' };
const SCENARIOS = {
  scenarios: Array.from({ length: 12 }, (_, i) => ({ ...WEATHER, id: `s${i}`, max_steps: 1, expect: WEATHER.expect })),
};

async function project(): Promise<{ readonly dir: string; readonly sent: () => number }> {
  const server = await scriptedServer((_, response) =>
    sendCompletion(response, { calls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] }),
  );
  const files = { 'scenarios/many.json': SCENARIOS, 'tooltape.config.json': gatewayConfig(server.baseUrl) };
  return { dir: tempDir(files), sent: () => server.requests.length };
}

/** A copy of the built program, and the file that its thread is started with. */
function builtCopy(): { readonly main: string; readonly worker: string } {
  const copy = tempDir({});
  cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return { main: join(copy, 'dist/cli/main.js'), worker: join(copy, 'dist/chunks/file-thread-worker.js') };
}

test('the built program writes recordings in its thread', async () => {
  const { dir } = await project();
  const { main, worker } = builtCopy();
  const log = join(dir, 'renamed.txt');
  const spy = `{ const fs = process.getBuiltinModule('fs'); const { renameSync } = fs;
    fs.renameSync = (from, to) => { fs.appendFileSync(${JSON.stringify(log)}, to + '\\n'); renameSync(from, to); }; }`;
  writeFileSync(worker, `${spy}\n${readFileSync(worker, 'utf8')}`);
  expect((await runAndRead(['run'], { cwd: dir, env: KEY, main })).code).toBe(0);
  expect(readFileSync(log, 'utf8').trim().split('\n').sort()).toEqual(
    SCENARIOS.scenarios.map(({ id }) => join('cassettes', id, 'm.json')).sort(),
  );
});

test('where the thread that writes cannot start, everything is recorded all the same', async () => {
  const { dir, sent } = await project();
  const { main, worker } = builtCopy();
  rmSync(worker);
  const { code, run, stderr } = await runAndRead(['run'], { cwd: dir, env: KEY, main });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('internal error') as unknown });
  expect(run.trials.map(outcome)).toEqual(SCENARIOS.scenarios.map(() => 'pass'));
  const replayed = await runAndRead(['replay'], { cwd: dir });
  expect(replayed.run.trials.map(outcome)).toEqual(SCENARIOS.scenarios.map(() => 'pass'));
  expect(sent()).toBe(12);
});

test('a module that is loaded before the program is not loaded again in the thread', async () => {
  const { dir } = await project();
  const preload = tempDir({ 'pre.mjs': "process.stderr.write('LOADED\\n'); process.chdir('.');\n" });
  const env = { ...KEY, NODE_OPTIONS: `--import ${join(preload, 'pre.mjs')}` };
  const { code, stderr } = await runAndRead(['run'], { cwd: dir, env });
  expect(code).toBe(0);
  expect(stderr.match(/LOADED/g)).toHaveLength(1);
  expect(existsSync(join(dir, 'cassettes/s0/m.json'))).toBe(true);
});
