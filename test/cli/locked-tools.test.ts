import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEATHER } from '../support/project.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const ANSWER = '({ temperature: 22 })';

test.each<[string, string, string]>([
  [
    'starts a process',
    `import { execSync } from 'node:child_process'; export const t = () => (execSync('true'), ${ANSWER});`,
    'NETWORK_LOCKED',
  ],
  [
    'starts a worker thread, and hides the error',
    `import { Worker } from 'node:worker_threads'; export const t = () => { try { new Worker('0', { eval: true }); } catch {} return ${ANSWER}; };`,
    'NETWORK_LOCKED',
  ],
  [
    'asks a name server',
    `import dns from 'node:dns'; export const t = () => new Promise((done) => dns.resolve4('tooltape.invalid', () => done(${ANSWER})));`,
    'NETWORK_LOCKED',
  ],
  [
    'opens a socket and says nothing',
    `import { connect } from 'node:net'; export const t = () => { connect(9, '127.0.0.1').on('error', () => {}).destroy(); return ${ANSWER}; };`,
    'NETWORK_LOCKED',
  ],
  [
    'asks when it has answered already',
    `export const t = () => { setTimeout(() => fetch('http://tooltape.invalid/'), 1); return ${ANSWER}; };`,
    'NETWORK_LOCKED',
  ],
  ['never answers', 'export const t = () => new Promise(() => {});', 'TOOL_MODULE'],
  ['ends the process as if all were well', 'export const t = () => process.exit(0);', 'TOOL_MODULE'],
])('in a replay, a tool module that %s ends it with exit 2 and a reason', async (_, source, code) => {
  const tool = { ...WEATHER.tools[0], returns: [{ module: './tools.mjs#t' }] };
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, tools: [tool] },
    'scenarios/tools.mjs': `export const t = () => ${ANSWER};`,
  });
  const args = ['--models', 'oracle@sandbox'];
  expect((await runCli(['run', ...args], { cwd: dir })).code).toBe(0);
  expect((await runCli(['replay', ...args], { cwd: dir })).code).toBe(0);
  writeFileSync(join(dir, 'scenarios/tools.mjs'), source);
  const { code: exit, stderr } = await runCli(['replay', ...args], { cwd: dir });
  expect(stderr).toContain(`error ${code}: `);
  if (code === 'NETWORK_LOCKED') expect(stderr).toContain('tools.mjs#t tried to reach');
  expect(stderr).not.toContain('internal error');
  expect(exit).toBe(2);
});
