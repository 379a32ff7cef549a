import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { clearLeftLocks } from './file-lock.ts';
import { clearLeftovers } from './temporary.ts';
import { cannotWrite } from './write-error.ts';

/**
 * Makes a folder and its parents one by one, because the recursive `mkdirSync` never returns where a folder cannot be made, as
 * in `/proc`. Returns false where the folder was there.
 */
export function makeFolder(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return false;
  if (stats !== undefined) throw new Error(`${folder} is a file, expected a folder`);
  makeFolder(dirname(resolve(folder)));
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    // Another process may have made it in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Makes the folder, checks that it can be written, and removes the files that killed processes left in it. Errors: OUTPUT. */
export function prepareFolder(folder: string): void {
  try {
    // A new folder is empty, and its maker may write to it.
    if (makeFolder(folder)) return;
    accessSync(folder, constants.W_OK);
    const names = readdirSync(folder);
    clearLeftovers(folder, names);
    clearLeftLocks(folder, names);
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
}
