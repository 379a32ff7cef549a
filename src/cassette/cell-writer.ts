import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { RecordedTrial } from '../domain/recording.ts';
import {
  prepareFolder,
  prepareFolderInBackground,
  writeFileAtomically,
  writeFileInBackground,
} from './atomic-write.ts';
import { cassettePath } from './file-name.ts';
import type { CassetteFile, CassetteMeta } from './format.ts';
import { decodeInteraction, readCassetteFile } from './read-format.ts';
import { belongsTo, differOnlyInCase } from './belongs-to.ts';
import { writeCassette } from './write-format.ts';

/** Writes the recordings of one scenario × model. */
export interface CellWriter {
  /** Relative to the cassette folder, with `/`. */
  readonly path: string;
  /** Keeps a finished trial, instead of the one of the same number. On the disk when it returns, unless an older file has to stay until `complete`. */
  saveTrial(trial: RecordedTrial): void;
  /** Every trial of the cell is saved: in mode `all` the new recordings take the place of the old file. */
  complete(): void;
  /**
   * `saveTrial`, and `complete` with the last, while other trials go on. Resolves when the trial is on the disk: trials that wait
   * for a write in progress share the next one.
   */
  saveInBackground(trial: RecordedTrial, isLast: boolean): Promise<void>;
}

export interface CellWriterOptions {
  readonly dir: string;
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** The time, as ISO 8601, asked for at each write. */
  readonly now: () => string;
  /** `missing` adds to what the file holds; `all` starts anew, and leaves an older file alone until `complete`. */
  readonly mode: 'missing' | 'all';
}

/** Errors: OUTPUT when the folder cannot be made or written, before anything is recorded; CASSETTE_FORMAT for an unreadable file. */
export function createCellWriter(options: CellWriterOptions): CellWriter {
  const path = cassettePath(options.scenario, options.model);
  return createFileWriter(join(options.dir, path), path, options);
}

/** The same for a file that is named freely. */
export function createFileWriter(file: string, path: string, options: Omit<CellWriterOptions, 'dir'>): CellWriter {
  prepareFolder(dirname(file));
  return writerOf(file, path, options);
}

/** The same while other work goes on. */
export async function createCellWriterInBackground(options: CellWriterOptions): Promise<CellWriter> {
  const path = cassettePath(options.scenario, options.model);
  const file = join(options.dir, path);
  await prepareFolderInBackground(dirname(file));
  return writerOf(file, path, options);
}

function writerOf(file: string, path: string, options: Omit<CellWriterOptions, 'dir'>): CellWriter {
  const { scenario, model, gateway, source, now, mode } = options;
  const read = (): CassetteFile | null => {
    const cassette = readCassetteFile(file);
    if (cassette !== null && !belongsTo(cassette, scenario, model, file)) throw sharedName(file, cassette, options);
    return cassette;
  };
  const older = existsSync(file) && (mode === 'all' ? stands(file, options) : read() !== null);
  /** In mode `all` every new recording, else those that are still to be written. */
  const fresh = new Map<number, RecordedTrial>();

  /** What the file is to hold now. */
  const newText = (): string => {
    const meta: CassetteMeta = { scenario, model, gateway, source, recordedAt: now() };
    const trials = [...fresh.values()];
    if (mode === 'all') return writeCassette({ ...meta, trials });
    // Read anew each time: another process may have added its trials.
    const kept = trialsOf(read(), file).filter((known) => !fresh.has(known.trial));
    fresh.clear();
    return writeCassette({ ...meta, trials: [...kept, ...trials] });
  };
  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const writeNext = async (before: Promise<void>): Promise<void> => {
    await before.catch(() => {});
    next = null;
    await writeFileInBackground(file, newText());
  };
  return {
    path,
    saveTrial(trial) {
      fresh.set(trial.trial, trial);
      if (mode === 'missing' || !older) writeFileAtomically(file, newText());
    },
    complete() {
      if (mode === 'all' && older && fresh.size > 0) writeFileAtomically(file, newText());
    },
    saveInBackground(trial, isLast) {
      fresh.set(trial.trial, trial);
      if (mode === 'all' && older && !isLast) return Promise.resolve();
      if (next === null) {
        next = writeNext(writing);
        writing = next;
      }
      return next;
    },
  };
}

/** Whether a file has to stay until the new one is complete: also one that cannot be read, or that was another cell's. */
function stands(file: string, options: Omit<CellWriterOptions, 'dir'>): boolean {
  let cassette: CassetteFile | null;
  try {
    cassette = readCassetteFile(file);
  } catch (error) {
    if (error instanceof TooltapeError && error.code !== 'CASSETTE_NEWER') return true;
    throw error;
  }
  if (cassette !== null && differOnlyInCase(cassette, options)) throw sharedName(file, cassette, options);
  return cassette !== null;
}

function sharedName(
  file: string,
  found: CassetteMeta,
  { scenario, model }: Omit<CellWriterOptions, 'dir'>,
): TooltapeError {
  return new TooltapeError(
    'CASSETTE_FORMAT',
    `${file}: it holds the recordings of ${found.scenario} × ${found.model}`,
    {
      remedy: `Rename one of the two: this file system takes ${scenario} × ${model} for the same name.`,
    },
  );
}

function trialsOf(cassette: CassetteFile | null, file: string): RecordedTrial[] {
  if (cassette === null) return [];
  return cassette.trials.map((stored) => ({
    trial: stored.trial,
    interactions: stored.interactions.map((_, i) => decodeInteraction(cassette, stored, i, file)),
  }));
}
