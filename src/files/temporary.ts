import { rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isGone, thisOwner } from './owner.ts';

const TEMPORARY = /^\..+\.([0-9a-f]{8})-(\d+)-\d+\.tmp$/;
/** Characters of the final file name in the temporary name. File systems allow 255 bytes for a name. */
const SHOWN = 40;
/** Milliseconds after which a temporary file of any process counts as abandoned, because no write takes that long. */
const FORGOTTEN = 24 * 3600 * 1000;

let made = 0;

/**
 * Returns a name in the folder of the file that this process has not used before. Its ending is no cassette's, and `.gitignore`
 * rules cover it.
 */
export function temporaryBeside(file: string): string {
  const { machine, pid } = thisOwner();
  made += 1;
  return join(dirname(file), `.${basename(file).slice(0, SHOWN)}.${machine}-${pid}-${made}.tmp`);
}

/** Removes the temporary files of ended processes; `all` are the names in the folder. */
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

/**
 * True for a temporary file older than `FORGOTTEN`. `now` is the time of the last change in the folder, by the clock of the
 * file system, which all machines share.
 */
function isForgotten(file: string, now: number): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && now - stats.mtimeMs > FORGOTTEN;
}
