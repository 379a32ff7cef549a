import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';

/** Keeps lines of the run file in a file until all have come, then returns them in the order of the run file. */
export interface RowSpool {
  /** Adds a line. Lines are sorted by `place`, then by `trial`. */
  add(place: number, trial: number, line: string): void;
  /** All lines in their order, one at a time. */
  lines(): Generator<string>;
  /** Removes the file. */
  close(): void;
}

interface Spooled {
  readonly place: number;
  readonly trial: number;
  readonly start: number;
  readonly length: number;
}

/** A spool that keeps its lines in the file `path`. */
export function createRowSpool(path: string): RowSpool {
  const file = openSync(path, 'w+');
  const rows: Spooled[] = [];
  let end = 0;
  return {
    add(place, trial, line) {
      const bytes = Buffer.from(line);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at, bytes.length - at, end + at);
      rows.push({ place, trial, start: end, length: bytes.length });
      end += bytes.length;
    },
    *lines() {
      rows.sort((a, b) => a.place - b.place || a.trial - b.trial);
      for (const { start, length } of rows) {
        const bytes = Buffer.allocUnsafe(length);
        for (let at = 0; at < length;) {
          const read = readSync(file, bytes, at, length - at, start + at);
          if (read === 0) throw new Error(`${path} was cut off while the run went on`);
          at += read;
        }
        yield bytes.toString('utf8');
      }
    },
    close() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}
