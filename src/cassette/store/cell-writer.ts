import { dirname, join } from 'node:path';
import type { RecordedTrial } from '../../domain/recording.ts';
import { prepareFolder, writeFileAtomically } from '../../files/atomic-write.ts';
import { openContents, type CellOptions } from './cell-contents.ts';
import { cassettePath } from '../format/file-name.ts';

/** Writes the recordings of one scenario × model. */
export interface CellWriter {
  /** Relative to the cassette folder, with `/`. */
  readonly path: string;
  /** Keeps a finished trial, instead of the one of the same number. On the disk when it returns, unless an older file has to stay until `complete`. */
  saveTrial(trial: RecordedTrial): void;
  /** Every trial of the cell is saved: in mode `all` the new recordings take the place of the old file. */
  complete(): void;
}

export interface CellWriterOptions extends CellOptions {
  readonly dir: string;
}

/** Errors: OUTPUT when the folder cannot be made or written, before anything is recorded; CASSETTE_FORMAT for an unreadable file. */
export function createCellWriter(options: CellWriterOptions): CellWriter {
  const path = cassettePath(options.scenario, options.model);
  return createFileWriter(join(options.dir, path), path, options);
}

/** The same for a file that is named freely. */
export function createFileWriter(file: string, path: string, options: CellOptions): CellWriter {
  prepareFolder(dirname(file));
  const contents = openContents(file, options);
  let saved = false;
  return {
    path,
    saveTrial(trial) {
      saved = true;
      contents.add(trial);
      if (!contents.hasToStay) writeFileAtomically(file, contents.text());
    },
    complete() {
      if (saved && contents.hasToStay) writeFileAtomically(file, contents.text());
    },
  };
}
