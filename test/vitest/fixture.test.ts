import { execFile } from 'node:child_process';
import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/server.ts';
import { startServer } from '../cassette/server.ts';
import { loadOne } from '../sandbox/load-yaml.ts';
import { packedProject } from '../support/packed.ts';
import { WEATHER } from '../support/project.ts';
import { ROOT } from '../support/run-cli.ts';
import { runVitest } from './run-vitest.ts';

const PROJECT = new URL('project', import.meta.url).pathname;

async function sandbox(): Promise<Sandbox> {
  const server = await startSandbox({ scenarios: [loadOne(JSON.stringify(WEATHER))] });
  onTestFinished(() => server.close());
  return server;
}

test('a packed install records in vitest, and replays with no server', async () => {
  const server = await sandbox();
  const cwd = packedProject(PROJECT);
  const env = { OPENAI_BASE_URL: server.baseUrl };
  const live = await runVitest(cwd, [], env);
  expect(live.output, live.output + live.stderr).toContain('4 passed');
  expect(live.stderr).toContain('recording into __cassettes__/agent.spec/the-agent--asks-for-the-weather.json');
  expect(readdirSync(join(cwd, '__cassettes__/agent.spec')).sort()).toEqual([
    'the-agent--asks-for-the-weather.json',
    'the-agent--does-not-mix-with-others%3A-eager.json',
    'the-agent--does-not-mix-with-others%3A-oracle.json',
    'the-agent--does-not-mix-with-others%3A-talker.json',
  ]);
  await server.close();
  const replay = await runVitest(cwd, [], { ...env, CI: 'true' });
  expect(replay.output, replay.output + replay.stderr).toContain('4 passed');
  expect(live.stderr + replay.stderr).not.toContain('no test of');
  const folder = join(cwd, '__cassettes__/agent.spec');
  renameSync(join(folder, 'the-agent--asks-for-the-weather.json'), join(folder, 'the-agent--asked.json'));
  const renamed = await runVitest(cwd, ['-t', 'asks for'], { ...env, CI: 'true' });
  expect([renamed.code, renamed.stderr]).toEqual([
    1,
    expect.stringContaining(
      '__cassettes__/agent.spec/the-agent--asked.json belongs to no test of agent.spec.ts: rename',
    ),
  ]);
  renameSync(join(folder, 'the-agent--asked.json'), join(folder, 'the-agent--asks-for-the-weather.json'));
  const { code, output, stderr } = await runVitest(cwd, ['-t', 'asks for'], {
    ...env,
    CI: 'true',
    PROMPT: 'Weather in Rome, please?',
  });
  const told = output + stderr;
  expect(code).toBe(1);
  expect(told).toContain('- messages[0].content: "What is the weather in Paris?"');
  expect(told).toContain('+ messages[0].content: "Weather in Rome, please?"');
  expect(told).toContain("TOOLTAPE_RECORD=all npx vitest run agent.spec.ts -t 'the agent asks for the weather'");
});

