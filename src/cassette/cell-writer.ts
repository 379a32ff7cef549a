import { dirname, join } from 'node:path';
import { TooltapeError } from '../domain/errors.ts';
import type { RecordedTrial } from '../domain/recording.ts';
import { prepareFolder, writeFileAtomically } from './atomic-write.ts';
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
  const { scenario, model, gateway, source, now, mode } = options;
  prepareFolder(dirname(file));
  const read = (): CassetteFile | null => {
    const cassette = readCassetteFile(file);
    if (cassette !== null && !belongsTo(cassette, scenario, model, file)) throw sharedName(file, cassette, options);
    return cassette;
  };
  const older = mode === 'all' ? stands(file, options) : read() !== null;
  /** In mode `all`: the new recordings. */
  const fresh = new Map<number, RecordedTrial>();
  let changed = false;

  const write = (trials: Iterable<RecordedTrial>): void => {
    const meta: CassetteMeta = { scenario, model, gateway, source, recordedAt: now() };
    writeFileAtomically(file, writeCassette({ ...meta, trials: [...trials] }));
  };
  return {
    path,
    saveTrial(trial) {
      if (mode === 'missing') {
        // Read anew each time: another process may have added its trials.
        const kept = trialsOf(read(), file).filter((known) => known.trial !== trial.trial);
        return write([...kept, trial]);
      }
      fresh.set(trial.trial, trial);
      changed = true;
      if (!older) write(fresh.values());
    },
    complete() {
      if (mode === 'all' && older && changed) write(fresh.values());
    },
  };
}

/** Whether a file has to stay until the new one is complete: also one that cannot be read, or that was another cell's. */
function stands(file: string, options: Omit<CellWriterOptions, 'dir'>): boolean {
  let cassette: CassetteFile | null;
  try {
    cassette = readCassetteFile(file);
  } catch (error) {
    if (error instanceof TooltapeError) return true;
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
