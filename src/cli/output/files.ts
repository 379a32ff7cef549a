import { accessSync, constants, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';

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

/** Writes a file, with its folders. Errors: OUTPUT with the path. */
export function writeOutput(path: string, chunks: Iterable<string>, append = false): void {
  attempt(path, () => {
    makeFolder(dirname(resolve(path)));
    let flag = append ? 'a' : 'w';
    for (const chunk of chunks) {
      writeFileSync(path, chunk, { flag });
      flag = 'a';
    }
    if (flag === 'w') writeFileSync(path, '');
  });
}

/** Copies a file, with the folders of its new place. Errors: OUTPUT. */
export function copyOutput(from: string, to: string): void {
  attempt(to, () => {
    makeFolder(dirname(resolve(to)));
    copyFileSync(from, to);
  });
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
  const copy = join(tmpdir(), `tooltape-${process.pid}-${basename(path)}`);
  copyOutput(path, copy);
  process.once('exit', () => rmSync(copy, { force: true }));
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

/** Step by step: where a folder cannot be made at all, as in `/proc`, the recursive `mkdirSync` never returns. */
function makeFolder(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  if (stats !== undefined) throw new Error(`${folder} is a file, expected a folder`);
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function attempt(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    throw new TooltapeError('OUTPUT', `${path}: it cannot be written: ${reason(cause as NodeJS.ErrnoException)}`, {
      remedy: 'Name another place, or see that this one can be written.',
      cause,
    });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file, expected a folder',
  ENOENT: 'nothing can be made there',
};

function reason({ code, message }: NodeJS.ErrnoException): string {
  const known = REASONS[code ?? ''];
  return known === undefined ? message : `${known} (${code})`;
}
