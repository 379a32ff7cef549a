import { joinPath } from '../json/json.ts';
import type { Segment } from '../json/path.ts';

/** A problem at one path of a document, before its line number is known. */
export interface DocumentProblem {
  readonly path: readonly Segment[];
  /** The expected value, the found value, and the remedy. */
  readonly message: string;
  /** The end of the message that problems of the same cause share: a list of names, a command. */
  readonly sharedEnd?: string;
  /** Stable code of the kind of problem: `unknown-key`. */
  readonly code: string;
}

/**
 * The current path of a check in a document, with the problems found so far. `within` changes the path in place, so that a
 * document without problems costs nothing.
 */
export interface Place {
  readonly path: Segment[];
  readonly problems: DocumentProblem[];
}

/** The root of a document, without problems. */
export function newPlace(): Place {
  return { path: [], problems: [] };
}

/** Adds a problem at the current path, or at the path `below` it. */
export function report(place: Place, code: string, message: string, ...below: Segment[]): void {
  place.problems.push({ path: [...place.path, ...below], code, message });
}

/** As `report`, for a message that ends with what problems of the same cause share. */
export function reportShared(
  place: Place,
  code: string,
  message: string,
  sharedEnd: string,
  ...below: Segment[]
): void {
  place.problems.push({ path: [...place.path, ...below], code, message: `${message} ${sharedEnd}`, sharedEnd });
}

/** Runs a check with the path one segment longer. */
export function within<T>(place: Place, segment: Segment, check: () => T): T {
  place.path.push(segment);
  const result = check();
  place.path.pop();
  return result;
}

/**
 * True unless the value at the current path has a wrong shape. A check of its meaning can then rely on the types. An unknown
 * key is a problem, but no wrong shape.
 */
export function isSound(place: Place): boolean {
  if (place.problems.length === 0) return true;
  return !place.problems.some(
    ({ code, path }) => code !== 'unknown-key' && place.path.every((segment, i) => path[i] === segment),
  );
}

/** A path as text: `scenarios[2].tools[0].name`. */
export function pathText(path: readonly Segment[]): string {
  return path.reduce<string>(joinPath, '');
}
