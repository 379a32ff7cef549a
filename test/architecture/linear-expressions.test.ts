import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, test } from 'vitest';
import { parsePattern } from '../../src/pattern/parse.ts';
import { stepsBound } from '../../src/pattern/steps-bound.ts';
import { SHAPES } from '../../src/redact/shapes.ts';

const SRC = resolve(import.meta.dirname, '../../src');
const SHORT = 20_000;

/** How many times as many steps a text of twice the length can take, at most: 2 for a linear search, 4 for a quadratic one. */
function growth(source: string, flags: string): number {
  const unicode = /[uv]/.test(flags);
  const pattern = parsePattern(source, unicode);
  if (pattern === null) return Number.NaN;
  const options = {
    ignoreCase: flags.includes('i'),
    multiline: flags.includes('m'),
    dotAll: flags.includes('s'),
    unicode,
  };
  const anchored = flags.includes('y') || (source.startsWith('^') && !flags.includes('m'));
  return stepsBound(pattern, options, 2 * SHORT, anchored) / stepsBound(pattern, options, SHORT, anchored);
}

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

function expressions(): Found[] {
  const found: Found[] = [];
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))) {
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) return node.forEach(visit);
      if (typeof node !== 'object' || node === null) return;
      const { type, regex } = node as { type?: string; regex?: { pattern: string; flags: string } };
      if (type === 'Literal' && regex !== undefined) found.push({ file, source: regex.pattern, flags: regex.flags });
      else Object.values(node).forEach(visit);
    };
    visit(parseAst(readFileSync(join(SRC, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  }
  return found;
}

/** What is held against whole bodies, pages, cassettes and arguments. */
const WHOLE_TEXTS = /^(?:json|text|redact|cassette|protocol[\\/]sse)[\\/]|^protocol[\\/]errors[\\/]error-body/;

/** Expressions there for which no linear bound is found, and why they take no longer all the same. */
const EXCUSED: readonly (readonly [file: string, start: string, why: string])[] = [
  ['json/json-fault.ts', '[ \\t\\n\\r]*', 'sticky: each token is read once; a string has one way to match'],
  ['json/path.ts', '(?:^|\\.)', 'sticky, and a quoted key has one way to match'],
  ['text/numbers.ts', '\\B(?=', 'the digits of one number'],
  ['cassette/format/file-name.ts', '\\.+$', 'one name of at most 120 characters'],
  ['cassette/record/request-body.ts', '^multipart', 'one header, which HTTP clients bound'],
  ['cassette/format/read-format.ts', '^\\{\\n', 'a quoted value has one way to match'],
  ['redact/shapes/formats.ts', 'cookie', 'every repetition is bounded, and pairs are told apart by their semicolon'],
];

test('every expression that meets whole bodies takes time in proportion to them', () => {
  const all = expressions();
  expect(all.length).toBeGreaterThan(300);
  const slow = all.filter(({ file, source, flags }) => WHOLE_TEXTS.test(file) && !(growth(source, flags) < 2.2));
  const excuseOf = ({ file, source }: Found) =>
    EXCUSED.findIndex(([name, start]) => file.replaceAll('\\', '/') === name && source.startsWith(start));
  expect(slow.filter((one) => excuseOf(one) === -1)).toEqual([]);
  expect([...new Set(slow.map(excuseOf))].sort((a, b) => a - b)).toEqual(EXCUSED.map((_, i) => i));
});

test('the growth of an expression is told', () => {
  expect(growth('[ \\t]*$', '')).toBeGreaterThan(3);
  expect(growth('(a+)+b', '')).not.toBeLessThan(2.2);
  expect(growth('sk-[a-z]{3,40}', '')).toBeLessThan(2.2);
});

test.each(SHAPES.map(({ vendor, name, pattern }) => [`${vendor}, ${name}`, pattern] as const))(
  'a key of %s is looked for in linear time',
  (_, pattern) => {
    const steps = growth(pattern.source, pattern.flags);
    expect(Number.isNaN(steps) || steps < 2.2).toBe(true);
  },
);
