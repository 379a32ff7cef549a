import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HAS_PYTHON } from '../support/machine.ts';
import { packedProject } from '../support/packed.ts';
import { ROOT } from '../support/run-cli.ts';
import { blocksOf, PAGES } from './blocks.ts';

/** Examples of the library page and of the pages for contributors are run as they stand, by tests of their own. */
const BLOCKS = PAGES.filter((page) => page !== 'docs/library.md' && !page.startsWith('docs/contributing/'))
  .flatMap(blocksOf)
  .filter(({ marks }) => !marks.has('of'));

const of = (...languages: string[]): typeof BLOCKS => BLOCKS.filter(({ language }) => languages.includes(language));

/** What the reader has, and the pages name. */
const OF_THE_READER: Readonly<Record<string, string>> = {
  'agent.ts': 'export declare function ask(prompt: string): Promise<string>;\n',
  'tools.ts': "import type { ToolSet } from 'ai';\nexport declare const tools: ToolSet;\n",
  'names.d.ts': 'declare function myAgent(prompt: string): Promise<string>;\n',
};

test('every block of TypeScript has the types that the package declares', { timeout: 120_000 }, () => {
  const dir = packedProject();
  const blocks = of('ts');
  expect(blocks.length).toBeGreaterThan(6);
  for (const [i, { place, text }] of blocks.entries()) {
    const folder = join(dir, `${i}-${place.replaceAll(/\W+/g, '-')}`);
    mkdirSync(folder);
    for (const [name, content] of Object.entries(OF_THE_READER)) writeFileSync(join(folder, name), content);
    const imports = text.includes('import ') ? '' : "import { expect, test } from 'tooltape/vitest';\nvoid expect;\n";
    writeFileSync(join(folder, 'block.ts'), `${imports}${text}`);
  }
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom'],
    types: ['node'],
    allowImportingTsExtensions: true,
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, exclude: ['node_modules'] }));
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', dir], {
    encoding: 'utf8',
    cwd: dir,
  });
  expect(stdout).toBe('');
});

test('every block of JSON can be read', () => {
  const blocks = of('json');
  expect(blocks.length).toBeGreaterThan(5);
  for (const { place, text } of blocks) expect(() => JSON.parse(text) as unknown, place).not.toThrow();
});

test.skipIf(!HAS_PYTHON)('every block of Python can be read', () => {
  const blocks = of('python');
  expect(blocks.length).toBeGreaterThan(1);
  for (const { text } of blocks) {
    execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], { input: text });
  }
});
