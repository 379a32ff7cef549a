import { existsSync } from 'node:fs';
import { TooltapeError } from '../../domain/errors.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import { belongsTo, differOnlyInCase } from '../format/belongs-to.ts';
import type { CassetteFile, CassetteMeta } from '../format/format.ts';
import { decodeInteraction, readCassetteFile } from '../format/read-format.ts';
import { writeCassette } from '../format/write-format.ts';

export interface CellOptions {
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** The time, as ISO 8601, asked for at each write. */
  readonly now: () => string;
  /** `missing` adds to what the file holds; `all` starts anew, and leaves an older file alone until the cell is complete. */
  readonly mode: 'missing' | 'all';
}

/** What the file of a scenario × model is to hold, while its trials are recorded. */
export interface CellContents {
  /** An older file has to stay until the cell is complete. */
  readonly hasToStay: boolean;
  /** Adds a finished trial, instead of the one of the same number. */
  add(trial: RecordedTrial): void;
  /** The file as it is to be written now. Errors: CASSETTE_FORMAT. */
  text(): string;
}

/**
 * `isNew`: the file was made by the caller, so that nothing older can be in it.
 * Errors: CASSETTE_FORMAT for a file that cannot be read, or that is another cell's.
 */
export function openContents(file: string, options: CellOptions, isNew: boolean = false): CellContents {
  const { mode, scenario, model } = options;
  const read = (): CassetteFile | null => {
    const cassette = readCassetteFile(file);
    if (cassette !== null && !belongsTo(cassette, scenario, model, file)) throw sharedName(file, cassette, options);
    return cassette;
  };
  const isOlder = !isNew && existsSync(file) && (mode === 'all' ? stands(file, options) : read() !== null);
  /** Every trial that was recorded now. */
  const fresh = new Map<number, RecordedTrial>();
  return {
    hasToStay: mode === 'all' && isOlder,
    add: (trial) => void fresh.set(trial.trial, trial),
    text() {
      const trials = [...fresh.values()];
      if (mode === 'all') return cellText(trials, options);
      // Read anew each time: another process may have added its trials.
      const kept = trialsOf(read(), file).filter((known) => !fresh.has(known.trial));
      return cellText([...kept, ...trials], options);
    },
  };
}

/** A cassette that holds these trials. */
export function cellText(trials: readonly RecordedTrial[], options: CellOptions): string {
  const { scenario, model, gateway, source, now } = options;
  return writeCassette({ scenario, model, gateway, source, recordedAt: now(), trials });
}

/** Whether a file has to stay until the new one is complete: also one that cannot be read, or that was another cell's. */
function stands(file: string, options: CellOptions): boolean {
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

function sharedName(file: string, found: CassetteMeta, { scenario, model }: CellOptions): TooltapeError {
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
