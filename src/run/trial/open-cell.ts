import { createCellKeeper, type CellKeeper } from '../../cassette/store/cell-keeper.ts';
import type { FileThread } from '../../files/file-thread.ts';
import type { Keyer } from '../../cassette/lookup/key.ts';
import { openCassette, type Cassette } from '../../cassette/store/store.ts';
import { TooltapeError } from '../../domain/errors.ts';
import type { RecordedTrial } from '../../domain/recording.ts';
import type { Cell } from '../plan.ts';

/** A scenario × model while its trials run. */
export interface OpenCell extends Cell {
  /** What was recorded before this run; null where nothing was. */
  readonly cassette: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  /** Keeps a trial that was recorded now; resolves when it is on the disk. */
  save(trial: RecordedTrial): Promise<void>;
}

export interface CellStore {
  readonly dir: string;
  /** Whether a cell had a cassette when the run began; a replay opens them all. */
  readonly hasCassette: (scenario: string, model: string) => boolean;
  /** Writes what is recorded; null in replay. */
  readonly files: FileThread | null;
  readonly keyer: Keyer;
  readonly mode: 'missing' | 'all' | 'replay';
  /** ISO 8601. */
  readonly now: () => string;
}

/** Opens a cell when its first trial is due: thousands of them are never open at once. */
export function openCell(cell: Cell, store: CellStore): OpenCell {
  const { scenario, model } = cell;
  const cassette = openForReading(cell, store);
  const recorded = cassette?.trials ?? [];
  const numbers =
    cell.trials === 'recorded'
      ? recorded.length > 0
        ? recorded
        : [1]
      : Array.from({ length: cell.trials }, (_, i) => i + 1);
  if (store.mode === 'all' || !numbers.every((number) => recorded.includes(number))) store.files?.start();
  let keeper: CellKeeper | null = null;
  let saved: Set<number> | null = null;
  return {
    ...cell,
    cassette,
    numbers,
    save(trial) {
      const { dir, files, now } = store;
      if (files === null) throw new Error('a replay records nothing');
      const mode = store.mode === 'all' ? 'all' : 'missing';
      const [id, gateway] = [scenario.id, model.gateway.name];
      keeper ??= createCellKeeper({ dir, scenario: id, model: model.name, gateway, source: 'live', now, mode }, files);
      const all = (saved ??= new Set()).add(trial.trial);
      return keeper.save(
        trial,
        numbers.every((number) => all.has(number)),
      );
    },
  };
}

/** Recording everything anew, a file that cannot be read is one to be replaced; one of a newer version is whole, and stays. */
function openForReading({ scenario, model }: Cell, store: CellStore): Cassette | null {
  const { dir, keyer, mode } = store;
  if (!store.hasCassette(scenario.id, model.name)) return null;
  try {
    return openCassette(dir, scenario.id, model.name, keyer);
  } catch (error) {
    const isNewer = error instanceof TooltapeError && error.code === 'CASSETTE_NEWER';
    if (mode === 'all' && !isNewer) return null;
    throw error;
  }
}
