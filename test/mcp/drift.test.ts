import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli, type CliResult } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';
import { aliveIn, listedTool, smallServer, startedIn } from './support.ts';

const TOOLS = [
  listedTool('read_note', 'Reads a note', ['id'], ['format']),
  listedTool('write_note', 'Writes a note', ['id', 'text']),
  listedTool('purge', 'Deletes every note'),
];

/** `reads` expects read_note, `offers` has it beside, `apart` takes another tool alone. */
const SCENARIOS = {
  scenarios: [
    {
      id: 'reads',
      prompt: 'Read note 7',
      tools: [{ mcp: 'notes' }],
      expect: { calls: [{ name: 'read_note', arguments: { id: '7' } }] },
    },
    {
      id: 'offers',
      prompt: 'Write x into note 7',
      tools: [{ mcp: 'notes' }],
      expect: { calls: [{ name: 'write_note' }] },
    },
    {
      id: 'apart',
      prompt: 'Forget all',
      tools: [{ mcp: 'notes', only: ['purge'] }],
      expect: { calls: [{ name: 'purge' }] },
    },
  ],
};

function project(tools: readonly object[] = TOOLS): string {
  const dir = tempDir({ 'tools.json': tools, 'scenarios/notes.json': SCENARIOS });
  const config = { servers: { notes: smallServer(dir) }, defaults: { models: ['oracle'] } };
  writeFileSync(join(dir, 'tooltape.config.json'), JSON.stringify(config));
  return dir;
}

/** The difference after the server has come to offer other tools. */
async function diffAfter(tools: readonly object[]): Promise<CliResult> {
  const dir = project();
  expect((await runCli(['mcp', 'list', 'notes', '--save'], { cwd: dir })).code).toBe(0);
  writeFileSync(join(dir, 'tools.json'), JSON.stringify(tools));
  const result = await runCli(['mcp', 'diff', 'notes'], { cwd: dir });
  expect(aliveIn(dir)).toEqual([]);
  return result;
}

const [read = {}, write = {}, purge = {}] = TOOLS;

test('a server that speaks both versions is asked in the newer one, by one process', async () => {
  const dir = project();
  const { stdout } = await runCli(['mcp', 'list', 'notes'], { cwd: dir });
  expect(stdout).toContain('notes 1.2.3, MCP 2026-07-28: 3 tools');
  expect(startedIn(dir)).toHaveLength(1);
});

test('a server that offers what it did is exit 0', async () => {
  const { code, stdout } = await diffAfter(TOOLS);
  expect([code, stdout]).toEqual([0, 'notes: its 3 tools are those of the snapshot\n']);
});

test.each([
  [
    'a changed description',
    [{ ...read, description: 'Reads one note' }, write, purge],
    [
      'read_note: changed',
      'description: "Reads a note" → "Reads one note"',
      'expected to be called in 1 scenario: reads',
      'offered in 1 scenario: offers',
    ],
  ],
  [
    'a new required parameter',
    [listedTool('read_note', 'Reads a note', ['id', 'owner'], ['format']), write, purge],
    ['read_note: changed', 'new required parameter owner', 'expected to be called in 1 scenario: reads'],
  ],
  [
    'an optional parameter that is required now',
    [listedTool('read_note', 'Reads a note', ['id', 'format']), write, purge],
    ['parameter format is required now'],
  ],
  [
    'a removed parameter',
    [listedTool('read_note', 'Reads a note', ['id']), write, purge],
    ['parameter format removed'],
  ],
  [
    'a removed tool',
    [read, write],
    ['purge: removed', 'expected to be called in 1 scenario: apart', 'offered in 2 scenarios: offers, reads'],
  ],
  [
    'a new tool',
    [...TOOLS, listedTool('find', 'Finds notes')],
    ['find: added', 'offered in 2 scenarios: offers, reads'],
  ],
  ['another order', TOOLS.toReversed(), ['the list is in another order', 'now: purge, write_note, read_note']],
])('mcp diff names %s and the scenarios that it touches, exit 1', async (_, tools, said) => {
  const { code, stdout } = await diffAfter(tools);
  expect(code).toBe(1);
  for (const text of said) expect(stdout).toContain(text);
});

