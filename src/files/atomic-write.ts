import { chmodSync, closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { temporaryBeside } from './temporary.ts';
import { cannotWrite } from './write-error.ts';

/**
 * A file that is written under a temporary name and then renamed. Readers find the old file or the whole new one, even after a
 * kill or with a full disk. It is not flushed to the disk, so a power cut may lose it.
 */
export interface NewFile {
  /** Appends bytes. Errors: OUTPUT, naming the file; the temporary file is removed and the old file stays. */
  write(bytes: string | Uint8Array): void;
  /** Renames the temporary file to its final name. Errors: as `write`. */
  commit(): void;
  /** Removes the temporary file. */
  discard(): void;
}

/**
 * Opens a file that will replace the one at `place`. Where `place` is a link, the target of the link is replaced. A pipe or a
 * device cannot be replaced and is written directly. Errors: OUTPUT.
 */
export function openNewFile(place: string): NewFile {
  const target = targetOf(place);
  const temporary = target.replaceable ? temporaryBeside(target.path) : null;
  const guard = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      discard();
      throw cannotWrite(place, cause);
    }
  };
  let handle: number | null = null;
  const close = (): void => {
    if (handle !== null) closeSync(handle);
    handle = null;
  };
  const discard = (): void => {
    try {
      close();
      if (temporary !== null) rmSync(temporary, { force: true });
    } catch {
      // The first error is the one to report.
    }
  };
  handle = guard(() => openSync(temporary ?? target.path, temporary === null ? 'w' : 'wx'));
  return {
    write: (bytes) =>
      guard(() => {
        const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
        for (let at = 0; at < all.length;) at += writeSync(handle as number, all, at);
      }),
    commit: () =>
      guard(() => {
        close();
        if (temporary === null) return;
        if (target.mode !== null) chmodSync(temporary, target.mode);
        renameSync(temporary, target.path);
      }),
    discard,
  };
}

/** Replaces a whole file. Errors: OUTPUT, naming the file; the old file stays. */
export function writeFileAtomically(place: string, text: string | Uint8Array): void {
  const file = openNewFile(place);
  file.write(text);
  file.commit();
}

interface Target {
  readonly path: string;
  readonly replaceable: boolean;
  /** Mode of the existing file; null where there is none. */
  readonly mode: number | null;
}

function targetOf(place: string): Target {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return { path: place, replaceable: true, mode: null };
  if (!stats.isFile()) return { path: place, replaceable: stats.isDirectory(), mode: null };
  return { path: realpathSync(place), replaceable: true, mode: stats.mode };
}
