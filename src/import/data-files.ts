import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import { findJsonFault } from '../json/json-fault.ts';
import type { Json } from '../json/json.ts';
import { byCodeUnits } from '../text/code-units.ts';
import { unreadableFile } from './unreadable.ts';

/** The text of a file. Errors: IMPORT. */
export function readDataFile(file: string): string {
  return attempt(file, () => readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
}

/** The value of a JSON file, and its text. Errors: IMPORT with the line of the fault. */
export function readJsonFile(file: string): { readonly text: string; readonly value: Json } {
  const text = readDataFile(file);
  try {
    return { text, value: JSON.parse(text) as Json };
  } catch (cause) {
    const fault = findJsonFault(text);
    const place = fault === null ? file : `${file}:${text.slice(0, fault.offset).split('\n').length}`;
    throw new TooltapeError('IMPORT', `${place}: the file is no JSON: ${fault?.message ?? String(cause)}`, {
      remedy: 'Take the file anew from where the data comes from.',
      cause,
    });
  }
}

/** True where the path is a folder. Errors: IMPORT where the system does not let us look. */
export function isFolder(path: string): boolean {
  return attempt(path, () => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
}

/**
 * The paths of everything in a folder of data, sorted by code units. `remedy` says which folder is wanted. Errors: IMPORT where
 * there is no such folder, and where it cannot be read.
 */
export function pathsIn(folder: string, remedy: string): readonly string[] {
  const stats = attempt(folder, () => statSync(folder, { throwIfNoEntry: false }));
  if (stats === undefined) throw new TooltapeError('IMPORT', `${folder}: there is no such folder`, { remedy });
  if (!stats.isDirectory()) {
    throw new TooltapeError('IMPORT', `${folder}: it is a file, expected a folder`, { remedy });
  }
  const names = attempt(folder, () => readdirSync(folder));
  return names.toSorted(byCodeUnits).map((name) => join(folder, name));
}

function attempt<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw unreadableFile(path, cause) ?? cause;
  }
}
