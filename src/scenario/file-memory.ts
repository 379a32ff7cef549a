import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Scenario } from '../domain/scenario.ts';
import type { FileReading, LoadedFile } from './read/read-file.ts';
import { newKnownTools, type KnownTools } from './read/read-tools.ts';

/**
 * What scenario files held when they were read before. A file that did not change is not read again, and a scenario that still says
 * the same is the same object, so that whatever was worked out for it holds on.
 */
export interface FileMemory {
  /** Tools that files repeat. */
  readonly tools: KnownTools;
  /** What the file held; null where it was not read before, or may have changed. */
  recall(path: string): LoadedFile | null;
  /** Keeps what a file holds, and returns it with the scenarios of its last reading where they are equal. `stamp` is from before the reading. */
  keep(file: LoadedFile, stamp: string): LoadedFile;
  /** The stamp of a file: two readings with one stamp read the same text, but for edits within a tick of the file system's clock. */
  stampOf(path: string): string;
  /** Has these files read again, whatever their stamps say. */
  doubt(paths: Iterable<string>): void;
  /** Has every file read again: what they refer to has changed. */
  doubtAll(): void;
}

/** A memory without any file. */
export function createFileMemory(): FileMemory {
  const known = new Map<string, { readonly file: LoadedFile; readonly stamp: string | null }>();
  const doubt = (path: string): void => {
    const entry = known.get(path);
    if (entry !== undefined) known.set(path, { ...entry, stamp: null });
  };
  const stampOf = (path: string): string => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.size}`;
  };
  return {
    tools: newKnownTools(),
    stampOf,
    recall(path) {
      const entry = known.get(path);
      return entry !== undefined && entry.stamp !== null && entry.stamp === stampOf(path) ? entry.file : null;
    },
    keep(file, stamp) {
      const { path } = file.source;
      const reading = withKnown(file.reading, known.get(path)?.file.reading.scenarios ?? []);
      const kept = { ...file, reading };
      known.set(path, { file: kept, stamp: reading.problems.length === 0 ? stamp : null });
      return kept;
    },
    doubt: (paths) => [...paths].forEach(doubt),
    doubtAll: () => [...known.keys()].forEach(doubt),
  };
}

/** The reading, its scenarios replaced by those that were known and are equal. */
function withKnown(reading: FileReading, before: FileReading['scenarios']): FileReading {
  const byId = new Map<string, Scenario>(before.map(({ scenario }) => [scenario.id, scenario]));
  const scenarios = reading.scenarios.map((placed) => {
    const known = byId.get(placed.scenario.id);
    return known !== undefined && isDeepStrictEqual(known, placed.scenario) ? { ...placed, scenario: known } : placed;
  });
  return { ...reading, scenarios };
}
