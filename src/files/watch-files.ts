import { type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';

/** Watches files with the notifications of the operating system, without polling. */
export interface FileWatch {
  /**
   * Watches a folder and its subfolders to the given `depth`; the folder need not exist yet. Links to folders are followed.
   * Names that start with a dot, and `node_modules`, are left out.
   */
  folder(path: string, depth: number): void;
  /** Watches a file. It need not exist yet, and editors may replace it. */
  file(path: string): void;
  close(): void;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Tells folders apart, because another folder may appear at the same path. */
  readonly inode: number;
}

/** Systems that watch a whole tree with one handle. On other systems each folder has its own handle. */
const WHOLE_TREES: ReadonlySet<string> = new Set(['darwin', 'win32']);

/**
 * Returns a watch without files. It calls `onChange` with the absolute path of every file that was written, made, moved or
 * removed, once or more often. It calls `onTrouble` once, where the system allows no more watches.
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

  /** Waits until `path` exists, by watching its nearest existing folder. */
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
    // The path may have appeared before the watch started.
    if (isFolder(path)) again();
  };

  const tree = (dir: string, depth: number, links: readonly string[]): boolean => {
    if (trees.has(dir)) return true;
    const real = realOf(dir);
    // Following a link to one of its own parents would not end.
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
      // The folder itself was moved or removed, or the event is about a file of the same name in it.
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
      // Edits of a link's target cause events in the folder of the target.
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

/** The inode at a path; null where nothing exists. */
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
