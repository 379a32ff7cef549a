import { statSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Scenario } from '../domain/scenario.ts';
import type { findScenarioFiles } from './find-files.ts';
import type { FileReading, LoadedFile } from './read/read-file.ts';
import { newKnownTools, type KnownTools } from './read/read-tools.ts';

/**
 * Keeps the scenarios of files between readings. An unchanged file is not read again, and an equal scenario stays the same object, so
 * that values that other code remembers for it stay valid.
 */
export interface FileMemory {
  /** Tools that files repeat. */
  readonly tools: KnownTools;
  /** The files of these paths: those found before where none can have come or gone, else what `find` finds. */
  found(find: () => FoundFiles): FoundFiles;
  /** The content of the file; null where it was not read before, or may have changed. */
  recall(path: string): LoadedFile | null;
  /** Keeps the content of a file. Returns it with the scenarios of its last reading where these are equal. `stamp` is from before the reading. */
  keep(file: LoadedFile, stamp: string): LoadedFile;
  /** The stamp of a file: two readings with one stamp read the same text, but for edits within a tick of the file system's clock. */
  stampOf(path: string): string;
  /**
   * Has these files read again. Where one of them is unknown or gone, files may have come, gone or another name: all are looked for,
   * and those with a new stamp are read.
   */
  doubt(paths: Iterable<string>): void;
  /** Has every file read again, because something that they refer to has changed. */
  doubtAll(): void;
}

type FoundFiles = ReturnType<typeof findScenarioFiles>;

interface Known {
  readonly file: LoadedFile;
  /** Null where it has to be read again. */
  readonly stamp: string | null;
}

/** A memory without any file. */
export function createFileMemory(): FileMemory {
  const known = new Map<string, Known>();
  let files: FoundFiles | null = null;
  /** Stamps are compared: edits may have come unnamed. */
  let wary = true;
  const forget = (path: string, entry: Known): void => void known.set(path, { ...entry, stamp: null });
  const stampOf = (path: string): string => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? '' : `${stats.ino} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.size}`;
  };
  return {
    tools: newKnownTools(),
    stampOf,
    found(find) {
      wary = files === null || files.issues.length > 0;
      if (files === null || wary) files = find();
      return files;
    },
    recall(path) {
      const entry = known.get(path);
      if (entry === undefined || entry.stamp === null) return null;
      return !wary || entry.stamp === stampOf(path) ? entry.file : null;
    },
    keep(file, stamp) {
      const { path } = file.source;
      const reading = withKnown(file.reading, known.get(path)?.file.reading.scenarios ?? []);
      const kept = { ...file, reading };
      known.set(path, { file: kept, stamp: reading.problems.length === 0 ? stamp : null });
      return kept;
    },
    doubt(paths) {
      for (const path of paths) {
        const entry = known.get(path);
        if (entry !== undefined) forget(path, entry);
        if (entry === undefined || stampOf(path) === '') files = null;
      }
    },
    doubtAll() {
      for (const [path, entry] of known) forget(path, entry);
      files = null;
    },
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
