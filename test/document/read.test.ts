import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDocument } from '../../src/document/read.ts';
import { tempDir } from '../support/temp-dir.ts';

function read(name: string, text: string): unknown {
  const result = readDocument(join(tempDir({ [name]: text }), name), name);
  return result.ok ? result.value.value : `${result.issue.line}: ${result.issue.message} [${result.issue.code}]`;
}

test.each([
  ['a.json', '['.repeat(600) + ']'.repeat(600)],
  ['a.json', '['.repeat(100_000)],
  ['a.json', '{"a":'.repeat(100_000)],
  ['a.yaml', '['.repeat(600) + ']'.repeat(600)],
  ['a.json', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['a.yaml', '['.repeat(100_000)],
])('nesting without end is refused: %s', (name, text) => {
  expect(read(name, text)).toBe('null: The file nests deeper than 500 levels. [too-deep]');
});

test('an anchor that holds itself is refused', () => {
  expect(read('a.yaml', 'x:\n  - &a [1, *a]\n')).toBe('2: An alias stands inside its own anchor. [not-json]');
});

test('a folder in place of a file is an issue', () => {
  const result = readDocument(tempDir(), 'a.yaml');
  expect(result.ok ? null : result.issue).toMatchObject({ code: 'unreadable', line: null });
});

test('a file may hold the replacement character', () => {
  expect(read('a.json', '{"a":"\uFFFD"}')).toEqual({ a: '\uFFFD' });
});

test('keys that are not plain names are kept as they are', () => {
  const text = '{"__proto__":1,"constructor":{"a.b":2},"":3}';
  expect(Object.entries(read('a.json', text) as object)).toEqual([
    ['__proto__', 1],
    ['constructor', { 'a.b': 2 }],
    ['', 3],
  ]);
  expect(Object.keys(read('a.yaml', text) as object)).toEqual(['__proto__', 'constructor', '']);
});
