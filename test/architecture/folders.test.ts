import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

const SRC = resolve(import.meta.dirname, '../../src');
const NODE = ['node:'];

/** What each folder may import: folders of `src`, and packages. One way only; a new folder needs a row. */
const RULES: Record<string, { folders: string[]; packages: string[] }> = {
  domain: { folders: [], packages: [] },
  document: { folders: ['domain'], packages: ['js-yaml', ...NODE] },
  score: { folders: ['domain'], packages: ['@cfworker/json-schema'] },
  scenario: { folders: ['domain', 'document', 'score'], packages: NODE },
  config: { folders: ['domain', 'document'], packages: NODE },
  plan: { folders: ['domain'], packages: ['node:crypto'] },
  cassette: { folders: ['domain'], packages: ['fast-json-stable-stringify', 'nock', ...NODE] },
  client: {
    folders: ['domain', 'cassette'],
    packages: ['openai', 'eventsource-parser', 'p-queue', 'p-retry', ...NODE],
  },
  conversation: { folders: ['domain', 'score'], packages: [] },
  run: { folders: ['domain', 'score'], packages: NODE },
  sandbox: { folders: ['domain', 'score', 'conversation'], packages: ['@eslint-community/regexpp', ...NODE] },
  trial: {
    folders: ['domain', 'plan', 'cassette', 'client', 'conversation', 'score', 'run', 'sandbox'],
    packages: NODE,
  },
  compare: { folders: ['domain', 'score', 'run'], packages: ['pure-rand'] },
  report: {
    folders: ['domain', 'score', 'compare'],
    packages: ['cli-table3', 'string-width', 'csv-stringify', ...NODE],
  },
  'report-app': { folders: ['domain', 'score', 'report'], packages: ['preact', '@tanstack/virtual-core'] },
  import: { folders: ['domain', 'cassette', 'score'], packages: NODE },
  check: {
    folders: ['domain', 'document', 'score', 'scenario', 'sandbox', 'conversation'],
    packages: ['yaml', 'node:module'],
  },
  init: { folders: ['domain'], packages: [] },
};

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly specifier: string;
}

function imports(): Import[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(SRC, file), 'utf8');
      const found = text.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm);
      return [...found].map(([, specifier = '']) => ({ file, folder: file.split(sep)[0] ?? '', specifier }));
    });
}

test('folders import only what their rule allows', () => {
  const wrong: string[] = [];
  for (const { file, folder, specifier } of imports()) {
    if (!file.includes(sep) || folder === 'cli') continue;
    const rule = RULES[folder];
    if (rule === undefined) {
      wrong.push(`${file}: folder ${folder} has no rule`);
      continue;
    }
    if (specifier.startsWith('.')) {
      const target = relative(SRC, resolve(SRC, dirname(file), specifier)).split(sep)[0] ?? '';
      if (target !== folder && !rule.folders.includes(target)) wrong.push(`${file} imports ${specifier}`);
    } else if (
      !rule.packages.some((name) => specifier === name || specifier.startsWith(name.endsWith(':') ? name : `${name}/`))
    ) {
      wrong.push(`${file} imports ${specifier}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('nothing but the program and the wiring imports them', () => {
  const upward = imports().filter(
    ({ file, specifier }) =>
      file.includes(sep) && !file.startsWith(`cli${sep}`) && /\/(cli\/|harness|index\.ts)/.test(specifier),
  );
  expect(upward).toEqual([]);
});

test('only the command line prints, reads the process and sets the exit code', () => {
  const wrong = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith(`cli${sep}`))
    .filter((file) =>
      /\bconsole\.|process\.(env|argv|exit|stdout|stderr)|\bMath\.random\(/.test(readFileSync(join(SRC, file), 'utf8')),
    );
  expect(wrong).toEqual([]);
});

test('no source file is longer than 300 lines', () => {
  const long = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${file}: ${readFileSync(join(SRC, file), 'utf8').split('\n').length}`)
    .filter((line) => Number(line.split(': ')[1]) > 300);
  expect(long).toEqual([]);
});
