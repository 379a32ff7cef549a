import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES, terminalPicture, TERMINALS } from '../../scripts/pictures.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
/** Of documents: those that stand in the package, and those for people who work on it. */
const PACKAGED = ['README.md', 'CHANGELOG.md', ...markdownIn('docs')];
const ALL = [...PACKAGED, 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...markdownIn('examples')];

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

interface Link {
  readonly from: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly anchor: string | null;
}

/** Links of a document to files of the repository; code is left out. */
function linksOf(from: string): Link[] {
  const text = readFileSync(join(ROOT, from), 'utf8')
    .replaceAll(/^(`{3,}).*?^\1$/gms, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    return [{ from, file: path === '' ? from : join(dirname(from), path), anchor: anchor ?? null }];
  });
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  const headings = readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('no document has a dead link', () => {
  const links = ALL.flatMap(linksOf);
  expect(links.length).toBeGreaterThan(40);
  const dead = links.filter(({ file, anchor }) => {
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== null && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
  });
  expect(dead).toEqual([]);
});

test('the documents of the package link to nothing that it does not hold', () => {
  const held = [...MANIFEST.files, 'README.md', 'LICENSE', 'package.json'];
  const outside = PACKAGED.flatMap(linksOf).filter(
    ({ file }) => !held.some((entry) => file === entry || file.startsWith(`${entry}/`)),
  );
  expect(outside.map(({ from, file }) => `${from} → ${file}`)).toEqual([]);
});

test('the package names no address until it has one', () => {
  const { repository, homepage, bugs } = MANIFEST as { repository?: unknown; homepage?: unknown; bugs?: unknown };
  const named = [repository, homepage, bugs].filter((address) => address !== undefined);
  // All or none: a badge or a link to the repository would lead nowhere.
  expect([0, 3]).toContain(named.length);
  if (named.length === 0) expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).not.toMatch(/shields\.io|github\.com/);
});

test.each(TERMINALS)('$file shows what the program prints', (terminal) => {
  expect(terminalPicture(terminal)).toBe(readFileSync(join(ROOT, terminal.file), 'utf8'));
});

test('the pictures of the page are there, and small', () => {
  for (const { name } of PAGES) {
    expect(statSync(join(ROOT, 'docs/images', `${name}.png`)).size, name).toBeLessThan(160_000);
  }
});
