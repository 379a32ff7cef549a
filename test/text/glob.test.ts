import { expect, test } from 'vitest';
import { fitsGlob } from '../../src/text/glob.ts';

test.each<[string, string, boolean]>([
  ['read_file', 'read_file', true],
  ['read_file', 'read_files', false],
  ['read_*', 'read_', true],
  ['read_*', 'aread_x', false],
  ['*_file', 'read_file', true],
  ['*', '', true],
  ['a*a', 'a', false],
  ['a*b*c', 'a.b.b.c', true],
  ['a*b*c', 'a.c.b', false],
  ['a**c', 'abc', true],
  ['a.c', 'abc', false],
  ['ab*ba', 'aba', false],
])('%s fits %s: %s', (glob, text, fits) => {
  expect(fitsGlob(glob, text)).toBe(fits);
});

test('many stars and a long name take one pass', () => {
  expect(fitsGlob('*a'.repeat(100) + 'b', 'a'.repeat(100_000))).toBe(false);
});