test('the types of the package know fixture and matchers', async () => {
  const cwd = packedProject(PROJECT);
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', '.'], { cwd }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

test('a test in a browser is told that it cannot be; in Node, whoever resolves packages as browsers do has the same names', async () => {
  const cwd = packedProject();
  writeFileSync(
    join(cwd, 'a.test.ts'),
    `import * as all from 'tooltape/vitest';
all.test('matchers', () => all.expect([]).toHaveCalledTools([]));
all.test('names', () => all.expect(Object.keys(all).sort()).toEqual(['describe', 'expect', 'test']));`,
  );
  writeFileSync(join(cwd, 'vitest.config.js'), "export default { ssr: { resolve: { conditions: ['browser'] } } };");
  const { output, stderr } = await runVitest(cwd, ['--config', 'vitest.config.js']);
  expect(output, output + stderr).toContain('2 passed');
  const code =
    "globalThis.process = undefined; await import('tooltape/vitest').catch((error) => console.log(error.message));";
  const args = ['--conditions=browser', '--input-type=module', '-e', code];
  const told = await promisify(execFile)(process.execPath, args, { cwd });
  expect(told.stdout).toContain('this test runs in a browser');
});

test.each([
  ['two tests with one title', "test('same', ({ tape }) => {}); test('same', ({ tape }) => {});", 'two tests of'],
  [
    'a name that leads out of its folder',
    "test.override({ tapeOptions: { name: '../../x' } }); test('a', ({ tape }) => {});",
    'expected a name below __cassettes__, found "../../x"',
  ],
  [
    'an absolute name',
    "test.override({ tapeOptions: { name: '/tmp/x' } }); test('a', ({ tape }) => {});",
    'expected a name below __cassettes__, found "/tmp/x"',
  ],
  [
    'a whole result of a framework',
    "import { expect } from 'tooltape/vitest'; test('a', () => expect({ steps: [] }).toHaveCalled('x'));",
    'fix: Give its `steps`.',
  ],
  [
    'an option that does not exist',
    "const own = test.override({ tapeOptions: { orgins: [] } }); own('a', ({ tape }) => {});",
    'fix: Did you mean origins?',
  ],
  ['what is no mode', "test('a', ({ tape }) => {});", 'TOOLTAPE_RECORD: expected missing, all or none, found "yes"'],
])('%s is refused', async (what, code, message) => {
  const cwd = packedProject();
  writeFileSync(join(cwd, 'a.test.ts'), `import { test } from 'tooltape/vitest';\n${code}\n`);
  const env = what === 'what is no mode' ? { TOOLTAPE_RECORD: 'yes' } : {};
  const { code: exit, output, stderr } = await runVitest(cwd, [], env);
  expect([exit, output + stderr]).toEqual([1, expect.stringContaining(message)]);
});

test('mocks of a test beside the tape: timers, spies, nock', async () => {
  const server = await sandbox();
  const cwd = packedProject(PROJECT);
  const body = `
import nock from 'nock';
import { vi } from 'vitest';
import { expect, test } from 'tooltape/vitest';
import { askAgent, PROMPT } from './agent.ts';
test('fake timers', async ({ tape }) => {
  vi.useFakeTimers();
  try { expect((await askAgent(PROMPT)).text).toContain('22'); } finally { vi.useRealTimers(); }
});
test('a spy', async ({ tape }) => {
  const spy = vi.spyOn(globalThis, 'fetch');
  await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', body: process.env.BODY });
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
});
test('nock for another host', async ({ tape }) => {
  nock('http://other.example').get('/').reply(200, 'nocked');
  expect(await (await fetch('http://other.example/')).text()).toBe('nocked');
  expect((await askAgent(PROMPT)).text).toContain('22');
  nock.cleanAll();
});
test.skipIf(process.env.CLEANED === undefined)('a cleaned nock', async ({ tape }) => {
  nock.cleanAll();
  await askAgent(PROMPT).catch(() => {});
});
`;
  writeFileSync(join(cwd, 'mocks.test.ts'), body);
  const messages = [{ role: 'user', content: WEATHER.prompt }];
  const env = { OPENAI_BASE_URL: server.baseUrl, BODY: JSON.stringify({ model: 'oracle', messages }) };
  const live = await runVitest(cwd, ['mocks.test.ts'], env);
  expect(live.output, live.output + live.stderr).toContain('3 passed');
  const asked = await runVitest(cwd, ['mocks.test.ts'], { ...env, CLEANED: '1' });
  expect([asked.code, asked.output + asked.stderr]).toEqual([
    1,
    expect.stringMatching(/passed the cassette \S+a-cleaned-nock\.json: nock\.cleanAll\(\) took it off/),
  ]);
  await server.close();
  const replay = await runVitest(cwd, ['mocks.test.ts'], { ...env, CI: '1' });
  expect(replay.output, replay.output + replay.stderr).toContain('3 passed');
});

test('titles cannot name a file outside the folder, or none', async () => {
  const cwd = packedProject();
  const titles = ['../../../etc/passwd', '..', 'con', '', 'a\\b:c*?', '北京的天气', 'x'.repeat(400), '\u0000\u202e'];
  const code = titles.map(
    (title) =>
      `test(${JSON.stringify(title)}, async ({ tape }) => { await fetch(process.env.URL + '/v1/x', { method: 'POST', body: '{}' }); });`,
  );
  writeFileSync(join(cwd, 'a.test.ts'), `import { test } from 'tooltape/vitest';\n${code.join('\n')}\n`);
  const server = await startServer((response) => void response.end('{}'));
  const { output, stderr } = await runVitest(cwd, [], { URL: server.origin, OPENAI_BASE_URL: server.origin });
  expect(output, output + stderr).toContain(`${titles.length} passed`);
  expect(readdirSync(cwd).sort()).toEqual(['__cassettes__', 'a.test.ts', 'node_modules', 'package.json']);
  expect(readdirSync(join(cwd, '__cassettes__'))).toEqual(['a.test']);
  const files = readdirSync(join(cwd, '__cassettes__/a.test'));
  expect(files).toHaveLength(titles.length);
  expect(files.filter((name) => !/^[\w%~.-]{1,210}\.json$/.test(name))).toEqual([]);
});

test('without isolation, with hooks, retries and a miss that the program swallows', async () => {
  const server = await sandbox();
  const cwd = packedProject(PROJECT);
  const body = `
import { beforeEach } from 'vitest';
import { expect, test } from 'tooltape/vitest';
import { askAgent, PROMPT } from './agent.ts';
beforeEach(async () => { await new Promise((done) => setTimeout(done, 5)); });
test.beforeEach(async ({ tape }) => { await tape.run(async () => {}); });
for (const model of ['oracle', 'talker']) {
  test.concurrent(model, { retry: 1 }, async ({ tape, task }) => {
    await askAgent(PROMPT, model);
    expect(tape.conversations().map((one) => one.model)).toEqual([model]);
    if (task.result.retryCount === 0) throw new Error('once more');
  });
}
test.skipIf(process.env.SWALLOW === undefined)('swallows', async ({ tape }) => {
  await askAgent('never recorded').catch(() => {});
});
`;
  for (const name of ['one', 'two']) writeFileSync(join(cwd, `${name}.test.ts`), body);
  const env = { OPENAI_BASE_URL: server.baseUrl };
  const args = ['--no-isolate', '--no-file-parallelism', 'one.test.ts', 'two.test.ts'];
  const live = await runVitest(cwd, args, env);
  expect(live.output, live.output + live.stderr).toContain('4 passed');
  await server.close();
  const replay = await runVitest(cwd, args, { ...env, CI: '1' });
  expect(replay.output, replay.output + replay.stderr).toContain('4 passed');
  const swallowed = await runVitest(cwd, args, { ...env, CI: '1', SWALLOW: '1' });
  expect([swallowed.code, swallowed.output + swallowed.stderr]).toEqual([
    1,
    expect.stringContaining('a request found no recording'),
  ]);
});
