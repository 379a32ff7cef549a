import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFault, OLDEST_NODE } from '../../src/domain/platform/node-version.ts';
import { OLD_NODE } from '../support/machine.ts';
import { ROOT, runCli } from '../support/run-cli.ts';
import { scriptedServer, sendCompletion } from '../support/scripted-server.ts';
import { tempDir } from '../support/temp-dir.ts';

const SENTENCE =
  /^tooltape needs Node 22\.20 or newer, this is v\d+\.\d+\.\d+: install one from https:\/\/nodejs\.org, or .*npm install --save-dev node@24$/;

/** What the old Node answers, run in the repository, where the package knows itself by its name. */
function runOld(file: string, args: readonly string[]): { readonly status: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: ROOT, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

test('the oldest version is the one that package.json asks for, and an older one is told in one sentence', () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  for (const version of ['8.0.0', '18.20.8', '20.20.2', '22.0.0', '22.19.9']) {
    expect(nodeFault(version)).toMatch(SENTENCE);
    expect(nodeFault(version)).toContain(`this is v${version}:`);
  }
  for (const version of ['22.20.0', '22.21.1', '23.0.0', '24.21.0', '25.0.0-nightly20261129', '100.1.0']) {
    expect(nodeFault(version)).toBeNull();
  }
});

test.skipIf(OLD_NODE === null)('every command says on an older Node that it is too old', () => {
  const { file, version } = OLD_NODE ?? { file: '', version: '' };
  for (const args of [[], ['run'], ['--help'], ['replay', '--watch']]) {
    const told = runOld(file, ['dist/cli/main.js', ...args]);
    expect(told).toEqual({ status: 2, text: `error: ${nodeFault(version)}\n` });
  }
});

test.skipIf(OLD_NODE === null).for(['tooltape', 'tooltape/vitest'])(
  'import %s says on an older Node that it is too old, at every import',
  (entry) => {
    const { file, version } = OLD_NODE ?? { file: '', version: '' };
    const twice = `for (const _ of [1, 2]) await import('${entry}').catch((error) => console.log(String(error)));`;
    const line = `Error: ${nodeFault(version)}\n`;
    expect(runOld(file, ['--input-type=module', '--eval', twice])).toEqual({ status: 0, text: line + line });
    const { status, text } = runOld(file, ['--input-type=module', '--eval', `import '${entry}';`]);
    expect({ status, told: text.split(nodeFault(version) ?? '').length - 1 }).toEqual({ status: 1, told: 1 });
  },
);

test.skipIf(OLD_NODE === null)(
  'a program that exec starts on an older Node is told once, and recorded by the variables',
  async () => {
    const { file, version } = OLD_NODE ?? { file: '', version: '' };
    const server = await scriptedServer((_, response) => sendCompletion(response, { text: 'hello' }));
    const ask = `
      const { spawnSync } = require('node:child_process');
      if (process.argv[1] !== 'inner') spawnSync(process.execPath, ['--eval', '0', 'inner'], { stdio: 'inherit' });
      const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] });
      const headers = { 'content-type': 'application/json' };
      fetch(process.env.OPENAI_BASE_URL + '/chat/completions', { method: 'POST', headers, body })
        .then((response) => response.json())
        .then(({ choices }) => console.log(choices[0].message.content));`;
    const options = ['--cassette', 'tape.json', '--origin', server.baseUrl];
    const { code, stdout, stderr } = await runCli(['exec', ...options, '--', file, '--eval', ask], { cwd: tempDir() });
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'hello\n',
      stderr: [
        `tooltape: this program's requests are caught by environment variables alone: ${nodeFault(version)}`,
        'tooltape: recorded 1 answer into tape.json',
        '',
      ].join('\n'),
    });
  },
);
