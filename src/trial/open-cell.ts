import { createCellWriterInBackground, type CellWriter } from '../cassette/cell-writer.ts';
import type { Keyer } from '../cassette/key.ts';
import { hasCassette, openCassette, type Cassette } from '../cassette/store.ts';
import { TooltapeError } from '../domain/errors.ts';
import type { RecordedTrial } from '../domain/recording.ts';
import type { Cell } from '../plan/plan.ts';

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
  let opening: Promise<CellWriter> | null = null;
  let saved: Set<number> | null = null;
  return {
    ...cell,
    cassette,
    numbers,
    async save(trial) {
      opening ??= createCellWriterInBackground({
        dir: store.dir,
        scenario: scenario.id,
        model: model.name,
        gateway: model.gateway.name,
        source: 'live',
        now: store.now,
        mode: store.mode === 'all' ? 'all' : 'missing',
      });
      const writer = await opening;
      const all = (saved ??= new Set()).add(trial.trial);
      const isLast = numbers.every((number) => all.has(number));
      await writer.saveInBackground(trial, isLast);
    },
  };
}

/** Recording everything anew, a file that cannot be read is one to be replaced; one of a newer version is whole, and stays. */
function openForReading(cell: Cell, store: CellStore): Cassette | null {
  if (store.mode !== 'replay' && !hasCassette(store.dir, cell.scenario.id, cell.model.name)) return null;
  try {
    return openCassette(store.dir, cell.scenario.id, cell.model.name, store.keyer);
  } catch (error) {
    const isNewer = error instanceof TooltapeError && error.code === 'CASSETTE_NEWER';
    if (store.mode === 'all' && !isNewer) return null;
    throw error;
  }
}
