import {
  accessSync,
  closeSync,
  constants,
  mkdir,
  mkdirSync,
  open,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { kill, pid } from 'node:process';
import { promisify } from 'node:util';
import { threadId } from 'node:worker_threads';
import { TooltapeError } from '../domain/errors.ts';

const TEMPORARY = /^\..+\.(\d+)-(\d+)\.tmp$/;

/** Temporary files of this thread that are being written in the background. */
const inFlight = new Set<string>();
const mkdirLater = promisify(mkdir);
const openLater = promisify(open);

function temporaryName(file: string): string {
  return `.${basename(file)}.${pid}-${threadId}.tmp`;
}

/**
 * Replaces a file as a whole: whoever reads it finds the old or the new text, also after a kill. Synchronous, so that
 * two writes of a process never cross. Not flushed to the disk: a power cut may lose the latest, which is then recorded again.
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

/**
 * The same while other work goes on: a file system may take longer to make a file than all the rest of a trial takes.
 * The caller sees to it that two writes of a file never cross.
 */
export async function writeFileInBackground(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), temporaryName(file));
  inFlight.add(temporary);
  try {
    const handle = await openLater(temporary, 'w');
    try {
      writeFileSync(handle, text);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (cause) {
    removeQuietly(temporary);
    throw cannotWrite(file, cause);
  } finally {
    inFlight.delete(temporary);
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

/** The same while other work goes on: making a folder can take longer than all the rest of a trial. */
export async function prepareFolderInBackground(folder: string): Promise<void> {
  try {
    const made = await mkdirLater(folder, { recursive: true });
    if (made === undefined) clearFolder(folder);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
}

function clearFolder(folder: string): void {
  accessSync(folder, constants.W_OK);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (isStale(name) && !inFlight.has(path)) rmSync(path, { force: true });
  }
}

/** Left behind by this very thread, which writes a file once at a time, or by a process that is gone. */
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
