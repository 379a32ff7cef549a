import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { interleaved, runOnce, type Measured, type Subject } from './measure.ts';
import { atMost, ms, type Line } from './table.ts';

const MODULES = resolve(import.meta.dirname, '../node_modules');
const [TESTS, TIMES] = [400, 5];
const ANSWER = {
  id: 'x',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'ok' }, finish_reason: 'stop' }],
};

/** Bodies of tests: nothing, a tape that nobody asks, and a request that it answers. */
const BODIES = {
  empty: '() => {}',
  taped: '({ tape }) => {}',
  asking: `async ({ tape }) => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'test ' + i }] });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', init);
    if ((await response.json()).choices[0].message.content !== 'ok') throw new Error('another answer');
  }`,
};
type Kind = keyof typeof BODIES;

/** What a tape adds to an empty test: whole processes of vitest, many tests against one, so that only what each test costs is left. */
export async function tape(program: string): Promise<Line[]> {
  const dir = mkdtempSync(join(tmpdir(), 'tooltape-bench-'));
  install(dirname(dirname(dirname(resolve(program)))), dir);
  const origin = await record(dir);
  const subjects = Object.fromEntries(
    Object.keys(BODIES).flatMap((kind) =>
      [1, TESTS].map((count) => [`${kind} ${count}`, replaying(dir, kind, count, origin)]),
    ),
  );
  const measured = await interleaved(subjects, { times: TIMES, watched: false });
  rmSync(dir, { recursive: true });
  const each = (kind: Kind, of: 'wallMs' | 'cpuMs'): number => {
    const [one, many] = [1, TESTS].map((count) => measured[`${kind} ${count}`] as Measured);
    return ((many?.[of] ?? Number.NaN) - (one?.[of] ?? Number.NaN)) / (TESTS - 1);
  };
  const line = (what: string, kind: Kind, of: 'wallMs' | 'cpuMs'): Line => {
    const added = each(kind, of) - each('empty', of);
    return {
      what: `${what}: ${of === 'cpuMs' ? 'CPU' : 'time'} added`,
      measured: ms(added),
      against: `empty test ${ms(each('empty', of))}`,
      ratio: null,
      // A request is not the tape's alone: nock, the client and the streams of Node take most of it.
      budget: kind === 'taped' ? atMost(5, added, 'ms') : null,
    };
  };
  return (['wallMs', 'cpuMs'] as const).flatMap((of) => [
    line('a vitest test with a tape', 'taped', of),
    line('a vitest test with a tape and a replayed request', 'asking', of),
  ]);
}

/** The package as it is installed: vitest leaves alone what stands in `node_modules`. */
function install(root: string, dir: string): void {
  const modules = join(dir, 'node_modules');
  mkdirSync(join(modules, 'tooltape'), { recursive: true });
  for (const name of readdirSync(MODULES)) {
    if (name !== '.cache' && name !== 'tooltape') symlinkSync(join(MODULES, name), join(modules, name));
  }
  for (const part of ['dist', 'package.json'])
    cpSync(join(root, part), join(modules, 'tooltape', part), { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"type":"module","private":true}\n');
  for (const [kind, body] of Object.entries(BODIES)) {
    for (const count of [1, TESTS]) {
      const tests = `for (let i = 0; i < ${count}; i += 1) test('number ' + i, ${body});`;
      writeFileSync(join(dir, `${kind}-${count}.test.js`), `import { test } from 'tooltape/vitest';\n${tests}\n`);
    }
  }
}

/** Records the tests that ask, once. Returns where they asked: nobody answers there any more. */
async function record(dir: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(ANSWER));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { OPENAI_BASE_URL: origin, TOOLTAPE_RECORD: 'all' };
  for (const count of [1, TESTS]) await runOnce(vitest(dir, `asking-${count}.test.js`, env), false);
  server.closeAllConnections();
  server.close();
  return origin;
}

const replaying = (dir: string, kind: string, count: number, origin: string): Subject =>
  vitest(dir, `${kind}-${count}.test.js`, { OPENAI_BASE_URL: origin, CI: 'true' });

function vitest(dir: string, file: string, env: { readonly [name: string]: string }): Subject {
  return { args: [join(MODULES, 'vitest/vitest.mjs'), 'run', '--root', dir, file], cwd: dir, env };
}
