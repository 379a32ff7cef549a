import { accessSync, appendFileSync, constants, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { openNewFile } from '../../files/atomic-write.ts';
import { copyFile } from '../../files/keep-file.ts';
import { makeFolder } from '../../files/make-folder.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { cannotWrite } from '../../files/write-error.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';
import { keptRun, keptRuns } from '../../run/history/history.ts';
import { LAST, PREVIOUS } from '../../run/history/run-name.ts';
import { closest } from '../../text/closest.ts';
import { shellWord } from '../../text/shell.ts';

/**
 * The run file to read: the file of this path, else the kept run of this name; the last run's where nothing is named.
 * Errors: RUN_FILE when there is none.
 */
export function runFileOr(path: string | undefined, remedy: string = KEPT_RUNS): string {
  const chosen = path ?? LAST_RUN;
  const stats = statSync(chosen, { throwIfNoEntry: false });
  const kept = stats === undefined && path !== undefined ? keptFile(path) : null;
  if (kept !== null) return kept;
  if (stats?.isDirectory() === true) {
    throw new TooltapeError('RUN_FILE', `${chosen}: it is a folder, expected a run file`, {
      remedy: 'Name a file that `--output run.json` has written.',
    });
  }
  if (stats !== undefined) return chosen;
  throw new TooltapeError(
    'RUN_FILE',
    path === undefined ? `there is no last run here (${LAST_RUN})` : nothingCalled(path),
    {
      remedy:
        path === undefined
          ? 'Run `tooltape run` or `tooltape replay` first, or name a run file.'
          : `Check the path; ${remedy}.`,
    },
  );
}

const KEPT_RUNS = '`tooltape runs list` names the runs that are kept';

/** As `runFileOr`, for a baseline, which `bless` writes. */
export function baselineFileOr(path: string | undefined): string {
  if (path === undefined || !isPath(path)) return runFileOr(path, `${KEPT_RUNS}, \`tooltape bless\` writes a baseline`);
  const output = path === 'baseline.json' ? '' : ` -o ${shellWord(path)}`;
  return runFileOr(path, `\`tooltape bless${output}\` writes the last run there, as the baseline`);
}

/** The run that a word means where no file has that name; null where no run is kept under it. */
export function keptFile(word: string): string | null {
  if (word === LAST) return statSync(LAST_RUN, { throwIfNoEntry: false }) === undefined ? null : LAST_RUN;
  const run = word === PREVIOUS ? keptRuns().find(({ file }) => !isSameFile(file, LAST_RUN)) : keptRun(word);
  return run?.file ?? null;
}

function nothingCalled(path: string): string {
  const names = keptRuns().flatMap(({ name }) => name ?? []);
  if (isPath(path)) return `${path}: there is no such file`;
  const near = closest(path, names);
  const meant = near === null ? '' : `; did you mean ${near}?`;
  return `${path}: there is no such file, and no run is kept under that name${meant}`;
}

/** True for a word that cannot be the name of a kept run. */
function isPath(word: string): boolean {
  return word.includes('/') || word.endsWith('.json');
}

/** Writes a whole file and makes its folders; with `append` adds to the file. Errors: OUTPUT with the path. */
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

/** As `writeOutput`, one chunk for each step of the generator. The file stays unchanged until the last step. Errors: OUTPUT. */
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

/** Copies a whole file and makes the folders of its new path. Errors: OUTPUT. */
export function copyOutput(from: string, to: string): void {
  expectWritable(to);
  copyFile(from, to);
}

/** True for two paths of one file, also through links. A file that does not exist is compared by its path. */
export function isSameFile(a: string, b: string): boolean {
  if (resolve(a) === resolve(b)) return true;
  const [left, right] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false }));
  return left !== undefined && right !== undefined && left.dev === right.dev && left.ino === right.ino;
}

/**
 * Returns a path at which the content of a file stays readable, even if one of `written` replaces the file: its own path, or
 * that of a copy that is removed when the process ends.
 */
export function keepReadable(path: string, written: readonly string[]): string {
  if (!written.some((other) => isSameFile(path, other))) return path;
  const copy = join(temporaryFolder(), basename(path));
  copyOutput(path, copy);
  return copy;
}

/**
 * Makes the folder of an output file and checks that it can be written, so that the error comes before the run. Errors: OUTPUT.
 */
export function expectWritable(path: string): void {
  attempt(path, () => {
    makeFolder(dirname(resolve(path)));
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) throw new Error('it is a folder, expected the name of a file');
    accessSync(stats === undefined ? dirname(resolve(path)) : path, constants.W_OK);
  });
}

/** As `expectWritable`, for an output folder. Errors: OUTPUT. */
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
