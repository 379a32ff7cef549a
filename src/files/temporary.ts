import { rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isGone, thisOwner } from './owner.ts';

const TEMPORARY = /^\..+\.([0-9a-f]{8})-(\d+)-\d+\.tmp$/;
/** Characters of the file's own name; file systems allow 255 bytes a name. */
const SHOWN = 40;
/** Milliseconds after which a temporary file is left over, whoever made it: nothing is written that slowly. */
const FORGOTTEN = 24 * 3600 * 1000;

let made = 0;

/** A name beside the file that this process has not used before. No cassette ends in it, and `.gitignore` rules know it. */
export function temporaryBeside(file: string): string {
  const { machine, pid } = thisOwner();
  made += 1;
  return join(dirname(file), `.${basename(file).slice(0, SHOWN)}.${machine}-${pid}-${made}.tmp`);
}

/** Removes the temporary files of processes that have ended; `all` are the names in the folder. */
export function clearLeftovers(folder: string, all: readonly string[]): void {
  const names = all.filter((name) => TEMPORARY.test(name));
  if (names.length === 0) return;
  const { mtimeMs: now } = statSync(folder);
  for (const name of names) {
    const [, machine = '', pid = ''] = TEMPORARY.exec(name) ?? [];
    const file = join(folder, name);
    if (isGone({ machine, pid: Number(pid) }) || isForgotten(file, now)) rmSync(file, { force: true });
  }
}

/** `now` is when the folder last changed: by the clock of the file system, which all its users share. */
function isForgotten(file: string, now: number): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && now - stats.mtimeMs > FORGOTTEN;
}
