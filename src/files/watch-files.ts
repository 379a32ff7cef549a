import { type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** Tells of changed files by the system's notices, so that nobody has to look at them all. */
export interface FileWatch {
  /**
   * Watches a folder and folders below it, down to `depth` of them; it need not be there yet. Links to folders are followed. What
   * starts with a dot, and `node_modules`, is left out.
   */
  folder(path: string, depth: number): void;
  /** Watches a file, which need not be there yet, and which editors may replace. */
  file(path: string): void;
  close(): void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Folders are told apart by it: another one may take the place of a path. */
  readonly inode: number;
}

/** Systems that watch everything below a folder with one handle; elsewhere each folder has its own. */
const WHOLE_TREES: ReadonlySet<string> = new Set(['darwin', 'win32']);

/**
 * A watch without anything to watch. `onChange` is called with an absolute path for everything that was written, made, moved or
 * removed, once or more often; `onTrouble` once, where the system allows no further watches.
 */
export function watchFiles(onChange: (path: string) => void, onTrouble: (reason: string) => void): FileWatch {
  const trees = new Map<string, Watched>();
  const singles = new Map<string, { watched: Watched | null; readonly names: Set<string> }>();
  const waiting = new Map<string, FSWatcher>();
  let troubled = false;
  let closed = false;

  const start = (dir: string, onName: (name: string | null) => void, recursive = false): Watched | null => {
    try {
      const inode = statSync(dir).ino;
      const watcher = watch(dir, { recursive }, (_, name) => onName(name));
      watcher.on('error', () => onName(null));
      return { watcher, inode };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (!['ENOENT', 'ENOTDIR'].includes(code) && !troubled) {
        troubled = true;
        onTrouble(`${dir}: ${code === 'ENOSPC' ? 'the limit of the system (fs.inotify.max_user_watches)' : code}`);
      }
      return null;
    }
  };
  const isSame = (dir: string, watched: Watched): boolean => inodeOf(dir) === watched.inode;

  const stop = (dir: string): void => {
    for (const [path, { watcher }] of trees) {
      if (path !== dir && !path.startsWith(dir + sep)) continue;
      watcher.close();
      trees.delete(path);
    }
  };

  /** Waits until something appears where nothing is, by its nearest folder that is there. */
  const wait = (path: string, retry: () => void): void => {
    if (waiting.has(path) || closed) return;
    let above = dirname(path);
    while (!isFolder(above) && dirname(above) !== above) above = dirname(above);
    const again = (): void => {
      waiting.get(path)?.close();
      waiting.delete(path);
      retry();
    };
    const watched = start(above, again);
    if (watched !== null) waiting.set(path, watched.watcher);
    // It may have appeared before the watch stood.
    if (isFolder(path)) again();
  };

  const tree = (dir: string, depth: number, links: readonly string[]): boolean => {
    if (trees.has(dir)) return true;
    const real = realOf(dir);
    // A link to a folder that it lies in would go on without end.
    if (links.includes(real)) return true;
    const whole = WHOLE_TREES.has(process.platform) && depth > 0;
    const within = [...links, real];
    const watched = start(dir, (name) => entry(dir, name, depth, within), whole);
    if (watched === null) return false;
    trees.set(dir, watched);
    if (depth > 0 && !whole) for (const name of foldersIn(dir)) tree(join(dir, name), depth - 1, within);
    return true;
  };

  const entry = (dir: string, name: string | null, depth: number, links: readonly string[]): void => {
    if (closed) return;
    const watched = trees.get(dir);
    if (watched === undefined) return;
    if (name === null || name === basename(dir)) {
      // The folder itself was moved or removed, or a file in it has its name.
      if (!isSame(dir, watched)) {
        gone(dir);
        return;
      }
    }
    if (name === null) return onChange(dir);
    if (name.split(sep).some(isLeftOut)) return;
    const path = join(dir, name);
    const known = trees.get(path);
    if (known !== undefined && !isSame(path, known)) stop(path);
    if (depth > 0 && !trees.has(path) && isFolder(path)) tree(path, depth - 1, links);
    onChange(path);
  };

  const roots = new Map<string, number>();
  const gone = (dir: string): void => {
    stop(dir);
    onChange(dir);
    const depth = roots.get(dir);
    if (depth !== undefined) root(dir, depth);
  };
  const root = (dir: string, depth: number): void => {
    if (closed) return;
    if (isFolder(dir) && tree(dir, depth, [])) return;
    wait(dir, () => {
      root(dir, depth);
      onChange(dir);
    });
  };

  const single = (dir: string): void => {
    const of = singles.get(dir);
    if (of === undefined || closed) return;
    const told = (name: string | null): void => {
      if (closed) return;
      if (of.watched !== null && !isSame(dir, of.watched)) {
        of.watched.watcher.close();
        of.watched = null;
        single(dir);
        for (const each of of.names) onChange(join(dir, each));
      } else if (name !== null && of.names.has(name)) onChange(join(dir, name));
    };
    of.watched ??= start(dir, told);
    if (of.watched !== null) return;
    wait(dir, () => {
      single(dir);
      for (const name of of.names) onChange(join(dir, name));
    });
  };
  const file = (path: string): void => {
    const dir = dirname(path);
    const of = singles.get(dir) ?? { watched: null, names: new Set() };
    of.names.add(basename(path));
    singles.set(dir, of);
    if (of.watched === null) single(dir);
  };

  return {
    folder(path, depth) {
      const dir = resolve(path);
      roots.set(dir, depth);
      root(dir, depth);
    },
    file(path) {
      const full = resolve(path);
      file(full);
      // Edits of what a link names are seen where it lies.
      const real = realOf(full);
      if (real !== full) file(real);
    },
    close() {
      closed = true;
      for (const { watcher } of trees.values()) watcher.close();
      for (const { watched } of singles.values()) watched?.watcher.close();
      for (const watcher of waiting.values()) watcher.close();
    },
  };
}

const isLeftOut = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((found) => found.isDirectory() || (found.isSymbolicLink() && isFolder(join(dir, found.name))))
      .map(({ name }) => name)
      .filter((name) => !isLeftOut(name));
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Null where nothing is. */
function inodeOf(path: string): number | null {
  try {
    return statSync(path).ino;
  } catch {
    return null;
  }
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