test('a changed server makes recordings stale, and running again records them anew', async () => {
  const dir = project();
  expect((await runCli(['run'], { cwd: dir })).code).toBe(0);
  const before = readFileSync(join(dir, 'cassettes/apart/oracle.json'), 'utf8');
  writeFileSync(join(dir, 'tools.json'), JSON.stringify([{ ...read, description: 'Reads one note' }, write, purge]));
  expect((await runCli(['replay'], { cwd: dir })).code).toBe(0);

  expect((await runCli(['mcp', 'list', 'notes', '--save'], { cwd: dir })).code).toBe(0);
  const stale = await runCli(['replay'], { cwd: dir });
  expect(stale.code).toBe(4);
  expect(stale.stdout + stale.stderr).toContain('tools[0].function.description');

  const again = await runCli(['run'], { cwd: dir });
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('2 trials recorded')]);
  expect(readFileSync(join(dir, 'cassettes/apart/oracle.json'), 'utf8')).toBe(before);
});

test('a server without a snapshot has nothing to be compared with', async () => {
  const { code, stderr } = await runCli(['mcp', 'diff', 'notes'], { cwd: project() });
  expect(code).toBe(2);
  expect(stderr).toContain('npx tooltape mcp list notes --save');
});

test.each([
  ['is no JSON', '{', 'it is no JSON'],
  ['is of a newer format', { format: 'tooltape.mcp/2' }, 'its format is tooltape.mcp/2'],
  ['is no snapshot', { format: 'tooltape.run/1' }, 'expected the format "tooltape.mcp/1"'],
  [
    'lists a tool twice',
    { format: 'tooltape.mcp/1', server: 'notes', version: null, protocol: 'x', tools: [read, read] },
    'lists the tool "read_note" twice',
  ],
  [
    'has tools that are no list',
    { format: 'tooltape.mcp/1', server: 'notes', version: null, protocol: 'x', tools: {} },
    'tools: expected a list',
  ],
])('a snapshot that %s is named by every command that reads it', async (_, content, said) => {
  const dir = project();
  const file = tempDir({ 'notes.json': content });
  await runCli(['mcp', 'list', 'notes', '--save'], { cwd: dir });
  writeFileSync(join(dir, 'cassettes/_mcp/notes.json'), readFileSync(join(file, 'notes.json')));
  for (const args of [['mcp', 'diff', 'notes'], ['replay'], ['check']]) {
    const { code, stderr } = await runCli(args, { cwd: dir });
    expect(code, args.join(' ')).toBe(2);
    expect(stderr.replaceAll('\n', ' ')).toContain(said);
  }
  const verified = await runCli(['cassettes', 'verify'], { cwd: dir });
  expect([verified.code, verified.stdout]).toEqual([1, expect.stringContaining('notes.json')]);
});

test('a secret in a snapshot is found by cassettes verify, and taken out by cassettes redact', async () => {
  const key = `sk-ant-api03-${'aB3dE5fG7h'.repeat(9)}aBc-defghAA`;
  const dir = project();
  await runCli(['mcp', 'list', 'notes', '--save'], { cwd: dir });
  const file = join(dir, 'cassettes/_mcp/notes.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('Reads a note', `Reads a note with ${key}`));
  const verified = await runCli(['cassettes', 'verify'], { cwd: dir });
  expect([verified.code, verified.stdout]).toEqual([1, expect.stringContaining('looks like a secret')]);
  expect((await runCli(['cassettes', 'redact'], { cwd: dir })).stdout).toContain('notes.json');
  expect(readFileSync(file, 'utf8')).not.toContain(key);
  expect((await runCli(['cassettes', 'verify'], { cwd: dir })).code).toBe(0);
});

test('import mcp writes a scenario for each tool, which loads, runs and waits for a person', async () => {
  const dir = project([...TOOLS, listedTool('on', 'Switches on: #1, "now"', ['true', 'a b'])]);
  const imported = await runCli(['import', 'mcp', 'notes', '--out', '.'], { cwd: dir });
  expect(imported.code, imported.stderr).toBe(0);
  expect(imported.stdout).toContain('scenarios/notes.yaml: 4 scenarios');
  expect(existsSync(join(dir, 'cassettes/_mcp/notes.json'))).toBe(true);
  const check = await runCli(['check', 'scenarios/notes.yaml'], { cwd: dir });
  expect(check.code, check.stdout).toBe(0);
  expect(check.stdout.match(/take `review` away/g)).toHaveLength(4);
  expect((await runCli(['run', 'scenarios/notes.yaml', '--min-pass', '1'], { cwd: dir })).code).toBe(0);
  // What a person has filled in is not written over.
  const again = await runCli(['import', 'mcp', 'notes', '--out', '.'], { cwd: dir });
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('npx tooltape mcp diff notes')]);
});

