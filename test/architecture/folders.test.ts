import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');

interface Rule {
  /** Folders of `src` that the folder imports. */
  readonly folders: readonly string[];
  /** Packages that the folder imports; `node:` stands for all modules of Node. */
  readonly packages: readonly string[];
}

/**
 * What each folder of `src` imports. A folder imports folders above it only, so there is no circle; a permission that
 * nobody uses is an error, so the table is the map. `''` holds the files that stand in `src` itself.
 */
const RULES: Record<string, Rule> = {
  json: { folders: [], packages: [] },
  text: { folders: ['json'], packages: [] },
  stats: { folders: [], packages: ['pure-rand'] },
  domain: { folders: ['json'], packages: [] },
  pattern: { folders: ['json'], packages: ['@eslint-community/regexpp', 'node:'] },
  redact: { folders: ['json', 'text', 'pattern'], packages: ['node:'] },
  files: { folders: ['domain'], packages: ['node:'] },
  processes: { folders: [], packages: ['node:'] },
  mcp: {
    folders: ['json', 'text', 'domain', 'files', 'processes'],
    packages: ['@modelcontextprotocol/client', 'node:'],
  },
  document: { folders: ['json', 'text', 'domain', 'files'], packages: ['js-yaml', 'node:'] },
  match: { folders: ['json', 'text', 'domain', 'pattern'], packages: ['@cfworker/json-schema'] },
  protocol: { folders: ['json', 'text', 'domain', 'redact'], packages: ['eventsource-parser'] },
  traffic: { folders: ['json', 'domain', 'protocol'], packages: ['fast-json-stable-stringify', 'node:'] },
  network: { folders: ['domain'], packages: ['nock', 'node:'] },
  client: { folders: ['json', 'domain', 'protocol'], packages: ['openai', 'p-queue', 'p-retry', 'node:'] },
  conversation: { folders: ['json', 'text', 'domain', 'match', 'protocol', 'network'], packages: ['node:'] },
  score: { folders: ['json', 'text', 'domain', 'pattern', 'match'], packages: [] },
  cassette: {
    folders: ['json', 'text', 'domain', 'pattern', 'redact', 'files', 'protocol', 'traffic', 'network'],
    packages: ['fast-json-stable-stringify', 'node:'],
  },
  scenario: { folders: ['json', 'text', 'domain', 'pattern', 'document', 'match', 'score'], packages: ['node:'] },
  config: { folders: ['json', 'text', 'domain', 'pattern', 'document', 'protocol'], packages: ['node:'] },
  compare: { folders: ['json', 'stats', 'domain'], packages: [] },
  sandbox: {
    folders: ['json', 'text', 'domain', 'pattern', 'match', 'protocol', 'conversation', 'score'],
    packages: ['node:'],
  },
  agent: {
    folders: ['json', 'text', 'domain', 'files', 'processes', 'redact', 'protocol', 'network', 'cassette'],
    packages: ['node:'],
  },
  run: {
    folders: [
      'json',
      'text',
      'stats',
      'domain',
      'pattern',
      'redact',
      'files',
      'mcp',
      'protocol',
      'network',
      'traffic',
      'client',
      'conversation',
      'match',
      'score',
      'cassette',
      'scenario',
      'config',
      'compare',
      'sandbox',
      'agent',
    ],
    packages: ['node:'],
  },
  import: {
    folders: [
      'json',
      'text',
      'domain',
      'redact',
      'files',
      'mcp',
      'document',
      'match',
      'protocol',
      'traffic',
      'network',
      'conversation',
      'cassette',
      'scenario',
      'config',
      'run',
    ],
    packages: ['csv-parse', 'node:'],
  },
  report: {
    folders: ['json', 'text', 'domain', 'match', 'protocol', 'score', 'compare'],
    packages: ['cli-table3', 'string-width', 'csv-stringify', 'node:'],
  },
  check: {
    folders: [
      'json',
      'text',
      'domain',
      'pattern',
      'document',
      'match',
      'protocol',
      'conversation',
      'score',
      'scenario',
      'sandbox',
    ],
    packages: ['yaml', 'node:'],
  },
  assert: {
    folders: ['json', 'text', 'domain', 'document', 'traffic', 'score', 'scenario'],
    packages: [],
  },
  relay: {
    folders: ['json', 'text', 'domain', 'redact', 'document', 'protocol', 'config', 'sandbox', 'report'],
    packages: ['node:'],
  },
  init: { folders: ['domain', 'protocol'], packages: [] },
  public: {
    folders: [
      'json',
      'text',
      'domain',
      'files',
      'document',
      'match',
      'protocol',
      'network',
      'conversation',
      'score',
      'cassette',
      'scenario',
      'config',
      'compare',
      'sandbox',
      'agent',
      'import',
      'run',
      'report',
      'check',
      'assert',
    ],
    packages: ['node:'],
  },
  vitest: { folders: ['text', 'domain', 'cassette', 'assert', 'public'], packages: ['vitest', 'node:'] },
  '': {
    folders: [
      'json',
      'domain',
      'pattern',
      'match',
      'traffic',
      'conversation',
      'score',
      'cassette',
      'scenario',
      'config',
      'compare',
      'sandbox',
      'import',
      'run',
      'report',
      'check',
      'assert',
      'public',
    ],
    packages: [],
  },
  cli: {
    folders: [
      'text',
      'stats',
      'domain',
      'pattern',
      'redact',
      'files',
      'json',
      'mcp',
      'conversation',
      'score',
      'cassette',
      'scenario',
      'config',
      'compare',
      'sandbox',
      'agent',
      'import',
      'run',
      'report',
      'check',
      'relay',
      'init',
    ],
    packages: ['commander', '@clack/prompts', 'log-update', 'node:'],
  },
  'report-app': {
    folders: ['json', 'text', 'domain', 'score', 'compare', 'report'],
    packages: ['preact', '@tanstack/virtual-core'],
  },
};

