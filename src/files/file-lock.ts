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

/** Milliseconds between two touches of a lock that is held. */
const TOUCHED_EVERY = 2000;
/** Milliseconds without a touch after which a lock is left over. */
const STALE_AFTER = 15_000;
/** Milliseconds between two looks at a lock of another process. */
const LOOKED_EVERY = 200;
/** Milliseconds after which of two processes that take a stale lock over at once only one still finds itself in it. */
const SETTLES_IN = 100;

/** Locks on files, which processes on several machines share. */
export interface FileLocks {
  /**
   * Waits until the lock at this path is held; false when waiting was ended by the signal. A lock that is held already is held at once.
   * Errors: OUTPUT when the lock file cannot be written.
   */
  acquire(path: string): Promise<boolean>;
  release(path: string): void;
  releaseAll(): void;
}

export interface LockOptions {
  /** Tells this holder from all others; never used again. */
  readonly id: string;
  /** Ends waiting. */
  readonly signal: AbortSignal;
  /** Called once for each other holder that is waited for; `holder`: its process and host. */
  readonly onWait: (path: string, holder: string) => void;
}

/** What stands in a lock file. */
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

/** Removes the locks of processes that have ended: nobody would wait for them, and they would lie there for ever. */
export function clearLeftLocks(folder: string, names: readonly string[]): void {
  for (const name of names) {
    if (!name.endsWith('.lock')) continue;
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false })?.isFile() === true ? look(path) : null;
    const holder = found === null ? null : holderOf(found.text);
    // Another process may have taken it over a moment ago.
    if (holder !== null && isGone(holder) && look(path)?.text === found?.text) rmSync(path, { force: true });
  }
}

/** False where the lock exists. */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(path, cause);
  }
}

/** Null where there is no lock any more. */
function look(path: string): { readonly text: string; readonly touchedAt: number } | null {
  try {
    return { touchedAt: statSync(path).mtimeMs, text: readFileSync(path, 'utf8') };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cannotWrite(path, cause);
  }
}

/** Milliseconds since a touch, by the clock of the file system, which all its users share. */
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

/** Writes the lock anew where it is still our own: that is its touch, by the clock of the file system. */
function touch(path: string, own: string): void {
  let handle: number | null = null;
  try {
    handle = openSync(path, 'r+');
    const text = Buffer.alloc(Buffer.byteLength(own) + 1);
    const read = readSync(handle, text, 0, text.length, 0);
    if (text.subarray(0, read).toString() === own) writeSync(handle, own, 0);
  } catch {
    // A lock that was taken over while this process stood still is another's; one on a full disk is touched again soon.
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** Puts this holder into the place of one that is gone; false where another process did so first. */
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

/** Null for a text that names no process. */
function holderOf(text: string): Holder | null {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    const isWhole = typeof holder?.pid === 'number' && typeof holder.machine === 'string';
    return isWhole ? ({ host: 'another machine', id: '', ...holder } as Holder) : null;
  } catch {
    return null;
  }
}
