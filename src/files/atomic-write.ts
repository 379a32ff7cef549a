import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';
import { threadId } from 'node:worker_threads';
import { TooltapeError } from '../domain/errors.ts';

const TEMPORARY = /^\..+\.(\d+)-(\d+)\.tmp$/;

function temporaryName(file: string): string {
  return `.${basename(file)}.${pid}-${threadId}.tmp`;
}

/**
 * Replaces a file as a whole: whoever reads it finds the old or the new text, also after a kill. Synchronous, and with the thread
 * in the temporary name, so that two writes never cross. Not flushed to the disk: a power cut may lose the latest, which is then
 * recorded again.
 * Errors: OUTPUT, naming the file; the old one is left as it was.
 */
export function writeFileAtomically(file: string, text: string): void {
  const temporary = join(dirname(file), temporaryName(file));
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (cause) {
    removeQuietly(temporary);
    throw cannotWrite(file, cause);
  }
}

/** What went wrong first is what has to be told. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    return;
  }
}

/** Makes the folder, makes sure that it can be written, and takes away what killed processes left in it. Errors: OUTPUT. */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    clearFolder(folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
}

/** Writes a file that is not there yet, and the folder it is to be in; false where it is there. Errors: OUTPUT. */
export function createFile(file: string, text: string): boolean {
  const folder = dirname(file);
  let isNewFolder: boolean;
  try {
    isNewFolder = mkdirSync(folder, { recursive: true }) !== undefined;
    if (!isNewFolder) clearFolder(folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  if (!isNewFolder && existsSync(file)) return false;
  writeFileAtomically(file, text);
  return true;
}

function clearFolder(folder: string): void {
  accessSync(folder, constants.W_OK);
  for (const name of readdirSync(folder)) {
    if (isStale(name)) rmSync(join(folder, name), { force: true });
  }
}

/** Left behind by this very thread, which writes one file at a time, or by a process that is gone. */
function isStale(name: string): boolean {
  const [, owner, thread] = TEMPORARY.exec(name) ?? [];
  if (owner === undefined) return false;
  if (Number(owner) === pid) return Number(thread) === threadId;
  try {
    kill(Number(owner), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on the disk.',
  EDQUOT: 'Free some space: the quota is used up.',
  EACCES: 'Give yourself the right to write there, or choose another folder.',
  EPERM: 'Give yourself the right to write there, or choose another folder.',
  EROFS: 'The file system is read-only: choose another folder.',
  ENOTDIR: 'A file stands where a folder is needed: move it, or choose another folder.',
  EEXIST: 'A file stands where a folder is needed: move it, or choose another folder.',
  EISDIR: 'A folder stands where the file is to be: move it.',
};

function cannotWrite(file: string, cause: unknown): TooltapeError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const said = cause instanceof Error ? cause.message : String(cause);
  return new TooltapeError('OUTPUT', `${file}: it cannot be written: ${said}`, {
    remedy: REMEDIES[code] ?? 'See to the cause, then run again: what was recorded so far is kept.',
    cause,
  });
}
