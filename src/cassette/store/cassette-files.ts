import { existsSync, readdirSync, readFileSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnits } from '../../text/code-units.ts';

/** Levels of folders that are read: a link may lead back up and never end. */
const DEEPEST = 6;
const CASSETTE = /\.(?:json|part)$/;

/**
 * Every cassette, part and tape below the cassette folder: relative paths with `/`, in order by code units. Links are followed, as a
 * replay follows them. `<scenario>/<model>.json` is always one; elsewhere, where programs of the user keep tapes, JSON files that say
 * so are.
 */
export function* cassetteFiles(dir: string): Generator<string> {
  if (existsSync(dir)) yield* filesBelow(dir, '', 1);
}

function* filesBelow(dir: string, folder: string, depth: number): Generator<string> {
  for (const name of readdirSync(join(dir, folder)).sort(byCodeUnits)) {
    if (name.startsWith('.')) continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    const stats = statsOf(join(dir, path));
    if (stats?.isDirectory() === true) {
      // Names of scenarios never begin with `_`: such folders hold files of other formats.
      if (depth < DEEPEST && !(depth === 1 && name.startsWith('_'))) yield* filesBelow(dir, path, depth + 1);
    } else if (CASSETTE.test(name) && (depth === 2 || saysSo(join(dir, path)))) yield path;
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
