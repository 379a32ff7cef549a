import { chmodSync, closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { temporaryBeside } from './temporary.ts';
import { cannotWrite } from './write-error.ts';

/**
 * A file on its way to its place: whoever reads the place finds the old file or the whole new one, also after a kill and on a full
 * disk. Not flushed to the disk: a power cut may lose the latest.
 */
export interface NewFile {
  /** Errors: OUTPUT, naming the place; what was written so far is removed, and the old file is as it was. */
  write(bytes: string | Uint8Array): void;
  /** Puts the file into its place. Errors: as `write`. */
  commit(): void;
  /** Removes what was written so far. */
  discard(): void;
}

/**
 * Opens a file that is to take a place. A link keeps standing, and what it names is replaced; a pipe or a device, which cannot be
 * replaced, is written directly. Errors: OUTPUT.
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
      // What went wrong first is what has to be told.
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

/** Replaces a file as a whole. Errors: OUTPUT, naming the file; the old one is left as it was. */
export function writeFileAtomically(place: string, text: string | Uint8Array): void {
  const file = openNewFile(place);
  file.write(text);
  file.commit();
}

/** The same without holding up the process. The caller sees to it that two writes of one file never cross. */
export async function replaceFile(place: string, text: string): Promise<void> {
  const temporary = temporaryBeside(place);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
    await rename(temporary, place);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cannotWrite(place, cause);
  }
}

interface Target {
  readonly path: string;
  readonly replaceable: boolean;
  /** The rights of the file that is there; null where there is none. */
  readonly mode: number | null;
}

function targetOf(place: string): Target {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return { path: place, replaceable: true, mode: null };
  if (!stats.isFile()) return { path: place, replaceable: stats.isDirectory(), mode: null };
  return { path: realpathSync(place), replaceable: true, mode: stats.mode };
}
