import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkLoaded } from '../../../src/check/check-loaded.ts';
import { importBfcl } from '../../../src/import/bfcl/bfcl.ts';
import { readPythonCall } from '../../../src/import/bfcl/python-call.ts';
import type { Json, JsonObject } from '../../../src/json/json.ts';
import { loadScenarios } from '../../../src/scenario/load.ts';
import { tempDir } from '../../support/temp-dir.ts';

test.each<[string, readonly Json[], JsonObject]>([
  ['f()', [], {}],
  ["f('a', \"b's\")", ['a', "b's"], {}],
  ['f(1, -2.5, 1e3, x=True, y=None, z=False)', [1, -2.5, 1000], { x: true, y: null, z: false }],
  ["a.b( k = ['x', (1, 2), {'y': [3], 4: 'z'}] , )", [], { k: ['x', [1, 2], { y: [3], '4': 'z' }] }],
  ["f(t='a\\n\\'b\\' =c, (d)')", [], { t: "a\n'b' =c, (d)" }],
  ["f('C:\\dir')", ['C:\\dir'], {}],
])('%s is read', (text, positional, named) => {
  expect(readPythonCall(text)).toEqual({ name: text.split('(')[0], positional, named });
});

test.each(['', 'f', 'f(', "f('a", 'f(x)', 'f() g()', 'f(a=)', '1()'])('%s is told as what it is not', (text) => {
  expect(readPythonCall(text)).toMatch(/^expected .* at character \d+ of /u);
});

const SAYS = (text: string): Json => [{ role: 'user', content: text }];
const lines = (...all: readonly Json[]): string => all.map((one) => JSON.stringify(one)).join('\n');

function imported(): { readonly dir: string; readonly file: JsonObject; readonly warnings: readonly string[] } {
  const common = { involved_classes: ['GorillaFileSystem'], initial_config: {} };
  const dir = tempDir({
    'data/BFCL_v4_multi_turn_base.json': lines(
      { id: 'b_0', question: [SAYS('Copy it.'), SAYS('Thanks.')], excluded_function: ['rm'], ...common },
      {
        id: 'b_1',
        question: [SAYS('Copy.'), SAYS('Remove.'), [], SAYS('More.')],
        missed_function: { 2: ['rm'] },
        ...common,
      },
      { id: 'b_2', question: [SAYS('Fly.')], ...common },
    ),
    'data/possible_answer/BFCL_v4_multi_turn_base.json': lines(
      { id: 'b_0', ground_truth: [["cp('a.txt', to='b.txt')", 'ls()'], []] },
      { id: 'b_1', ground_truth: [["cp('a', 'b')"], [], ["rm('a')"], []] },
      { id: 'b_2', ground_truth: [['fly()']] },
    ),
    'data/multi_turn_func_doc/gorilla_file_system.json': lines(
      {
        name: 'cp',
        description: 'Copies.',
        parameters: {
          type: 'dict',
          properties: { from: { type: 'string' }, to: { type: 'string' } },
          required: ['from', 'to'],
        },
      },
      { name: 'ls', description: 'Lists.', parameters: { type: 'dict', properties: {}, required: [] } },
      {
        name: 'rm',
        description: 'Removes.',
        parameters: { type: 'dict', properties: { from: { type: 'string' } }, required: ['from'] },
      },
    ),
  });
  const report = importBfcl({
    dataDir: join(dir, 'data'),
    resultsDirs: null,
    categories: null,
    out: join(dir, 'out'),
    clock: () => new Date(0),
    onProgress: () => {},
  });
  expect(report.categories).toMatchObject([{ category: 'multi_turn_base', scenarios: 2 }]);
  const file = JSON.parse(readFileSync(join(dir, 'out/scenarios/multi_turn_base.json'), 'utf8')) as JsonObject;
  return { dir, file, warnings: report.warnings.map(({ line, path, message }) => `${line} ${path}: ${message}`) };
}

test('each turn expects the calls of its answer, others beside them, and none where the answer has none', () => {
  const [first] = imported().file['scenarios'] as JsonObject[];
  expect(first).toEqual({
    id: 'b_0',
    tools: ['cp', 'ls'],
    turns: [
      {
        user: 'Copy it.',
        expect: {
          calls: [
            { name: 'cp', arguments: { from: 'a.txt', to: 'b.txt' } },
            { name: 'ls', arguments: {} },
          ],
          extra: 'allow',
        },
      },
      { user: 'Thanks.', expect: { calls: [] } },
    ],
  });
});

test('turns from a function on that is added, and questions that cannot be read, are told by line', () => {
  const { file, warnings } = imported();
  expect((file['scenarios'] as JsonObject[])[1]).toMatchObject({
    id: 'b_1',
    tools: ['cp', 'ls'],
    turns: [{ user: 'Copy.' }, { user: 'Remove.' }],
  });
  expect(warnings).toEqual([
    '2 question[2]: rm is added before turn 3, which a scenario cannot say: the turns from there on are left out.',
    '3 question[0]: The answer to turn 1 calls `fly`, which the question does not have; the line is left out.',
  ]);
});

test('what is imported loads and is right by its own expectation', async () => {
  const { dir } = imported();
  const { reports } = await checkLoaded(loadScenarios(['out'], { cwd: dir }));
  expect(reports.map(({ oracle }) => [oracle.rejected, oracle.passesEmpty])).toEqual([
    [[], []],
    [[], []],
  ]);
});
