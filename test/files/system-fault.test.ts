import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemFault, unreadableFault } from '../../src/files/system-fault.ts';
import { cannotWrite } from '../../src/files/write-error.ts';
import { tempDir } from '../support/temp-dir.ts';

/** What `act` throws in a folder with a file and a link to itself. */
function thrownBy(act: (dir: string) => void): unknown {
  const dir = tempDir();
  writeFileSync(join(dir, 'file'), '');
  symlinkSync('loop', join(dir, 'loop'));
  try {
    act(dir);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test.each([
  ['nowhere', 'there is no such file (ENOENT)'],
  ['.', 'it is a folder, expected a file (EISDIR)'],
  ['file/x', 'a part of the path is a file, expected a folder (ENOTDIR)'],
  ['loop', 'a link leads to itself (ELOOP)'],
  ['x'.repeat(300), 'the name is too long (ENAMETOOLONG)'],
])('an error of the system is explained to who reads %.20s', (name, means) => {
  const error = thrownBy((dir) => readFileSync(join(dir, name)));
  expect(unreadableFault(error)).toEqual({ means, remedy: expect.stringMatching(/^[A-Z].*\.$/) as string });
});

test.each([
  ['.', 'it is a folder, expected the name of a file (EISDIR)'],
  ['file/x', 'a part of the path is a file, expected a folder (ENOTDIR)'],
  ['loop', 'a link leads to itself (ELOOP)'],
  ['none/x', 'nothing can be made there (ENOENT)'],
])('an error of the system is explained to who writes %s', (name, means) => {
  const error = thrownBy((dir) => writeFileSync(join(dir, name), ''));
  expect(cannotWrite('p', error)).toMatchObject({ code: 'OUTPUT', message: `p: it cannot be written: ${means}` });
});

test('a file in the place of a folder is told as such, whatever the system calls it', () => {
  const made = thrownBy((dir) => mkdirSync(join(dir, 'file')));
  expect(cannotWrite('p', made).message).toBe(
    'p: it cannot be written: a part of the path is a file, expected a folder (EEXIST)',
  );
});

test('an error without a row keeps its own words', () => {
  expect(systemFault(new Error('odd'), 'read')).toBeNull();
  expect(systemFault(null, 'unknown')).toBeNull();
  expect(unreadableFault(Object.assign(new Error('odd'), { code: 'EODD' }))).toEqual({ means: 'EODD', remedy: null });
  expect(unreadableFault(new Error('odd'))).toEqual({ means: 'odd', remedy: null });
});
