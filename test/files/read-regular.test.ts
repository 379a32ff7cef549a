import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { IrregularFileError, readRegularFile } from '../../src/files/read-regular.ts';
import { tempDir } from '../support/temp-dir.ts';

const ON_LINUX = process.platform === 'linux';
if (!ON_LINUX) process.stderr.write('skipped: only Linux has files that give 0 for the size of their content\n');

test.each([
  ['nothing', ''],
  ['one letter', 'a'],
  ['letters of several bytes', 'Wetter in Köln, 天气 🌧'],
  ['no valid UTF-8', Buffer.from([0x61, 0xff, 0x62])],
  ['a buffer full', 'x'.repeat(64 * 1024)],
  ['one byte more', 'x'.repeat(64 * 1024 + 1)],
  ['a letter across the end of the buffer', `${'x'.repeat(64 * 1024 - 1)}天`],
])('reads a file that holds %s as readFileSync does', (_, content) => {
  const file = join(tempDir(), 'file');
  writeFileSync(file, content);
  expect(readRegularFile(file)).toBe(readFileSync(file, 'utf8'));
});

test('reads a shorter file after a longer one, and what was added since', () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'long'), 'long text');
  writeFileSync(join(dir, 'short'), 'no');
  expect(readRegularFile(join(dir, 'long'))).toBe('long text');
  expect(readRegularFile(join(dir, 'short'))).toBe('no');
  appendFileSync(join(dir, 'short'), 't');
  expect(readRegularFile(join(dir, 'short'))).toBe('not');
});

test.skipIf(!ON_LINUX)('reads a file that gives 0 for its size', () => {
  expect(readRegularFile('/proc/self/status')).toContain('Pid:');
});

test('reads no folder, pipe, socket or device', async () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'folder'));
  execFileSync('mkfifo', [join(dir, 'pipe')]);
  symlinkSync('pipe', join(dir, 'link'));
  const server = createServer();
  await new Promise<void>((done) => void server.listen(join(dir, 'socket'), done));
  const found = (path: string): unknown => {
    try {
      return readRegularFile(path);
    } catch (error) {
      return error instanceof IrregularFileError ? error.found : error;
    }
  };
  expect(found(join(dir, 'folder'))).toBe('a folder');
  expect(found(join(dir, 'pipe'))).toBe('a named pipe');
  expect(found(join(dir, 'link'))).toBe('a named pipe');
  expect(found(join(dir, 'socket'))).toBe('a socket');
  expect(found('/dev/zero')).toBe('a device');
  await new Promise((done) => void server.close(done));
});

test('leaves the errors of the system as they are', () => {
  expect(() => readRegularFile(join(tempDir(), 'missing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
