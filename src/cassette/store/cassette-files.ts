import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { byCodeUnits } from '../../text/code-units.ts';

/** Most levels of folders that are read, because a link may lead back up. */
const DEEPEST = 6;
const CASSETTE = /\.(?:json|part)$/;

/**
 * Every cassette, part and tape below the cassette folder, as relative paths with `/`, sorted by code units. Links are
 * followed, as in a replay. Each `<scenario>/<model>.json` counts; other JSON files count when their head names the format.
 */
export function* cassetteFiles(dir: string): Generator<string> {
  if (existsSync(dir)) yield* filesBelow(dir, '', 1);
}

function* filesBelow(dir: string, folder: string, depth: number): Generator<string> {
  for (const name of readdirSync(join(dir, folder)).sort(byCodeUnits)) {
    // An id or a model may begin with a dot. Other hidden files are those of tools, so only the head of a file makes it one of ours.
    const hidden = name.startsWith('.') || folder.startsWith('.');
    const path = folder === '' ? name : `${folder}/${name}`;
    const stats = statsOf(join(dir, path));
    if (stats?.isDirectory() === true) {
      // A scenario id never begins with `_`, so such folders hold files of other formats.
      if (depth < (hidden ? 2 : DEEPEST) && !(depth === 1 && name.startsWith('_')))
        yield* filesBelow(dir, path, depth + 1);
    } else if (CASSETTE.test(name) && ((depth === 2 && !hidden) || saysSo(join(dir, path)))) yield path;
  }
}

/** The stats of a file; null for a link that leads nowhere or to itself, which is reported when the file is read. */
function statsOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

function saysSo(file: string): boolean {
  try {
    return statSync(file).isFile() && readFileSync(file, 'utf8').includes('"tooltape.cassette/');
  } catch {
    return false;
  }
}

/** Folders of packages, whose files belong to others. */
const FOREIGN = new Set(['node_modules']);
/** Most levels of folders that are searched for tapes. */
const DEEPEST_TAPE = 16;
/** Bytes of a file in which its format and recorder stand. */
const HEAD_BYTES = 4096;

/**
 * The tapes of programs and tests anywhere below `root`, except below the cassette folder `except`: relative paths with `/`,
 * sorted by code units. Links to folders, hidden folders and folders of packages are left out.
 */
export function* tapeFiles(root: string, except: string): Generator<string> {
  yield* tapesBelow(root, '', resolve(root, except), DEEPEST_TAPE);
}

function* tapesBelow(root: string, folder: string, except: string, levels: number): Generator<string> {
  const dir = join(root, folder);
  if (levels === 0 || resolve(dir) === except) return;
  for (const entry of entriesOf(dir)) {
    if (entry.name.startsWith('.') || FOREIGN.has(entry.name)) continue;
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* tapesBelow(root, path, except, levels - 1);
    else if (entry.isFile() && CASSETTE.test(entry.name) && isTape(join(root, path))) yield path;
  }
}

/** The entries of a folder; `[]` for a folder that cannot be read. */
function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true }).sort((a, b) => byCodeUnits(a.name, b.name));
  } catch {
    return [];
  }
}

function isTape(file: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return false;
  }
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const text = head.toString('utf8', 0, readSync(descriptor, head));
    return text.includes('"tooltape.cassette/') && text.includes('"recordedBy"');
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}
