import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { openNewFile } from '../../files/atomic-write.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { cannotWrite } from '../../files/write-error.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';

/** Bytes that are copied at once. */
const COPIED = 1024 * 1024;

/** The run file to read: the one named, or the last run's. Errors: RUN_FILE when there is none. */
export function runFileOr(path: string | undefined): string {
  const chosen = path ?? LAST_RUN;
  const stats = statSync(chosen, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) {
    throw new TooltapeError('RUN_FILE', `${chosen}: it is a folder, expected a run file`, {
      remedy: 'Name a file that `--output run.json` has written.',
    });
  }
  if (stats !== undefined) return chosen;
  throw new TooltapeError(
    'RUN_FILE',
    path === undefined ? `there is no last run here (${LAST_RUN})` : `${path}: there is no such file`,
    {
      remedy:
        path === undefined ? 'Run `tooltape run` or `tooltape replay` first, or name a run file.' : 'Check the path.',
    },
  );
}

/** Writes a file as a whole, with its folders; `append` adds to it. Errors: OUTPUT with the path. */
export function writeOutput(path: string, chunks: Iterable<string>, append = false): void {
  expectWritable(path);
  if (append) {
    attempt(path, () => {
      for (const chunk of chunks) appendFileSync(path, chunk);
    });
    return;
  }
  for (const _ of writeSteps(path, chunks));
}

/** The same step by step, a chunk each; the file stays as it was where the steps are not taken to their end. Errors: OUTPUT. */
export function* writeSteps(path: string, chunks: Iterable<string>): Generator<undefined> {
  const file = openNewFile(path);
  let isWhole = false;
  try {
    for (const chunk of chunks) {
      file.write(chunk);
      yield;
    }
    isWhole = true;
  } finally {
    if (!isWhole) file.discard();
  }
  file.commit();
}

/** Copies a file as a whole, with the folders of its new place. Errors: OUTPUT. */
export function copyOutput(from: string, to: string): void {
  expectWritable(to);
  const file = openNewFile(to);
  const source = openSync(from, 'r');
  try {
    const chunk = Buffer.allocUnsafe(COPIED);
    for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk))
      file.write(chunk.subarray(0, read));
  } catch (error) {
    file.discard();
    throw error;
  } finally {
    closeSync(source);
  }
  file.commit();
}

/** Two paths of one file, through links, too; a file to come is known by its path. */
export function isSameFile(a: string, b: string): boolean {
  if (resolve(a) === resolve(b)) return true;
  const [left, right] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}

/** A file as it is now, though one of `written` will replace it: itself, or a copy that ends with the process. */
export function keepReadable(path: string, written: readonly string[]): string {
  if (!written.some((other) => isSameFile(path, other))) return path;
  const folder = mkdtempSync(join(tmpdir(), 'tooltape-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, basename(path));
  copyOutput(path, copy);
  return copy;
}

/** Makes the folder of a file to come, and sees whether it can be written: before a run, not after it. Errors: OUTPUT. */
export function expectWritable(path: string): void {
  attempt(path, () => {
    makeFolder(dirname(resolve(path)));
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) throw new Error('it is a folder, expected the name of a file');
    accessSync(stats === undefined ? dirname(resolve(path)) : path, constants.W_OK);
  });
}

/** The same for a folder to come. Errors: OUTPUT. */
export function expectFolder(path: string): void {
  attempt(path, () => {
    makeFolder(resolve(path));
    accessSync(path, constants.W_OK);
  });
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}