test('init with a server makes a project that runs, is blessed and compared', async () => {
  const tools = tempDir({ 'tools.json': TOOLS });
  const { command } = smallServer(tools) as { command: string[] };
  const dir = tempDir();
  const made = await runCli(['init', '--yes', '--server', `notes=${command.map((word) => `"${word}"`).join(' ')}`], {
    cwd: dir,
  });
  expect(made.code, made.stderr).toBe(0);
  expect(readFileSync(join(dir, '.github/workflows/tooltape.yml'), 'utf8')).toContain('tooltape mcp diff notes');
  const commands = [...made.stdout.matchAll(/^\s*npx tooltape (.*?) +# /gm)].map(([, words = '']) => words.split(' '));
  expect(commands.map(([name]) => name)).toEqual(['run', 'bless', 'mcp']);
  for (const words of [...commands, ['replay', '--baseline', 'baseline.json']]) {
    const result = await runCli(words, { cwd: dir });
    expect(result.code, `${words.join(' ')}\n${result.stdout}${result.stderr}`).toBe(0);
  }
  expect(aliveIn(tools)).toEqual([]);
});

test('check warns of tools that a model could not tell apart, does not know, or that a protocol refuses', async () => {
  const search = listedTool('search_docs', 'Search the documents for a phrase', ['query']);
  const dir = project([
    search,
    listedTool('find_docs', 'Find a phrase in the documents by search', ['query']),
    listedTool('twin_a', 'Does a thing', ['x']),
    listedTool('twin_b', 'Does a thing', ['y']),
    listedTool('create_item', 'Create one item of the list', ['id']),
    listedTool('delete_item', 'Delete one item of the list', ['id']),
    { name: 'silent', inputSchema: { type: 'object', properties: { x: { type: 'string' } }, required: ['x'] } },
    {
      name: 'odd',
      description: 'Odd',
      inputSchema: { type: 'object', properties: { x: { const: 1, description: 'x' } } },
    },
    { name: 'broken', description: 'Broken', inputSchema: { type: 'object', properties: { x: { type: 'strnig' } } } },
    ...Array.from({ length: 40 }, (_, i) =>
      listedTool(
        `number_${'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'[i]}`,
        `Thing of its own ${i} ${'z'.repeat(i)}`,
      ),
    ),
  ]);
  writeFileSync(
    join(dir, 'scenarios/notes.json'),
    JSON.stringify({
      scenarios: ['a', 'b'].map((id) => ({ id, prompt: id, tools: [{ mcp: 'notes' }], expect: { calls: [] } })),
    }),
  );
  await runCli(['mcp', 'list', 'notes', '--save'], { cwd: dir });
  const { code, stdout } = await runCli(['check'], { cwd: dir });
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('search_docs and find_docs are easily confused');
  expect(stdout).not.toContain('create_item and delete_item');
  expect(stdout).toContain('twin_a and twin_b have the same description');
  expect(stdout).toContain('Tool (silent) of the server "notes": It has no description');
  expect(stdout).toContain('Tool (silent) of the server "notes": The parameter x has no description');
  expect(stdout).toContain('Tool (odd) of the server "notes": Gemini refuses const');
  expect(stdout).toContain('Tool (broken) of the server "notes": parameters.properties.x.type:');
  expect(stdout).toContain('49 tools are offered at once');
  // Two scenarios take the server: what is wrong with it is told once.
  expect(stdout.match(/twin_a and twin_b have the same description/g)).toHaveLength(1);
});
