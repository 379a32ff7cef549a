import { createCellWriter, type CellWriter } from '../cassette/cell-writer.ts';
import type { Keyer } from '../cassette/key.ts';
import { openCassette, type Cassette } from '../cassette/store.ts';
import type { RecordedTrial } from '../domain/recording.ts';
import type { Cell } from '../plan/plan.ts';

/** A scenario × model while its trials run. */
export interface OpenCell extends Cell {
  /** What was recorded before this run; null where nothing was. */
  readonly cassette: Cassette | null;
  /** Numbers of the trials to run. */
  readonly numbers: readonly number[];
  /** Keeps a trial that was recorded now. */
  save(trial: RecordedTrial): void;
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
  let writer: CellWriter | null = null;
  const saved = new Set<number>();
  return {
    ...cell,
    cassette,
    numbers,
    save(trial) {
      writer ??= createCellWriter({
        dir: store.dir,
        scenario: scenario.id,
        model: model.name,
        gateway: model.gateway.name,
        source: 'live',
        now: store.now,
        mode: store.mode === 'all' ? 'all' : 'missing',
      });
      writer.saveTrial(trial);
      saved.add(trial.trial);
      if (numbers.every((number) => saved.has(number))) writer.complete();
    },
  };
}

/** Recording everything anew, a file that cannot be read is one to be replaced. */
function openForReading(cell: Cell, store: CellStore): Cassette | null {
  try {
    return openCassette(store.dir, cell.scenario.id, cell.model.name, store.keyer);
  } catch (error) {
    if (store.mode === 'all') return null;
    throw error;
  }
}
