import { dirname, join } from 'node:path';
import { cassettePath } from '../../src/cassette/format/file-name.ts';
import { createFileWriter, type CellWriter, type FileOptions } from '../../src/cassette/store/cell-writer.ts';
import { prepareFolder } from '../../src/files/make-folder.ts';

export interface CellWriterOptions extends FileOptions {
  readonly dir: string;
}

/** A writer for the cassette of a scenario × model, whose folder it makes, as a run does. */
export function createCellWriter(options: CellWriterOptions): CellWriter {
  const file = join(options.dir, cassettePath(options.scenario, options.model));
  prepareFolder(dirname(file));
  return createFileWriter(file, options);
}
