import { joinPath } from '../json/json.ts';
import type { Segment } from '../json/path.ts';

/** Something wrong at one place of a document, before its line is known. */
export interface Problem {
  readonly path: readonly Segment[];
  /** What was expected, what was found, what to do. */
  readonly message: string;
  /** A stable name of the kind of problem: `unknown-key`. */
  readonly code: string;
}

/** Where a check stands in a document, and what it has found so far. The path is moved along, so that a sound document costs nothing. */
export interface Place {
  readonly path: Segment[];
  readonly problems: Problem[];
}

/** The top of a document, nothing found yet. */
export function newPlace(): Place {
  return { path: [], problems: [] };
}

/** Notes a problem where the place stands, or `below` it. */
export function report(place: Place, code: string, message: string, ...below: Segment[]): void {
  place.problems.push({ path: [...place.path, ...below], code, message });
}

/** Runs a check one step further in. */
export function within<T>(place: Place, segment: Segment, check: () => T): T {
  place.path.push(segment);
  const result = check();
  place.path.pop();
  return result;
}

/**
 * True unless the shape of what stands here is broken, so that a check of its meaning can rely on it.
 * An unknown key is a problem, but breaks nothing.
 */
export function isSound(place: Place): boolean {
  if (place.problems.length === 0) return true;
  return !place.problems.some(
    ({ code, path }) => code !== 'unknown-key' && place.path.every((segment, i) => path[i] === segment),
  );
}

/** `scenarios[2].tools[0].name` */
export function pathText(path: readonly Segment[]): string {
  return path.reduce<string>(joinPath, '');
}
