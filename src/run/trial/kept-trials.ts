/** Totals of the trials that `--record all` keeps in `.part` files until every planned trial of their cell has ended. */
export interface PartSummary {
  /** Cells that are not complete, as paths of their cassettes relative to the cassette folder. */
  readonly incomplete: readonly string[];
  /** Number of trials that this run recorded into parts. */
  readonly trials: number;
  /** Number of trials that this run used from the parts of earlier runs, by the day of their recording: `2026-11-28`. */
  readonly takenUp: ReadonlyMap<string, number>;
  /** Number of trials that mean the same as their older recordings, which therefore stayed. */
  readonly unchanged: number;
}

/**
 * Counts trials by whether they are in a part or in a cassette. `path` is the path of the cell's cassette, relative to the
 * cassette folder.
 */
export interface KeptTrials {
  saved(path: string, isPart: boolean): void;
  takenUp(path: string, day: string): void;
  /** Counts a cell whose trials are all in its cassette. `unchanged` of them kept their older recording. */
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
