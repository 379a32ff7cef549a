import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { TooltapeError } from '../../domain/errors.ts';
import { belongsTo, differOnlyInCase } from '../format/belongs-to.ts';
import type { CassetteFile, CassetteMeta } from '../format/format.ts';
import { readCassetteFile } from '../format/read-format.ts';

/** A scenario × model. */
export type CellName = Pick<CassetteMeta, 'scenario' | 'model'>;

/**
 * Reads the cassette of a cell, to add trials to it; null where there is none. Errors: CASSETTE_FORMAT for a file that cannot
 * be read, or belongs to another cell.
 */
export function readOwnFile(file: string, cell: CellName): CassetteFile | null {
  const cassette = readCassetteFile(file);
  if (cassette !== null && !belongsTo(cassette, cell.scenario, cell.model, file))
    throw sharedName(file, cassette, cell);
  return cassette;
}

/**
 * True when recording a cell anew replaces a file, even one that cannot be read. Errors: CASSETTE_NEWER for a file of a newer
 * version, which is valid and must stay; CASSETTE_FORMAT for the file of another cell.
 */
export function isInTheWay(file: string, cell: CellName): boolean {
  let cassette: CassetteFile | null;
  try {
    cassette = readCassetteFile(file);
  } catch (error) {
    if (error instanceof TooltapeError && error.code !== 'CASSETTE_NEWER') return true;
    throw error;
  }
  if (cassette !== null && differOnlyInCase(cassette, cell)) throw sharedName(file, cassette, cell);
  return cassette !== null;
}

/** How much of a file is looked at: a cassette says what it is at its beginning. */
const LOOKED_AT = 1000;

/**
 * Checks that recording anew would replace a cassette, or nothing: a name that somebody chose may be that of another file. `path` names
 * it. Errors: CASSETTE_FORMAT.
 */
export function expectCassetteOrNothing(file: string, path: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size === 0) return;
  const start = Buffer.alloc(LOOKED_AT);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start);
  } finally {
    closeSync(descriptor);
  }
  if (start.includes('tooltape.cassette/')) return;
  throw new TooltapeError('CASSETTE_FORMAT', `${path}: it is no cassette, and recording anew would replace it`, {
    remedy: 'Name another file, or delete this one first.',
  });
}

function sharedName(file: string, found: CellName, { scenario, model }: CellName): TooltapeError {
  return new TooltapeError(
    'CASSETTE_FORMAT',
    `${file}: it holds the recordings of ${found.scenario} × ${found.model}`,
    { remedy: `Rename one of the two: this file system takes ${scenario} × ${model} for the same name.` },
  );
}
