/** Trials that `--record all` keeps in `.part` files until every planned trial of their cell has ended. */
export interface PartSummary {
  /** Cells that are not complete yet: paths of their cassettes, relative to the cassette folder. */
  readonly incomplete: readonly string[];
  /** Trials recorded now that are kept in parts. */
  readonly trials: number;
  /** Trials that an earlier run recorded and this one did not ask for again, by the day of their recording: `2026-11-28`. */
  readonly takenUp: ReadonlyMap<string, number>;
  /** Trials recorded anew that mean what their older recordings do, which were left as they were. */
  readonly unchanged: number;
}

/** Counts where the trials of a run are kept. `path`: of the cell's cassette, relative to the cassette folder. */
export interface KeptTrials {
  saved(path: string, isPart: boolean): void;
  takenUp(path: string, day: string): void;
  /** All trials of the cell are in its cassette; `unchanged` of them as they were before. */
  completed(path: string, unchanged: number): void;
  summary(): PartSummary;
}

export function createKeptTrials(): KeptTrials {
  /** Trials recorded now, by cassette. */
  const parts = new Map<string, number>();
  const days = new Map<string, number>();
  let unchanged = 0;
  const add = (counts: Map<string, number>, key: string, more: number): void => {
    counts.set(key, (counts.get(key) ?? 0) + more);
  };
  return {
    saved(path, isPart) {
      if (isPart) add(parts, path, 1);
    },
    takenUp(path, day) {
      add(parts, path, 0);
      add(days, day, 1);
    },
    completed(path, same) {
      parts.delete(path);
      unchanged += same;
    },
    summary: () => ({
      incomplete: [...parts.keys()],
      trials: [...parts.values()].reduce((sum, count) => sum + count, 0),
      takenUp: days,
      unchanged,
    }),
  };
}
