import { join } from 'node:path';
import { createCellWriter, type CellWriter } from '../../cassette/store/cell-writer.ts';
import { cassettePath, partOf } from '../../cassette/format/file-name.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import { openCassette, openCassetteFile, type Cassette } from '../../cassette/store/store.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import type { Cell } from '../plan.ts';
import type { KeptTrials } from './kept-trials.ts';
import type { Mode } from './settings.ts';

/** A scenario × model while its trials run. */
export interface OpenCell extends Cell {
  /** What was recorded before this run; null where nothing was. */
  readonly cassette: Cassette | null;
  /** What an earlier `--record all` recorded and could not complete; null where there is none, or it is not wanted. */
  readonly part: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  /** Keeps a trial that was recorded now; resolves when it is on the disk. */
  save(trial: RecordedTrial): Promise<void>;
  /** A trial of the part is as good as one recorded now. */
  takeUp(trial: number): Promise<void>;
}

export interface CellStore {
  readonly dir: string;
  readonly keyer: Keyer;
  readonly mode: Mode;
  /** Recordings of an earlier `--record all` are not taken up. */
  readonly fresh: boolean;
  /** ISO 8601. */
  readonly now: () => string;
  readonly kept: KeptTrials;
}

/** Opens a cell when its first trial is due: thousands of them are never open at once. */
export function openCell(cell: Cell, store: CellStore): OpenCell {
  const { scenario, model } = cell;
  const { dir, keyer, mode, fresh, kept } = store;
  const cassette = openForReading(cell, store);
  const numbers = plannedTrials(cell, cassette);
  const path = cassettePath(scenario.id, model.name);
  const part = mode === 'all' && !fresh ? openCassetteFile(partOf(join(dir, path)), keyer, partOf(path)) : null;
  const done = new Set<number>();
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
  const finish = async (trial: number): Promise<void> => {
    done.add(trial);
    if (!numbers.every((number) => done.has(number))) return;
    await open().complete(numbers);
    kept.completed(path);
  };
  return {
    ...cell,
    cassette,
    part,
    numbers,
    async save(trial) {
      const to = open();
      await to.save(trial);
      kept.saved(path, to.isPart);
      await finish(trial.trial);
    },
    async takeUp(trial) {
      kept.takenUp(path, part?.recordedAt.slice(0, 10) ?? '');
      await finish(trial);
    },
  };
}

/** Numbers of the trials of a cell: from 1, or those that are recorded. */
export function plannedTrials(cell: Cell, cassette: Cassette | null = null): readonly number[] {
  if (cell.trials !== 'recorded') return Array.from({ length: cell.trials }, (_, i) => i + 1);
  return cassette === null || cassette.trials.length === 0 ? [1] : cassette.trials;
}

/** Recording everything anew, a file that cannot be read is one to be replaced; one of a newer version is whole, and stays. */
function openForReading({ scenario, model }: Cell, { dir, keyer, mode }: CellStore): Cassette | null {
  try {
    return openCassette(dir, scenario.id, model.name, keyer);
  } catch (error) {
    const isNewer = error instanceof TooltapeError && error.code === 'CASSETTE_NEWER';
    if (mode === 'all' && !isNewer) return null;
    throw error;
  }
}
