import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCellWriter, type CellWriter } from '../../cassette/store/cell-writer.ts';
import { cassettePath, lockOf, partOf } from '../../cassette/format/file-name.ts';
import { openCassette, openCassetteFile, type Cassette } from '../../cassette/store/store.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import type { FileLocks } from '../../files/file-lock.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import type { Scenario } from '../../domain/scenario.ts';
import type { Cell } from '../plan.ts';
import type { KeptTrials } from './kept-trials.ts';
import type { ScenarioRedaction } from './scenario-redaction.ts';
import type { Mode } from './settings.ts';

/** A scenario × model while its trials run. */
export interface OpenCell extends Cell {
  /** The recording from before this run; null without one. */
  readonly cassette: Cassette | null;
  /** The trials that an earlier `--record all` left in the part; null without a part, and with `--fresh`. */
  readonly part: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  readonly redaction: ScenarioRedaction;
  /**
   * Takes the lock of the cell, waiting for a run that holds it. `cassette` and `part` are read again where that run has recorded
   * something. False when this run was stopped while it waited.
   */
  enter(): Promise<boolean>;
  /**
   * Saves a trial that was just recorded; resolves when it is on the disk. One that did not come to its end takes the place of no
   * older recording with `all`: it stays in the part.
   */
  save(trial: RecordedTrial, isWhole: boolean): Promise<void>;
  /** Counts a trial of the part as recorded in this run. */
  takeUp(trial: number): Promise<void>;
  /** Called when a trial has ended, in whatever way. After the last trial the lock is released. */
  leave(): void;
  /** Releases the lock before the last trial: the cell is opened again for its next one. */
  close(): void;
  /** Completes the cassette with the trials so far, because no further trial comes. */
  end(): Promise<void>;
}

export interface CellStore {
  readonly dir: string;
  readonly redactionOf: (scenario: Scenario) => ScenarioRedaction;
  readonly mode: Mode;
  /** The part of an earlier `--record all` is not used. */
  readonly fresh: boolean;
  /** ISO 8601. */
  readonly now: () => string;
  readonly kept: KeptTrials;
  /** Null in a replay, which takes no locks. */
  readonly locks: FileLocks | null;
}

/** Opens a cell when its first trial is due: thousands of them are never open at once. */
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
    return (writer ??= createCellWriter({
      dir,
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
  // No getters: V8 gives an object with one a hidden class of its own, which keeps the object in memory until a full collection.
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

/** A stamp of a cassette and its part, which changes when either is written. */
function stateOf(file: string): string {
  const parts = [file, partOf(file)].map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? '-' : `${stats.ino} ${stats.mtimeMs} ${stats.size}`;
  });
  return parts.join('\n');
}

/** Numbers of the trials of a cell: from 1, or those that are recorded. */
export function plannedTrials(cell: Cell, cassette: Cassette | null = null): readonly number[] {
  if (cell.trials !== 'recorded') return Array.from({ length: cell.trials }, (_, i) => i + 1);
  return cassette === null || cassette.trials.length === 0 ? [1] : cassette.trials;
}

/**
 * The cassette of a cell; null where there is none, and with `all` for an unreadable one, which is replaced. Errors: CASSETTE_FORMAT;
 * CASSETTE_NEWER with `all`, too, because a file of a newer version is whole.
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
