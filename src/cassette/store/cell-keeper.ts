import { join } from 'node:path';
import type { RecordedTrial } from '../../domain/recording.ts';
import { cellText, openContents, type CellContents } from './cell-contents.ts';
import type { CellWriterOptions } from './cell-writer.ts';
import { cassettePath } from '../format/file-name.ts';
import type { FileThread } from '../../files/file-thread.ts';

/** Keeps the recordings of one scenario × model while other trials go on. */
export interface CellKeeper {
  /**
   * Keeps a finished trial; `isLast` says that it completes the cell. Resolves when the trial is on the disk, or when it is noted,
   * where an older file has to stay until the cell is complete. Trials that wait for a write in progress share the next one.
   * Errors: OUTPUT; CASSETTE_FORMAT for a file that cannot be read.
   */
  save(trial: RecordedTrial, isLast: boolean): Promise<void>;
}

export function createCellKeeper(options: CellWriterOptions, files: FileThread): CellKeeper {
  const file = join(options.dir, cassettePath(options.scenario, options.model));
  const waiting: RecordedTrial[] = [];
  let contents: CellContents | null = null;
  let isComplete = false;
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  const write = async (before: Promise<void>): Promise<void> => {
    await before.catch(() => {});
    next = null;
    const trials = [...waiting];
    // What is saved from here on is in the next write.
    const completes = isComplete;
    let isWritten = false;
    if (contents === null) {
      // Most files are new, and are written without a look at the disk beforehand.
      isWritten = await files.create(file, cellText(trials, options));
      contents = openContents(file, options, isWritten);
    }
    for (const trial of waiting.splice(0, trials.length)) contents.add(trial);
    if (!isWritten && (completes || !contents.hasToStay)) await files.replace(file, contents.text());
  };
  return {
    save(trial, isLast) {
      waiting.push(trial);
      isComplete ||= isLast;
      if (next === null) {
        next = write(writing);
        writing = next;
      }
      return next;
    },
  };
}
