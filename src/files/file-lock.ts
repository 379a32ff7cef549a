import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isGone, thisOwner } from './owner.ts';
import { temporaryBeside } from './temporary.ts';
import { cannotWrite } from './write-error.ts';

/** Milliseconds between two updates of a held lock. */
const TOUCHED_EVERY = 2000;
/** Milliseconds without an update after which a lock counts as abandoned. */
const STALE_AFTER = 15_000;
/** Milliseconds between two checks of a lock that another process holds. */
const LOOKED_EVERY = 200;
/**
 * Milliseconds after which, of two processes that take over an abandoned lock at once, only one reads its own id in the file.
 */
const SETTLES_IN = 100;

/** Locks on files, for processes on any machines that share the folder. */
export interface FileLocks {
  /**
   * Waits until this holder has the lock at `path`. Resolves to false when the signal aborted. A lock that it already has
   * resolves at once. Errors: OUTPUT when the lock file cannot be written.
   */
  acquire(path: string): Promise<boolean>;
  release(path: string): void;
  releaseAll(): void;
}

export interface LockOptions {
  /** Unique id of this holder; never used again. */
  readonly id: string;
  /** Its abort ends waiting. */
  readonly signal: AbortSignal;
  /** Called once for each other holder that it waits for; `holder` is its process and host. */
  readonly onWait: (path: string, holder: string) => void;
}

/** Content of a lock file. */
interface Holder {
  readonly host: string;
  readonly machine: string;
  readonly pid: number;
  readonly id: string;
}

export function createFileLocks({ id, signal, onWait }: LockOptions): FileLocks {
  const { machine, pid } = thisOwner();
  const own = `${JSON.stringify({ host: hostname(), machine, pid, id } satisfies Holder)}\n`;
  const held = new Map<string, NodeJS.Timeout>();
  const told = new Set<string>();

  const hold = (path: string): true => {
    const timer = setInterval(() => touch(path, own), TOUCHED_EVERY);
    timer.unref();
    held.set(path, timer);
    return true;
  };
  const tell = (path: string, text: string): void => {
    if (told.has(text)) return;
    told.add(text);
    const holder = holderOf(text);
    onWait(path, holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`);
  };
  return {
    async acquire(path) {
      if (held.has(path)) return true;
      let seen = '';
      let lastTouch = 0;
      let idleMs = 0;
      while (!signal.aborted) {
        if (create(path, own)) return hold(path);
        const found = look(path);
        if (found === null) continue;
        if (found.text !== seen || found.touchedAt !== lastTouch) {
          idleMs = found.text === seen ? 0 : ageOf(path, found.touchedAt);
          [seen, lastTouch] = [found.text, found.touchedAt];
        }
        const holder = holderOf(found.text);
        if (idleMs >= STALE_AFTER || (holder !== null && isGone(holder))) {
          if (await takeOver(path, found.text, own)) return hold(path);
          continue;
        }
        tell(path, found.text);
        await sleep(LOOKED_EVERY, undefined, { signal }).catch(() => {});
        idleMs += LOOKED_EVERY;
      }
      return false;
    },
    release(path) {
      const timer = held.get(path);
      if (timer === undefined) return;
      clearInterval(timer);
      held.delete(path);
      if (look(path)?.text === own) rmSync(path, { force: true });
    },
    releaseAll() {
      for (const path of held.keys()) this.release(path);
    },
  };
}

/** Removes the locks of ended processes. No other code would remove a lock that no process waits for. */
export function clearLeftLocks(folder: string, names: readonly string[]): void {
  for (const name of names) {
    if (!name.endsWith('.lock')) continue;
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false })?.isFile() === true ? look(path) : null;
    const holder = found === null ? null : holderOf(found.text);
    // Another process may have just taken the lock over.
    if (holder !== null && isGone(holder) && look(path)?.text === found?.text) rmSync(path, { force: true });
  }
}

/** Creates the lock file. Returns false where it exists. */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(path, cause);
  }
}

/** Reads the lock file; null where it no longer exists. */
function look(path: string): { readonly text: string; readonly touchedAt: number } | null {
  try {
    return { touchedAt: statSync(path).mtimeMs, text: readFileSync(path, 'utf8') };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cannotWrite(path, cause);
  }
}

/** Milliseconds since the last update. It uses the clock of the file system, which all machines share. */
function ageOf(path: string, touchedAt: number): number {
  const probe = temporaryBeside(path);
  try {
    writeFileSync(probe, '', { flag: 'wx' });
    return statSync(probe).mtimeMs - touchedAt;
  } catch (cause) {
    throw cannotWrite(path, cause);
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Writes the lock file again where this holder still has it, so that the file system sets a new time. */
function touch(path: string, own: string): void {
  let handle: number | null = null;
  try {
    handle = openSync(path, 'r+');
    const text = Buffer.alloc(Buffer.byteLength(own) + 1);
    const read = readSync(handle, text, 0, text.length, 0);
    if (text.subarray(0, read).toString() === own) writeSync(handle, own, 0);
  } catch {
    // Another process may have taken the lock over while this one was suspended. On a full disk the next update tries again.
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Takes over the lock of an ended holder. Resolves to false where another process was first. */
async function takeOver(path: string, stale: string, own: string): Promise<boolean> {
  const temporary = temporaryBeside(path);
  try {
    writeFileSync(temporary, own, { flag: 'wx' });
    if (look(path)?.text !== stale) return false;
    renameSync(temporary, path);
  } catch (cause) {
    throw cannotWrite(path, cause);
  } finally {
    rmSync(temporary, { force: true });
  }
  await sleep(SETTLES_IN);
  return look(path)?.text === own;
}

/** The holder in the text of a lock file; null where the text names none. */
function holderOf(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const isWhole = typeof holder?.pid === 'number' && typeof holder.machine === 'string';
    return isWhole ? ({ host: 'another machine', id: '', ...holder } as Holder) : null;
  } catch {
    return null;
  }
}
