import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFileWriter, type CellWriter } from '../../cassette/store/cell-writer.ts';
import { cassettePath, lockOf, partOf } from '../../cassette/format/file-name.ts';
import { openCassette, openCassetteFile, type Cassette } from '../../cassette/store/store.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { Mode, RecordedTrial } from '../../domain/recording.ts';
import type { FileLocks } from '../../files/file-lock.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Cell } from '../plan.ts';
import type { KeptTrials } from './kept-trials.ts';
import type { ScenarioRedaction } from './scenario-redaction.ts';

/** A scenario × model while its trials run. */
export interface OpenCell extends Cell {
  /** The recording from before this run; null where there is none. */
  readonly cassette: Cassette | null;
  /** The trials that an earlier `--record all` left in the part; null without a part, and with `--fresh`. */
  readonly part: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  readonly redaction: ScenarioRedaction;
  /**
   * Takes the lock of the cell, and waits for another run that holds it. Reads `cassette` and `part` again where the other run
   * has recorded something. Resolves with false when this run was stopped while it waited.
   */
  enter(): Promise<boolean>;
  /**
   * Saves a recorded trial. Resolves when it is on disk. With `all`, a trial that did not end (`isWhole` is false) stays in the
   * part and replaces no older recording.
   */
  save(trial: RecordedTrial, isWhole: boolean): Promise<void>;
  /** Counts a trial of the part as a trial of this run. */
  takeUp(trial: number): Promise<void>;
  /** Called when a trial has ended, with or without an error. Releases the lock after the last trial. */
  leave(): void;
  /** Releases the lock before the last trial. The next trial opens the cell again. */
  close(): void;
  /** Completes the cassette with the trials so far, because no further trial comes. */
  end(): Promise<void>;
}

export interface CellStore {
  readonly dir: string;
  readonly redactionOf: (scenario: Scenario) => ScenarioRedaction;
  readonly mode: Mode;
  /** True to ignore the part of an earlier `--record all`. */
  readonly fresh: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly kept: KeptTrials;
  /** Locks of cells; null in a replay, which takes none. */
  readonly locks: FileLocks | null;
}

/** Opens a cell. Callers open it for its first trial, so that thousands of cells are never open at once. */
export function openCell(cell: Cell, store: CellStore): OpenCell {
  const { scenario, model } = cell;
  const { dir, mode, fresh, kept, locks } = store;
  const redaction = store.redactionOf(scenario);
  const { keyer } = redaction;
  const path = cassettePath(scenario.id, model.name);
  const file = join(dir, path);
  const seen = mode === 'replay' ? '' : stateOf(file);
  const openPart = (): Cassette | null =>
    mode === 'all' && !fresh ? openCassetteFile(partOf(file), keyer, partOf(path)) : null;
  const before = openForReading(cell, keyer, store);
  const numbers = plannedTrials(cell, before);
  const done = new Set<number>();
  let left = numbers.length;
  let entered: Promise<boolean> | null = null;
  let writer: CellWriter | null = null;
  const open = (): CellWriter => {
    if (mode === 'replay') throw new Error('a replay records nothing');
    return (writer ??= createFileWriter(file, {
      scenario: scenario.id,
      model: model.name,
      gateway: model.gateway.name,
      source: 'live',
      now: store.now,
      mode,
      fresh,
    }));
  };
  const lock = async (): Promise<boolean> => {
    prepareFolder(dirname(file));
    if (locks !== null && !(await locks.acquire(lockOf(file)))) return false;
    if (stateOf(file) === seen) return true;
    own.cassette = openForReading(cell, keyer, store);
    own.part = openPart();
    return true;
  };
  const complete = async (trials: readonly number[]): Promise<void> => {
    const { unchanged } = await open().complete(trials);
    kept.completed(path, unchanged);
  };
  const release = (): void => {
    if (entered === null) return;
    entered = null;
    locks?.release(lockOf(file));
  };
  const finish = async (trial: number): Promise<void> => {
    done.add(trial);
    if (numbers.every((number) => done.has(number))) await complete(numbers);
  };
  // Plain fields, because V8 keeps an object with getters in memory until a full garbage collection.
  const own: OpenCell & { cassette: Cassette | null; part: Cassette | null } = {
    ...cell,
    numbers,
    redaction,
    cassette: before,
    part: openPart(),
    async enter() {
      return (entered ??= lock());
    },
    async save(trial, isWhole) {
      const to = open();
      await to.save(trial);
      kept.saved(path, to.isPart);
      if (isWhole) await finish(trial.trial);
    },
    async takeUp(trial) {
      kept.takenUp(path, own.part?.recordedAt.slice(0, 10) ?? '');
      await finish(trial);
    },
    leave() {
      left -= 1;
      if (left === 0) release();
    },
    close: release,
    async end() {
      if (done.size > 0 && done.size < numbers.length) await complete([...done]);
    },
  };
  return own;
}

/** A text that changes when the cassette or its part is written. */
function stateOf(file: string): string {
  const parts = [file, partOf(file)].map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? '-' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
  });
  return parts.join('\n');
}

/** Numbers of the trials of a cell: 1 to `trials`, or those that are recorded. */
export function plannedTrials(cell: Cell, cassette: Cassette | null = null): readonly number[] {
  if (cell.trials !== 'recorded') return Array.from({ length: cell.trials }, (_, i) => i + 1);
  return cassette === null || cassette.trials.length === 0 ? [1] : cassette.trials;
}

/**
 * The cassette of a cell; null where there is none. With `all` also null for an unreadable file, which is replaced. Errors:
 * CASSETTE_FORMAT; CASSETTE_NEWER, with `all` as well, because a file of a newer version is valid.
 */
function openForReading({ scenario, model }: Cell, keyer: Keyer, { dir, mode }: CellStore): Cassette | null {
  try {
    return openCassette(dir, scenario.id, model.name, keyer);
  } catch (error) {
    const isNewer = error instanceof TooltapeError && error.code === 'CASSETTE_NEWER';
    if (mode === 'all' && !isNewer) return null;
    throw error;
  }
}
