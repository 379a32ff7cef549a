import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';
import { expect, onTestFinished, test, vi } from 'vitest';
import { SHAPES } from '../../src/redact/shapes.ts';
import { BUILT_LATER, EXCUSED } from './excused-expressions.ts';
import { countedGrowth, growth } from './expression-growth.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Twice as many steps for a text of twice the length, and what is constant in them. */
const LINEAR = 2.2;

interface Found {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** All expressions that are written in a folder, and the files that build some. */
function writtenIn(folder: string): { readonly expressions: Found[]; readonly builders: string[] } {
  const expressions: Found[] = [];
  const builders = new Set<string>();
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  for (const name of files.filter((one) => /\.tsx?$/.test(one))) {
    const file = `${folder}/${name.replaceAll('\\', '/')}`;
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) return node.forEach(visit);
      if (typeof node !== 'object' || node === null) return;
      const { type, regex, callee } = node as {
        type?: string;
        regex?: { pattern: string; flags: string };
        callee?: { name?: string };
      };
      if (type === 'Literal' && regex !== undefined)
        expressions.push({ file, source: regex.pattern, flags: regex.flags });
      if (/^(?:New|Call)Expression$/.test(type ?? '') && callee?.name === 'RegExp') builders.add(file);
      Object.values(node).forEach(visit);
    };
    visit(parseAst(readFileSync(join(ROOT, file), 'utf8'), { lang: file.endsWith('x') ? 'tsx' : 'ts' }));
  }
  return { expressions, builders: [...builders].sort() };
}

/** The expressions that modules build of texts of ours while they are loaded. */
async function builtBy(files: readonly string[]): Promise<Found[]> {
  const built: Found[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct(target, args, newTarget) {
      const made = Reflect.construct(target, args, newTarget) as RegExp;
      const file = /\/(src\/[\w./-]+\.tsx?)/.exec(new Error('where').stack ?? '')?.[1];
      if (file !== undefined) built.push({ file, source: made.source, flags: made.flags });
      return made;
    },
  });
  onTestFinished(() => {
    globalThis.RegExp = original;
  });
  vi.resetModules();
  for (const file of files) await import(join(ROOT, file));
  globalThis.RegExp = original;
  return built;
}

// What `scripts` reads lies in this repository.
const { expressions, builders } = writtenIn('src');
const LOADED = builders.filter((file) => !BUILT_LATER.some(([name]) => name === file));

const excuseOf = ({ file, source }: Found): number =>
  EXCUSED.findIndex(([name, start]) => file === name && source.startsWith(start));

test('every expression of src takes time in proportion to the text, or is excused', async () => {
  expect(expressions.length).toBeGreaterThan(500);
  // The tables of words build theirs through a function.
  const built = await builtBy([...LOADED, 'src/protocol/errors/error-words.ts']);
  for (const file of LOADED) expect(built.map((one) => one.file)).toContain(file);
  const slow = [...expressions, ...built].filter(({ source, flags }) => !(growth(source, flags) < LINEAR));
  expect(slow.filter((one) => excuseOf(one) === -1)).toEqual([]);
  expect([...new Set(slow.map(excuseOf))].sort((a, b) => a - b)).toEqual(EXCUSED.map((_, i) => i));
  const counted = slow.filter((one) => EXCUSED[excuseOf(one)]?.[2] === 'counted');
  expect(counted.filter(({ source, flags }) => !(countedGrowth(source, flags) < LINEAR))).toEqual([]);
});

test('every file that builds expressions later is known with its reason', () => {
  const known = new Set([...BUILT_LATER.map(([file]) => file), ...LOADED]);
  expect(builders.filter((file) => !known.has(file))).toEqual([]);
  expect(BUILT_LATER.map(([file]) => file).filter((file) => !builders.includes(file))).toEqual([]);
});

test('the growth of an expression is told', () => {
  expect(growth('[ \\t]*$', '')).toBeGreaterThan(3);
  expect(growth('(a+)+b', '')).not.toBeLessThan(LINEAR);
  expect(growth('sk-[a-z]{3,40}', '')).toBeLessThan(LINEAR);
  expect(growth('"name"\\s*:\\s*"x', '')).toBeLessThan(LINEAR);
  expect(growth('a\\w*b', '')).toBeGreaterThan(3);
  expect(growth('(?<=\\s*)a', '')).toBeGreaterThan(3);
  expect(countedGrowth('[ \\t]*$', '')).toBeGreaterThan(3);
  expect(countedGrowth('(?:\\w+\\.)*x\\(', '')).toBeGreaterThan(3);
  expect(countedGrowth('^a(?:b|cd)*e', '')).toBeLessThan(LINEAR);
});

test.each(SHAPES.map(({ vendor, name, pattern }) => [`${vendor}, ${name}`, pattern] as const))(
  'a key of %s is looked for in linear time',
  (_, pattern) => {
    const steps = growth(pattern.source, pattern.flags);
    expect(Number.isNaN(steps) || steps < LINEAR).toBe(true);
  },
);
