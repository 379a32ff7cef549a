import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IMPORTERS } from '../../src/import/importers.ts';
import { cannotBeOther, runAsOther } from '../support/other-user.ts';
import { runCli } from '../support/run-cli.ts';
import { tempDir } from '../support/temp-dir.ts';

const LINE = '{"id":"a","question":[[{"role":"user","content":"hi"}]],"function":[]}\n';

/** Folders and files that each kind of data can be read from, but for the one that a test spoils. */
function data(): string {
  const dir = tempDir({
    'bfcl/BFCL_v4_simple_python.json': LINE,
    'bfcl/BFCL_v4_multi_turn_base.json': LINE.replace('}\n', ',"involved_classes":["MathAPI"]}\n'),
    'bfcl/multi_turn_func_doc/math_api.json': '{"name":"add",}\n',
    'results/m/BFCL_v4_simple_python_result.json': '{"id":"a","result":"[]"}\n',
    'nestful/executable-data.json': '[]',
    'nestful/executable-spec.json': '[]',
    'comma/executable-data.json': '[\n{"input": "a",}]',
    'comma/executable-spec.json': '[]',
    'no-spec/executable-data.json': '[]',
    'acebench/data_en/data_normal_atom_bool.json': LINE,
    'some.jsonl': '{"request":{},"response":{}}\n',
    'some.csv': 'model,item,trial,pass\n',
    'comma.jsonl': '{"model":"m",}\n',
  });
  symlinkSync('loop.jsonl', join(dir, 'loop.jsonl'));
  writeFileSync(join(dir, 'latin.csv'), Buffer.from('model,item\nm\u00e9,1\n', 'latin1'));
  mkdirSync(join(dir, 'out'));
  chmodSync(join(dir, 'out'), 0o777);
  chmodSync(dir, 0o755);
  return dir;
}

/** What the system or the JSON parser says in its own words. */
const RAW = /ENOENT|EACCES|EISDIR|ENOTDIR|ELOOP|scandir|lstat|syscall|, open|Unexpected token|Expected double-quoted/;

const WRONG: readonly (readonly [line: string, said: RegExp])[] = [
  ['bfcl --data nowhere --out out', /^error IMPORT: nowhere: there is no such folder\n {2}fix: Pass the folder /],
  ['bfcl --data some.csv --out out', /^error IMPORT: some\.csv: it is a file, expected a folder\n {2}fix: /],
  ['bfcl --data bfcl --results nowhere --out out', /^error IMPORT: nowhere: there is no such folder\n {2}fix: Pass /],
  ['bfcl --data bfcl --category multi_turn_base --out out', /bfcl\/multi_turn_func_doc\/math_api\.json:1: /],
  [
    'nestful --data nowhere --out out',
    /^error IMPORT: nowhere: there is no such folder\n {2}fix: Pass the folder of IBM/,
  ],
  ['nestful --data some.csv --out out', /^error IMPORT: some\.csv: it is a file, expected a folder\n {2}fix: /],
  ['nestful --data out --out out', /^error IMPORT: out: the folder holds no file \*-data\.json\n {2}fix: /],
  [
    'nestful --data no-spec --out out',
    /^error IMPORT: no-spec\/executable-spec\.json: there is no such file\n {2}fix: /,
  ],
  ['nestful --data comma --out out', /^error IMPORT: comma\/executable-data\.json:2: the file is no JSON: A comma /],
  ['acebench --data nowhere --out out', /^error IMPORT: nowhere: there is no such folder\n {2}fix: Pass the folder /],
  ['acebench --data some.csv --out out', /^error IMPORT: some\.csv: it is a file, expected a folder\n {2}fix: /],
  ['acebench --data out --out out', /^error IMPORT: out: the folder holds no questions of ACEBench\n {2}fix: Pass /],
  [
    'acebench --data acebench --category x --out out',
    /acebench: it has no category "x"\n {2}fix: Name some of: normal/,
  ],
  ['exchanges nowhere.jsonl --out out', /^error IMPORT: nowhere\.jsonl: there is no such file\n {2}fix: /],
  [
    'exchanges some.csv/a.jsonl --out out',
    /^error IMPORT: some\.csv\/a\.jsonl: a part of the path is a file, expected/,
  ],
  ['exchanges loop.jsonl --out out', /^error IMPORT: loop\.jsonl: a link leads to itself\n {2}fix: /],
  ['verdicts nowhere.csv -o out/v.json', /^error IMPORT: nowhere\.csv: there is no such file\n {2}fix: /],
  ['verdicts comma.jsonl -o out/v.json', /^error IMPORT: comma\.jsonl:1: The line is no JSON: A comma /],
  ['verdicts latin.csv -o out/v.json', /^error IMPORT: latin\.csv: the file is not UTF-8 text\n {2}fix: /],
  ['verdicts acebench -o out/v.json', /^error IMPORT: acebench: it is a folder, expected a file\n {2}fix: /],
];

test('every importer that reads files is given wrong ones', () => {
  // Those of MCP servers read none.
  const reading = Object.keys(IMPORTERS).filter((name) => name !== 'mcp');
  expect(new Set(WRONG.map(([line]) => line.split(' ')[0]))).toEqual(new Set(reading));
});

test.each(WRONG)('import %s is told in our words', async (line, said) => {
  const { code, stdout, stderr } = await runCli(['import', ...line.split(' ')], { cwd: data() });
  expect(stderr).toMatch(said);
  expect(stdout + stderr).not.toMatch(RAW);
  expect(code).toBe(2);
});

test.skipIf(cannotBeOther)('data without the right to read it is named, by every importer', () => {
  const dir = data();
  const forbidden: readonly (readonly [line: string, path: string])[] = [
    ['bfcl --data bfcl', 'bfcl'],
    ['bfcl --data bfcl', 'bfcl/BFCL_v4_simple_python.json'],
    ['bfcl --data bfcl --results results', 'results/m'],
    ['nestful --data nestful', 'nestful'],
    ['nestful --data nestful', 'nestful/executable-spec.json'],
    ['acebench --data acebench', 'acebench'],
    ['acebench --data acebench', 'acebench/data_en'],
    ['acebench --data acebench', 'acebench/data_en/data_normal_atom_bool.json'],
    ['exchanges some.jsonl', 'some.jsonl'],
    ['verdicts some.csv', 'some.csv'],
  ];
  for (const [line, path] of forbidden) {
    chmodSync(join(dir, path), 0);
    const place = line.startsWith('verdicts') ? ['-o', 'out/v.json'] : ['--out', 'out'];
    const { code, stderr } = runAsOther(['import', ...line.split(' '), ...place], dir);
    chmodSync(join(dir, path), 0o755);
    expect(stderr, line).toBe(`error IMPORT: ${path}: permission denied\n  fix: Give yourself the right to read it.\n`);
    expect(code, line).toBe(2);
  }
});
