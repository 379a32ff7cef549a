import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocks } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';
import { installPacked, type Installed } from './installed.ts';

interface PublicNames {
  readonly values: readonly {
    readonly name: string;
    readonly kind: 'function' | 'class' | 'value';
    readonly text: string;
    readonly example: string;
  }[];
  readonly options: readonly { readonly name: string; readonly text: string; readonly optional: boolean }[];
  readonly unnamed: readonly string[];
}

/** Pages whose TypeScript is run as it stands. */
const PAGES = ['docs/library.md'];

const SNIPPETS = PAGES.flatMap((page) =>
  blocks(readFileSync(join(ROOT, page), 'utf8'), 'ts').map((code, i) => ({ file: `${i + 1}.ts`, page, code })),
);

let installed: Installed | null = null;
let names: PublicNames | null = null;

beforeAll(() => {
  installed = installPacked();
  if (installed === null) return;
  const { dir } = installed;
  mkdirSync(join(dir, 'snippets'));
  for (const { file, code } of SNIPPETS) writeFileSync(join(dir, 'snippets', file), code);
  cpSync(join(ROOT, 'test/package/programs/types.ts'), join(dir, 'snippets/types.ts'));
  const types = join(dir, 'node_modules/tooltape/dist/index.d.ts');
  const program = join(ROOT, 'test/package/programs/public-names.mjs');
  names = JSON.parse(execFileSync(process.execPath, [program, types], { cwd: dir, encoding: 'utf8' })) as PublicNames;
}, 300_000);

afterAll(() => {
  if (installed !== null) rmSync(installed.dir, { recursive: true, force: true });
});

/** What was installed; skips the test where nothing could be. */
function project(skip: () => never): { readonly installed: Installed; readonly names: PublicNames } {
  if (installed === null || names === null) return skip();
  return { installed, names };
}

test('every example of the library page, and the types themselves, pass the strictest check of TypeScript 5.9 and 7', ({
  skip,
}) => {
  const { dir, compilers } = project(() => skip()).installed;
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['snippets'] }));
  expect(compilers.map(({ version }) => version.split('.')[0])).toEqual(['5', '7']);
  for (const { version, tsc } of compilers) {
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', dir], { encoding: 'utf8' });
    expect({ version, stdout, status }).toEqual({ version, stdout: '', status: 0 });
  }
}, 120_000);

test.for(SNIPPETS)('example $file of $page runs', { timeout: 60_000 }, ({ file }, { skip }) => {
  const { dir } = project(() => skip()).installed;
  // Not in CI, where `run` records nothing and `attachCassette` replays.
  const env = { ...process.env, CI: '' };
  const { status, stderr, stdout } = spawnSync(process.execPath, [join('snippets', file)], {
    cwd: dir,
    encoding: 'utf8',
    env,
  });
  // A tape says on stderr what it records.
  const warned = stderr.replaceAll(/^tooltape: record(?:ing|ed) .*\n/gm, '');
  expect({ status, stderr: warned }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toBe('');
  if (file === '1.ts') expect(readFileSync(join(dir, 'report.html'), 'utf8')).toContain('</html>');
});

test('three lines replay a folder, score it and report it', () => {
  const [first] = SNIPPETS;
  expect(
    first?.code
      .trim()
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('import')),
  ).toHaveLength(3);
});

test('every type that the exports reach is exported', ({ skip }) => {
  expect(project(() => skip()).names.unnamed).toEqual([]);
});

test('every exported function says what it does, returns and throws, and has an example', ({ skip }) => {
  const { values } = project(() => skip()).names;
  const functions = values.filter(({ kind }) => kind === 'function');
  expect(functions.length).toBeGreaterThan(15);
  const lacking = functions.flatMap(({ name, text, example }) => [
    ...(/(?:^|\n)Returns /.test(text) ? [] : [`${name}: what it returns`]),
    ...(/(?:^|\n)Errors: /.test(text) || name === 'isTooltapeError' ? [] : [`${name}: its errors`]),
    ...(example.includes(name) ? [] : [`${name}: an example that calls it`]),
  ]);
  expect(lacking).toEqual([]);
  expect(values.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
});

test('every option is described, and says its default', ({ skip }) => {
  const { options } = project(() => skip()).names;
  expect(options.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
  const optional = options.filter(({ name, optional: may }) => may && !/\.on[A-Z]/.test(name));
  expect(optional.filter(({ text }) => !/default/i.test(text)).map(({ name }) => name)).toEqual([]);
});

test('every exported value stands on the library page and is used in a test', ({ skip }) => {
  const { values } = project(() => skip()).names;
  const page = SNIPPETS.map(({ code }) => code).join('\n');
  const text = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');
  const imported = importsOfTests();
  expect(values.filter(({ name }) => !text.includes(`\`${name}`)).map(({ name }) => name)).toEqual([]);
  const untested = values.filter(({ name, kind }) => kind === 'function' && !imported.has(name));
  expect(untested.map(({ name }) => name)).toEqual([]);
  expect(
    values.filter(({ name, kind }) => kind === 'function' && !page.includes(name)).map(({ name }) => name),
  ).toEqual([]);
});

/** Names that tests take from the public interface. */
function importsOfTests(): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const lists = files.flatMap((file) => {
    const code = readFileSync(join(ROOT, 'test', file), 'utf8');
    return [...code.matchAll(/import \{([^}]*)\} from '[./]*\/src\/index\.ts'/g)].map(([, list = '']) => list);
  });
  return new Set(lists.flatMap((list) => list.split(',').map((name) => name.trim().split(' as ')[0] ?? '')));
}
