import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocks } from '../support/guide.ts';
import { ROOT } from '../support/run-cli.ts';
import { installPacked, type Installed } from './installed.ts';

interface Member {
  readonly name: string;
  readonly text: string;
  readonly optional: boolean;
  readonly method: boolean;
}

interface Entry {
  readonly values: readonly {
    readonly name: string;
    readonly kind: 'function' | 'class' | 'value';
    readonly text: string;
    readonly example: string;
  }[];
  /** Members of exported interfaces. */
  readonly members: readonly Member[];
  /** Members that the entry adds to interfaces of other packages. */
  readonly added: readonly Member[];
}

interface PublicNames {
  readonly main: Entry;
  readonly vitest: Entry;
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
  // A peer dependency of the package, whose types `tooltape/vitest` extends.
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(dir, 'node_modules/vitest'));
  const types = ['index.d.ts', 'vitest/vitest.d.ts'].map((file) => join(dir, 'node_modules/tooltape/dist', file));
  const program = join(ROOT, 'test/package/programs/public-names.mjs');
  const printed = execFileSync(process.execPath, [program, ...types], { cwd: dir, encoding: 'utf8' });
  const { entries, unnamed } = JSON.parse(printed) as { entries: [Entry, Entry]; unnamed: string[] };
  names = { main: entries[0], vitest: entries[1], unnamed };
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

/** Options of exported functions: members of interfaces whose name ends so. */
const isOption = ({ name }: Member): boolean => /(?:Options|Context)\./.test(name);

test('every exported function says what it does, returns and throws, and has an example', ({ skip }) => {
  const { values } = project(() => skip()).names.main;
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
  const options = project(() => skip()).names.main.members.filter(isOption);
  expect(options.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
  const optional = options.filter(({ name, optional: may }) => may && !/\.on[A-Z]/.test(name));
  expect(optional.filter(({ text }) => !/default/i.test(text)).map(({ name }) => name)).toEqual([]);
});

test('tooltape/vitest says of each export, member and matcher what it is, returns and throws', ({ skip }) => {
  const { values, members, added } = project(() => skip()).names.vitest;
  expect(values.map(({ name }) => name)).toEqual(['expect', 'test']);
  expect(values.filter(({ name, text, example }) => text === '' || !example.includes(`${name}(`))).toEqual([]);
  expect(values.find(({ name }) => name === 'test')?.text).toMatch(/^Errors, .*CASSETTE_MISS/m);
  expect(members.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
  const methods = members.filter(({ name, method }) => method && /^Attached\.(?!close|__@asyncDispose)/.test(name));
  expect(methods.length).toBeGreaterThan(3);
  expect(methods.filter(({ text }) => !text.startsWith('Returns ')).map(({ name }) => name)).toEqual([]);
  const optional = members.filter((member) => member.optional && (isOption(member) || /Pattern\./.test(member.name)));
  expect(optional.length).toBeGreaterThan(15);
  expect(optional.filter(({ text }) => !/default/i.test(text)).map(({ name }) => name)).toEqual([]);
  expect(added.map(({ name }) => name)).toEqual([
    'Matchers.toHaveCalled',
    'Matchers.toHaveCalledTools',
    'Matchers.toMeetExpectation',
  ]);
  const short = added.filter(({ text }) => !/^Passes when [^]*^Returns [^]*^Errors: /m.test(text));
  expect(short.map(({ name }) => name)).toEqual([]);
});

test('every exported value stands on the library page and is used in a test', ({ skip }) => {
  const { values } = project(() => skip()).names.main;
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
