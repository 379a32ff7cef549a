import { readFileSync, writeFileSync } from 'node:fs';
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
  ['ends the process with a code of ours', 'export const t = () => process.exit(3);', 'TOOL_MODULE'],
  ['ends the process behind the back of its handlers', 'export const t = () => process.reallyExit(0);', 'TOOL_MODULE'],
  ['aborts the process', 'export const t = () => process.abort();', 'TOOL_MODULE'],
  [
    'puts another program into its place',
    "export const t = () => process.execve('/bin/true', ['true'], {});",
    'NETWORK_LOCKED',
  ],
  [
    'connects to a Unix socket, and hides the error',
    `import { connect } from 'node:net'; export const t = () => new Promise((done) => connect('./none.sock').on('error', () => done(${ANSWER})).write('x'));`,
    'NETWORK_LOCKED',
  ],
  [
    'registers a loader',
    `import { register } from 'node:module'; export const t = () => (register('data:text/javascript,0'), ${ANSWER});`,
    'NETWORK_LOCKED',
  ],
  [
    'starts a process when all is over',
    `import { execSync } from 'node:child_process'; export const t = () => (process.on('exit', () => execSync('true')), ${ANSWER});`,
    'TOOL_MODULE',
  ],
  [
    'throws when it has answered already',
    `export const t = () => { setTimeout(() => { throw new Error('too late'); }, 1); return ${ANSWER}; };`,
    'TOOL_MODULE',
  ],
  [
    'lets a promise fail that nobody waits for',
    `export const t = () => { void Promise.reject(new Error('too late')); return ${ANSWER}; };`,
    'TOOL_MODULE',
  ],
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

test('what a tool module leaves open does not keep a finished command from ending', async () => {
  const tool = { ...WEATHER.tools[0], returns: [{ module: './tools.mjs#t' }] };
  const dir = tempDir({
    'scenarios/weather.json': { ...WEATHER, tools: [tool] },
    'scenarios/tools.mjs': `import { createServer } from 'node:net'; createServer().listen(0); setInterval(() => {}, 1000); export const t = () => ${ANSWER};`,
  });
  for (const command of ['run', 'replay']) {
    const { code, stdout } = await runCli([command, '--models', 'oracle@sandbox'], { cwd: dir });
    expect(stdout).toContain('1 of 1 judged trial passed');
    expect(code).toBe(0);
  }
});

/** Functions of a tool module whose error no call returns, with a part of its message. */
const LATE: readonly (readonly [kind: string, source: string, message: string])[] = [
  ['throws in a timer', `(setTimeout(() => { throw new Error('too late'); }, 1), ${ANSWER})`, 'too late'],
  ['throws in a timer long after', `(setTimeout(() => { throw new Error('too late'); }, 60), ${ANSWER})`, 'too late'],
  ['lets a promise fail', `(void Promise.reject(new Error('too late')), ${ANSWER})`, 'too late'],
  [
    'throws in place of the answer',
    "new Promise(() => setTimeout(() => { throw new Error('too late'); }, 1))",
    'too late',
  ],
  ['never answers', 'new Promise(() => {})', 'gave'],
  ['never answers, and keeps a timer', 'new Promise(() => setInterval(() => {}, 100))', 'gave no answer within 1 s'],
];

test.each(LATE)('a tool module that %s fails its own trial, and the rest goes on', async (_, source, message) => {
  const scenario = (id: string, file: string): object => ({
    ...WEATHER,
    id,
    trials: 2,
    tools: [{ ...WEATHER.tools[0], returns: [{ module: `./${file}#t` }] }],
  });
  const sound = `export const t = () => ${ANSWER};`;
  const dir = tempDir({
    'scenarios/all.json': { scenarios: [scenario('a', 'a.mjs'), scenario('b', 'b.mjs'), scenario('c', 'a.mjs')] },
    'scenarios/a.mjs': sound,
    'tooltape.config.yaml': 'defaults: { timeout_ms: 1000 }',
    'scenarios/b.mjs': sound,
  });
  const args = ['--models', 'oracle@sandbox'];
  expect((await runCli(['run', ...args], { cwd: dir })).code).toBe(0);
  // The first trial of `b` alone goes wrong.
  writeFileSync(
    join(dir, 'scenarios/b.mjs'),
    `let n = 0; export const t = () => ((n += 1) === 1 ? ${source} : ${ANSWER});`,
  );
  for (const command of [['replay'], ['run', '--record', 'all']]) {
    const { code, stdout } = await runCli([...command, ...args, '--output', 'run.json'], { cwd: dir });
    const { trials } = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8'));
    const row = (id: string, trial: number): object =>
      trials.find((one: { scenario: string; trial: number }) => one.scenario === id && one.trial === trial);
    expect(row('b', 1)).toMatchObject({ status: 'error', reason: 'module', error: { code: 'module' } });
    expect(JSON.stringify(row('b', 1))).toContain(message);
    for (const [id, trial] of [
      ['a', 1],
      ['a', 2],
      ['b', 2],
      ['c', 1],
      ['c', 2],
    ] as const) {
      expect(row(id, trial)).toMatchObject({ status: 'pass' });
    }
    expect(stdout).toContain('5 of 5 judged trials passed');
    expect(code).toBe(2);
  }
});
