import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isTooltapeError, loadScenarios } from '../../src/index.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { NPM_SERVERS } from './support.ts';

const TOOLS = ['read_file', 'write_file', 'list_folder'];
const tool = (name: string): object => ({ name, description: `Does ${name}.`, inputSchema: { type: 'object' } });
const snapshot = (server: string, names: readonly string[]): object => ({
  format: 'tooltape.mcp/1',
  server,
  version: null,
  protocol: '2026-07-28',
  tools: names.map(tool),
});

test('a call of a tool that the server does not list names the nearest one', async () => {
  const cwd = tempDir({ 'tooltape.config.json': { servers: NPM_SERVERS } });
  const wrong = await runCli(['mcp', 'call', 'everything', 'get-sume', '{"a": 1, "b": 2}'], { cwd });
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toContain('get-sume');
  expect(wrong.stderr).toMatch(
    /^error: the server "everything" lists no tool "get-sume"; did you mean get-sum\?\n {2}fix: Name one of: echo, get-annotated-message, .*\.\n$/s,
  );
  // An error of a tool that is there is that tool's.
  const refused = await runCli(['mcp', 'call', 'everything', 'get-sum', '{"a": "x"}'], { cwd });
  expect([refused.code, refused.stderr]).toEqual([1, 'error: the tool get-sum answered with an error\n']);
});

test('scenarios that a swapped server does not fit are told its tools once', async () => {
  const cwd = tempDir({
    'tooltape.config.json': { servers: { files: { command: ['true'] } } },
    'cassettes/_mcp/files.json': snapshot('files', TOOLS),
    ...Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [
        `scenarios/s${i}.json`,
        {
          id: `s${i}`,
          prompt: `Read ${i}.`,
          tools: [i < 3 ? { mcp: 'files', only: ['read_file', 'write_file'] } : { mcp: 'files' }],
          expect: { calls: [{ name: 'read_file', arguments: {} }] },
        },
      ]),
    ),
  });
  const check = () => runCli(['check'], { cwd });
  expect((await check()).stderr).not.toContain('SCENARIO');

  writeFileSync(
    join(cwd, 'cassettes/_mcp/files.json'),
    JSON.stringify(snapshot('files', ['read_files', 'put', 'list'])),
  );
  const { code, stderr } = await check();
  expect(code).toBe(2);
  expect(stderr).toBe(`error SCENARIO: 9 problems in 6 scenario files.
  scenarios/s0.json:1 tools[0].only[0]: No tool of the server "files" is called "read_file". Did you mean "read_files"? It offers: read_files, put, list.
  scenarios/s0.json:1 tools[0].only[1]: No tool of the server "files" is called "write_file".
  scenarios/s1.json:1 tools[0].only[0]: No tool of the server "files" is called "read_file". Did you mean "read_files"?
  scenarios/s1.json:1 tools[0].only[1]: No tool of the server "files" is called "write_file".
  scenarios/s2.json:1 tools[0].only[0]: No tool of the server "files" is called "read_file". Did you mean "read_files"?
  scenarios/s2.json:1 tools[0].only[1]: No tool of the server "files" is called "write_file".
  scenarios/s3.json:1 expect.calls[0].name: The scenario declares no tool "read_file". Did you mean "read_files"? Declared: read_files, put, list.
  scenarios/s4.json:1 expect.calls[0].name: The scenario declares no tool "read_file". Did you mean "read_files"?
  scenarios/s5.json:1 expect.calls[0].name: The scenario declares no tool "read_file". Did you mean "read_files"?
`);

  // A program that reads one issue alone has the whole message.
  const error: unknown = ((): unknown => {
    try {
      return loadScenarios([], { cwd });
    } catch (thrown) {
      return thrown;
    }
  })();
  const issues = isTooltapeError(error) ? error.issues : [];
  expect(issues.map(({ message }) => message.endsWith(': read_files, put, list.'))).toEqual(Array(9).fill(true));
  expect(String(error).split('It offers:')).toHaveLength(2);

  writeFileSync(join(cwd, 'tooltape.config.json'), JSON.stringify({ servers: { file: { command: ['true'] } } }));
  rmSync(join(cwd, 'cassettes'), { recursive: true });
  const renamed = (await check()).stderr;
  expect(renamed.split('There is no server "files". Did you mean "file"?')).toHaveLength(7);
  expect(renamed.split('Configured: file.')).toHaveLength(2);

  writeFileSync(join(cwd, 'tooltape.config.json'), JSON.stringify({ servers: { files: { command: ['true'] } } }));
  const unlisted = (await check()).stderr;
  expect(unlisted.split('The tools of the server "files" are not known')).toHaveLength(7);
  expect(unlisted.split('npx tooltape mcp list files --save')).toHaveLength(2);
});
