import { existsSync, renameSync, rmSync } from 'node:fs';
import { TooltapeError } from '../../domain/errors.ts';
import type { RecordedTrial, RecordingMode } from '../../domain/recording.ts';
import { writeFileAtomically } from '../../files/atomic-write.ts';
import { cannotWrite } from '../../files/write-error.ts';
import { partOf } from '../format/file-name.ts';
import { writeCassette } from '../format/write-format.ts';
import { isInTheWay, readOwnFile } from './own-file.ts';
import { sameMeaning } from './same-meaning.ts';
import { trialsOf } from './trials-of.ts';

export interface FileOptions {
  readonly scenario: string;
  readonly model: string;
  readonly gateway: string;
  readonly source: 'live' | 'import';
  /** Milliseconds since 1970. Called at each write. */
  readonly now: () => number;
  /**
   * `missing` adds trials to the file. `all` starts anew: beside an older file, trials go into a part, which replaces the file
   * once it is complete.
   */
  readonly mode: RecordingMode;
  /** Function that records, `attachCassette`, so that `prune` keeps the file. Absent for a run of a scenario. */
  readonly recordedBy?: string;
  /** With `all`: true drops the trials of an earlier part. */
  readonly fresh?: boolean;
}

/**
 * Writes the recordings of one scenario × model while its trials run. The caller holds the lock of the file, so a file has one
 * writer.
 */
export interface CellWriter {
  /** The path that trials are written to: the cassette, or the part beside it. */
  readonly file: string;
  readonly isPart: boolean;
  /** Numbers of the trials that the file or part holds. */
  readonly trials: readonly number[];
  /**
   * Adds a finished trial, in place of the one with its number, and resolves when it is on the disk. Trials that are saved at once
   * are written together. Errors: OUTPUT.
   */
  save(trial: RecordedTrial): Promise<void>;
  /**
   * Ends the recording with these trials: the part replaces the old file. Other trials stay in the part. A trial that means the
   * same as in the old file is kept from the old file, so that a diff shows only changes. Returns the number of these. Errors:
   * OUTPUT.
   */
  complete(numbers: readonly number[]): Promise<{ readonly unchanged: number }>;
}

/** A writer of a cassette file of any name, in a folder that is prepared. Errors: CASSETTE_FORMAT for an unreadable file. */
export function createFileWriter(file: string, options: FileOptions): CellWriter {
  const part = partOf(file);
  const goesOn = options.mode === 'all' && options.fresh !== true && existsSync(part);
  const isPart = options.mode === 'all' && (isInTheWay(file, options) || goesOn);
  const place = isPart ? part : file;
  const older = options.mode === 'missing' || goesOn ? readOwnFile(place, options) : null;
  const kept = new Map(older === null ? [] : trialsOf(older, place).map((trial) => [trial.trial, trial]));
  /** The write of the trials that were saved at once. */
  let pending: Promise<void> | null = null;

  const textOf = (trials: readonly RecordedTrial[]): string => {
    const { scenario, model, gateway, source, now, recordedBy } = options;
    const by = recordedBy === undefined ? {} : { recordedBy };
    return writeCassette({
      scenario,
      model,
      gateway,
      source,
      recordedAt: new Date(now()).toISOString(),
      ...by,
      trials,
    });
  };
  const write = async (): Promise<void> => {
    // Trials that are saved in the same moment come first.
    await Promise.resolve();
    pending = null;
    writeFileAtomically(place, textOf([...kept.values()]));
    if (options.mode === 'all' && options.fresh === true && !isPart) rmSync(part, { force: true });
  };
  return {
    file: place,
    isPart,
    get trials() {
      return [...kept.keys()];
    },
    save(trial) {
      kept.set(trial.trial, trial);
      return (pending ??= write());
    },
    async complete(numbers) {
      await pending;
      if (!isPart || !existsSync(place)) return { unchanged: 0 };
      const wanted = new Set(numbers);
      const recorded = [...kept.values()].filter(({ trial }) => wanted.has(trial));
      const others = [...kept.values()].filter(({ trial }) => !wanted.has(trial));
      const before = olderTrials(file, options);
      const finished = recorded.map((trial) => {
        const older = before.get(trial.trial);
        return older !== undefined && sameMeaning(older, trial) ? older : trial;
      });
      const unchanged = finished.filter((trial) => before.get(trial.trial) === trial).length;
      if (unchanged < Math.max(finished.length, before.size)) {
        if (others.length === 0) {
          if (unchanged > 0) writeFileAtomically(place, textOf(finished));
          moveTo(place, file);
          return { unchanged };
        }
        writeFileAtomically(file, textOf(finished));
      }
      if (others.length > 0) writeFileAtomically(place, textOf(others));
      else rmSync(place, { force: true });
      return { unchanged };
    },
  };
}

function moveTo(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (cause) {
    throw cannotWrite(to, cause);
  }
}

/** The trials of the old file, by number; empty where the file cannot be read or belongs to another cell. */
function olderTrials(file: string, options: FileOptions): ReadonlyMap<number, RecordedTrial> {
  try {
    const older = readOwnFile(file, options);
    return new Map(older === null ? [] : trialsOf(older, file).map((trial) => [trial.trial, trial]));
  } catch (error) {
    if (error instanceof TooltapeError) return new Map();
    throw error;
  }
}
