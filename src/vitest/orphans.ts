import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { escapeText } from '../text/escape.ts';
import { cassetteOf } from './tape-place.ts';

/** A suite or a test of the runner. */
export interface Collected {
  readonly name: string;
  /** Tests of a suite; absent for a test. */
  readonly tasks?: readonly Collected[];
}

/** Test files whose cassettes this process has checked. */
const seen = new Set<string>();

/**
 * A note on cassettes of a test file that belong to none of its tests, because a test was renamed or removed. Null where there
 * are none, and for a file that was checked before.
 */
export function orphanNote(file: string, collected: Collected, cwd: string): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  const orphans = orphansOf(file, collected).map((path) => relative(cwd, path));
  const [first] = orphans;
  if (first === undefined) return null;
  const [others, belongs] = orphans.length === 1 ? ['', 'belongs'] : [` and ${orphans.length - 1} beside it`, 'belong'];
  return `${escapeText(first)}${others} ${belongs} to no test of ${escapeText(basename(file))}: rename a cassette with its test, or delete it`;
}

function orphansOf(file: string, { tasks = [] }: Collected): readonly string[] {
  const place = (names: readonly string[]): string => cassetteOf({ id: '', file, names });
  const folder = dirname(place(['any']));
  if (!existsSync(folder)) return [];
  const wanted = new Set(tasks.flatMap((task) => namesIn(task, [])).map(place));
  const paths = readdirSync(folder).map((name) => join(folder, name));
  return paths.filter((path) => path.endsWith('.json') && !wanted.has(path)).toSorted();
}

function namesIn({ name, tasks }: Collected, outer: readonly string[]): readonly (readonly string[])[] {
  const names = name === '' ? outer : [...outer, name];
  return tasks === undefined ? [[...outer, name]] : tasks.flatMap((task) => namesIn(task, names));
}
