import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openNewFile, writeFileAtomically } from '../../src/files/atomic-write.ts';
import { prepareFolder } from '../../src/files/make-folder.ts';
import { tempDir } from '../support/temp-dir.ts';

const program = new URL('programs/write.ts', import.meta.url).pathname;

test('a file is replaced only when the new one is committed', () => {
  const dir = tempDir({ 'a.json': 'old' });
  const file = join(dir, 'a.json');
  const replacing = openNewFile(file);
  replacing.write('ne');
  replacing.write(Buffer.from('w'));
  expect(readFileSync(file, 'utf8')).toBe('old');
  replacing.commit();
  expect(readFileSync(file, 'utf8')).toBe('new');
  const discarded = openNewFile(file);
  discarded.write('other');
  discarded.discard();
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(dir)).toEqual(['a.json']);
});

test('a link keeps standing, and the rights of the file stay', () => {
  const dir = tempDir({ 'real/a.json': 'old' });
  chmodSync(join(dir, 'real/a.json'), 0o600);
  symlinkSync('real/a.json', join(dir, 'link.json'));
  writeFileAtomically(join(dir, 'link.json'), 'new');
  expect(lstatSync(join(dir, 'link.json')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(dir, 'real/a.json'), 'utf8')).toBe('new');
  expect(statSync(join(dir, 'real/a.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir).sort()).toEqual(['link.json', 'real']);
});

test('a named pipe is written to, not replaced', async () => {
  const dir = tempDir();
  const pipe = join(dir, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const read = promisify(execFile)('cat', [pipe]);
  const written = promisify(execFile)(process.execPath, [program, pipe, '1']);
  expect((await read).stdout).toHaveLength(65_536);
  await written;
  expect(lstatSync(pipe).isFIFO()).toBe(true);
});

test('a folder in the place is an error, and stays', () => {
  const dir = tempDir();
  mkdirSync(join(dir, 'a.json/inside'), { recursive: true });
  const wanted = { code: 'OUTPUT', remedy: 'A folder stands where the file is to be: move it.' };
  expect(() => writeFileAtomically(join(dir, 'a.json'), 'x')).toThrow(expect.objectContaining(wanted) as Error);
  expect(readdirSync(dir)).toEqual(['a.json']);
});

test('where a file would grow too large, the old one stays whole, and the reason is told', async () => {
  const dir = tempDir({ 'a.json': 'old' });
  const file = join(dir, 'a.json');
  // The limit is in blocks of 1024 bytes.
  const limited = promisify(execFile)('bash', [
    '-c',
    'ulimit -f 100; exec "$0" "$@"',
    process.execPath,
    program,
    file,
    '4',
  ]);
  await expect(limited).rejects.toMatchObject({
    code: 2,
    stderr: `${file}: it cannot be written: the file would be larger than this system allows (EFBIG)`,
  });
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(dir)).toEqual(['a.json']);
});

test('a kill in the middle leaves the old file, and the next to prepare the folder clears what is left', async () => {
  const dir = tempDir({ 'a.json': 'old' });
  const child = spawn(process.execPath, [program, join(dir, 'a.json'), '1000', '5'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(readFileSync(join(dir, 'a.json'), 'utf8')).toBe('old');
  expect(readdirSync(dir)).toHaveLength(2);
  prepareFolder(dir);
  expect(readdirSync(dir)).toEqual(['a.json']);
});

test('two that write one file at a time use files of their own', () => {
  const dir = tempDir();
  const [first, second] = [openNewFile(join(dir, 'a')), openNewFile(join(dir, 'a'))];
  first.write('first');
  second.write('second');
  second.commit();
  first.commit();
  expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('first');
});

test('a temporary file of another machine is removed only when it is forgotten', () => {
  const dir = tempDir({ '.a.json.0123abcd-1-1.tmp': 'x', '.b.json.0123abcd-1-1.tmp': 'x' });
  const old = new Date(Date.now() - 48 * 3600 * 1000);
  execFileSync('touch', ['-d', old.toISOString(), join(dir, '.a.json.0123abcd-1-1.tmp')]);
  prepareFolder(dir);
  expect(readdirSync(dir)).toEqual(['.b.json.0123abcd-1-1.tmp']);
  rmSync(dir, { recursive: true });
  writeFileSync(dir, '');
  expect(() => prepareFolder(dir)).toThrow(expect.objectContaining({ code: 'OUTPUT' }) as Error);
});
