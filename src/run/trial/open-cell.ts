import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCellWriter, type CellWriter } from '../../cassette/store/cell-writer.ts';
import { cassettePath, lockOf, partOf } from '../../cassette/format/file-name.ts';
import { openCassette, openCassetteFile, type Cassette } from '../../cassette/store/store.ts';
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
  /** What was recorded before this run; null where nothing was. */
  readonly cassette: Cassette | null;
  /** What an earlier `--record all` recorded and could not complete; null where there is none, or it is not wanted. */
  readonly part: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  readonly redaction: ScenarioRedaction;
  /**
   * Makes this run the only one that records the cell: waits for another that does. Where that one has recorded something, `cassette`
   * and `part` are what there is now. False when the run was stopped while it waited.
   */
  enter(): Promise<boolean>;
  /** Keeps a trial that was recorded now; resolves when it is on the disk. */
  save(trial: RecordedTrial): Promise<void>;
  /** A trial of the part is as good as one recorded now. */
  takeUp(trial: number): Promise<void>;
  /** A trial has come to its end, whatever it was: after the last one others may record the cell. */
  leave(): void;
  /** The cell is opened anew for its next trial: until then others may record it. */
  close(): void;
  /** No further trial comes: those recorded now are all that was wanted. */
  end(): Promise<void>;
}

export interface CellStore {
  readonly dir: string;
  readonly redactionOf: (scenario: Scenario) => ScenarioRedaction;
  readonly mode: Mode;
  /** Recordings of an earlier `--record all` are not taken up. */
  readonly fresh: boolean;
  /** ISO 8601. */
  readonly now: () => string;
  readonly kept: KeptTrials;
  /** Null in replay, which waits for nobody. */
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
  const before = openForReading(cell, store);
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
    own.cassette = openForReading(cell, store);
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
  // No getters: an object with one has a hidden class of its own, which holds the object until the next full collection.
  const own: OpenCell & { cassette: Cassette | null; part: Cassette | null } = {
    ...cell,
    numbers,
    redaction,
    cassette: before,
    part: openPart(),
    async enter() {
      return (entered ??= lock());
    },
    async save(trial) {
      const to = open();
      await to.save(trial);
      kept.saved(path, to.isPart);
      await finish(trial.trial);
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

/** Tells whether a cassette or its part was written in the meantime. */
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

/** Recording everything anew, a file that cannot be read is one to be replaced; one of a newer version is whole, and stays. */
function openForReading({ scenario, model }: Cell, { dir, redactionOf, mode }: CellStore): Cassette | null {
  const { keyer } = redactionOf(scenario);
  try {
    return openCassette(dir, scenario.id, model.name, keyer);
  } catch (error) {
    const isNewer = error instanceof TooltapeError && error.code === 'CASSETTE_NEWER';
    if (mode === 'all' && !isNewer) return null;
    throw error;
  }
}