interface Source {
  readonly file: string;
  /** The folder of `src`: `''` for a file in `src` itself. */
  readonly folder: string;
  readonly text: string;
}

const SOURCES: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, folder: folderOf(file), text: readFileSync(join(SRC, file), 'utf8') }));

function folderOf(file: string): string {
  return file.includes(sep) ? (file.split(sep)[0] ?? '') : '';
}

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
  /** The folder that the import reaches; null for a package. */
  readonly target: string | null;
}

const IMPORTS: readonly Import[] = SOURCES.flatMap(({ file, folder, text }) =>
  [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm)].map(([, specifier = '']) => ({
    file,
    folder,
    specifier,
    target: specifier.startsWith('.') ? folderOf(relative(SRC, resolve(SRC, dirname(file), specifier))) : null,
  })),
);

const isOfPackage = (specifier: string, name: string): boolean =>
  specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`);

test('folders import only what their rule allows', () => {
  const wrong = IMPORTS.filter(({ folder, specifier, target }) => {
    const rule = RULES[folder];
    if (target !== null) return target !== folder && rule?.folders.includes(target) !== true;
    return rule?.packages.some((name) => isOfPackage(specifier, name)) !== true;
  });
  expect(wrong.map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
});

test('no rule allows what nobody uses, or a folder below it', () => {
  const folders = Object.keys(RULES);
  const wrong = Object.entries(RULES).flatMap(([folder, rule]) => [
    ...rule.folders
      .filter((name) => !IMPORTS.some((one) => one.folder === folder && one.target === name))
      .map((name) => `${folder} imports nothing of ${name}`),
    ...rule.packages
      .filter((name) => !IMPORTS.some((one) => one.folder === folder && isOfPackage(one.specifier, name)))
      .map((name) => `${folder} imports nothing of ${name}`),
    ...rule.folders
      .filter((name) => folders.indexOf(name) >= folders.indexOf(folder))
      .map((name) => `${folder} stands above ${name}`),
  ]);
  expect(wrong).toEqual([]);
});

test('every folder has one rule', () => {
  expect([...new Set(SOURCES.map(({ folder }) => folder))].sort()).toEqual(Object.keys(RULES).sort());
});

test('only the command line prints, reads the process and sets the exit code', () => {
  const wrong = SOURCES.filter(({ folder }) => folder !== 'cli' && folder !== 'public').filter(({ text }) =>
    /\bconsole\.|process\.(env|argv|exit|stdout|stderr)/.test(text),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

/** The clock, new ids and randomness. Other folders get them as arguments. */
const OUTSIDE =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.(?:now|timeOrigin)|\bMath\.random\b|\brandom(?:UUID|Bytes|Int)\b|\bgetRandomValues\b|\bhrtime\b|\bprocess\.uptime\b/;

test('only the command line and the library read the clock, and make ids and random numbers', () => {
  const wrong = SOURCES.filter(({ folder }) => folder !== 'cli' && folder !== 'public').filter(({ text }) =>
    OUTSIDE.test(text),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('numbers get their form in one place', () => {
  // JUnit defines how a report writes its seconds.
  const isAllowed = (file: string): boolean => ['text/numbers.ts', 'report/reporters/junit.ts'].includes(file);
  const wrong = SOURCES.filter(
    ({ file, text }) => !isAllowed(file) && /\.to(?:Fixed|Precision|LocaleString)\(/.test(text),
  );
  expect(wrong.map(({ file }) => file)).toEqual([]);
});

test('no source file is longer than 300 lines', () => {
  const long = SOURCES.map(({ file, text }) => ({ file, lines: text.split('\n').length })).filter(
    ({ lines }) => lines > 300,
  );
  expect(long).toEqual([]);
});

test('no folder has more than 15 files of its own', () => {
  const count = new Map<string, number>();
  for (const { file } of SOURCES) count.set(dirname(file), (count.get(dirname(file)) ?? 0) + 1);
  expect([...count].filter(([, files]) => files > 15)).toEqual([]);
});
