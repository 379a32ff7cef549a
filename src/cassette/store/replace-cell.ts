import { dirname, join } from 'node:path';
import type { RecordedTrial } from '../../domain/recording.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { cassettePath } from '../format/file-name.ts';
import type { CassetteMeta } from '../format/format.ts';
import { writeCassette } from '../format/write-format.ts';
import { isInTheWay } from './own-file.ts';

/**
 * Writes the whole cassette of a cell in place of any older file. Errors: OUTPUT; CASSETTE_FORMAT for the file of another cell.
 */
export function replaceCell(dir: string, meta: CassetteMeta, trials: readonly RecordedTrial[]): void {
  const file = join(dir, cassettePath(meta.scenario, meta.model));
  prepareFolder(dirname(file));
  isInTheWay(file, meta);
  writeFileAtomically(file, writeCassette({ ...meta, trials }));
}
