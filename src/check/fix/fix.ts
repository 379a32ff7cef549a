import type { Json } from '../../json/json.ts';
import { readFile } from '../../scenario/read/read-file.ts';
import { defaultEdits, sortEdits, type Edit } from './fix-edits.ts';
import { readYaml } from './fix-yaml.ts';

export interface Fix {
  /** Line in the text before any fix, from 1. */
  readonly line: number;
  /** What the fix did: `Sorted the tags.` */
  readonly message: string;
}

export interface FixOptions {
  /** Name of the file. `.json` is JSON; every other name is YAML. */
  readonly file: string;
  /** Value of `$schema`: a path relative to the file, or a URL. */
  readonly schema: string;
}

/**
 * Makes the mechanical fixes in the text of a scenario file: names the JSON Schema for editors, sorts tags and shared tools,
 * removes default values. Comments and layout stay.
 *
 * Returns the new text and the list of fixes. The loader reads the same scenarios from both texts: a fix that would change one
 * is left out. A text that does not parse is returned unchanged.
 */
export function fixScenarioFile(
  text: string,
  options: FixOptions,
): { readonly text: string; readonly fixes: readonly Fix[] } {
  const json = options.file.endsWith('.json');
  const before = meaning(text);
  if (before === null) return { text, fixes: [] };
  const fixes: Fix[] = [];
  let fixed = text;
  // One kind of fix after the other, because a default value may stand in a tool that sorting moves.
  for (const find of json ? [] : [sortEdits, defaultEdits]) {
    const document = readYaml(fixed);
    if (document === null) continue;
    const kept = keepSound(fixed, [...find(document, fixed)], before);
    for (const { start, message } of kept) fixes.push({ line: lineOf(fixed, start), message });
    fixed = apply(fixed, kept);
  }
  const lined = json ? withSchemaKey(fixed, options.schema) : withSchemaLine(fixed, options.schema);
  if (lined === fixed || meaning(lined) !== before) return { text: fixed, fixes: inOrder(fixes) };
  return {
    text: lined,
    fixes: [{ line: 1, message: 'Named the JSON Schema, for completion in editors.' }, ...inOrder(fixes)],
  };
}

/** The fixes by line. Equal messages on one line are listed once. */
function inOrder(fixes: readonly Fix[]): readonly Fix[] {
  const told = new Set<string>();
  const sorted = fixes.toSorted((a, b) => a.line - b.line);
  return sorted.filter(({ line, message }) => {
    const key = `${line} ${message}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  });
}

/**
 * The scenarios of a text and its problems as the loader reads them, without the order of tags and without the author's
 * spelling; null when the text does not parse.
 */
function meaning(text: string): string | null {
  const value = readYaml(text)?.toJS() as Json | undefined;
  if (value === undefined) return null;
  const { scenarios, problems } = readFile(value, 'file', { folder: '.', root: '.' });
  const plain = scenarios.map(({ scenario }) => ({ ...scenario, written: null, tags: scenario.tags.toSorted() }));
  const wrong = problems.map(({ path, message }) => [path.filter((segment) => typeof segment === 'string'), message]);
  return JSON.stringify([plain, wrong]);
}

/** All edits where the scenarios stay the same with them. Otherwise each edit with which they stay the same. */
function keepSound(text: string, edits: readonly Edit[], before: string): readonly Edit[] {
  if (edits.length === 0 || meaning(apply(text, edits)) === before) return edits;
  const kept: Edit[] = [];
  for (const edit of edits) if (meaning(apply(text, [...kept, edit])) === before) kept.push(edit);
  return kept;
}

function apply(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

function withSchemaLine(text: string, schema: string): string {
  if (/^#\s*yaml-language-server:\s*\$schema=/mu.test(text)) return text;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const end = /^[^\n]*\r\n/u.test(text) ? '\r\n' : '\n';
  return `${mark}# yaml-language-server: $schema=${schema}${end}${text.slice(mark.length)}`;
}

/** Adds `$schema` to an indented JSON file. A file on one line was written by a program, and stays unchanged. */
function withSchemaKey(text: string, schema: string): string {
  const opening = /^\{\r?\n([ \t]+)"/u.exec(text);
  if (opening === null || /^\s*\{\s*"\$schema"/u.test(text)) return text;
  return text.replace(
    /^\{(\r?\n)[ \t]+/u,
    (start, end: string) => `${start}"$schema": ${JSON.stringify(schema)},${end}${opening[1]}`,
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
