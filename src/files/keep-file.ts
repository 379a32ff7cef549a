import { closeSync, linkSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { openNewFile } from './atomic-write.ts';
import { prepareFolder } from './make-folder.ts';
import { cannotWrite } from './write-error.ts';

/** Bytes that are copied at once. */
const COPIED = 1024 * 1024;

/**
 * Gives a file a second place that stays when the first is replaced: a hard link, which takes no space, or a copy where the file
 * system has no links. False where the place is taken. Errors: OUTPUT.
 */
export function keepFile(from: string, to: string): boolean {
  prepareFolder(dirname(to));
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw cannotWrite(to, cause);
  }
  copyFile(from, to);
  return true;
}

/** What systems answer where a hard link cannot be made. */
const NO_LINKS: ReadonlySet<string> = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EXDEV',
  'EMLINK',
  'EACCES',
]);

/** Copies a file as a whole: the place holds the old file or the new one. Errors: OUTPUT. */
export function copyFile(from: string, to: string): void {
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
