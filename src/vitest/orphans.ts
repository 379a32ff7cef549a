import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { escapeText } from '../text/escape.ts';
import { cassetteOf } from './tape-place.ts';

/** A suite or a test, as the runner has collected it. */
export interface Collected {
  readonly name: string;
  /** Absent for a test. */
  readonly tasks?: readonly Collected[];
}

/** Files whose cassettes this process has looked at. */
const seen = new Set<string>();

/**
 * Says which cassettes of a test file none of its tests has, once a file: those of tests that were renamed or taken out. Null where
 * there are none, and for a file that was asked about before.
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
