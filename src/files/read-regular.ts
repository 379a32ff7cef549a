import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** The facts of a file that are known without reading it. */
interface Kind {
  isFile(): boolean;
  isDirectory(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/**
 * The kind of a path that is no regular file; null for a regular file. Reading a pipe would wait, and a device may never end.
 */
export function irregularFile(stats: Kind): string | null {
  if (stats.isFile()) return null;
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a named pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

/** Thrown for a path that holds no regular file. */
export class IrregularFileError extends Error {
  /** What was found: "a folder", "a named pipe", "a socket" or "a device". */
  readonly found: string;

  constructor(path: string, found: string) {
    super(`${path}: expected a regular file, found ${found}`);
    this.name = 'IrregularFileError';
    this.found = found;
  }
}

/** Opening must not wait for the writer of a pipe. Windows has neither the flag nor such pipes. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const BUFFER_BYTES = 64 * 1024;
let buffer: Buffer | null = null;

/**
 * The text of a regular file, decoded as UTF-8. The kind is asked of the open file, so that no other file can take its place in
 * between. Errors: IrregularFileError, and those of the system.
 */
export function readRegularFile(path: string): string {
  const file = openWithoutWaiting(path);
  try {
    const stats = fstatSync(file);
    const found = irregularFile(stats);
    if (found !== null) throw new IrregularFileError(path, found);
    // Some file systems, such as /proc, give 0 for the size of a file with content.
    if (stats.size === 0 || stats.size > BUFFER_BYTES) return readFileSync(file, 'utf8');
    return readBuffered(file, stats.size);
  } finally {
    closeSync(file);
  }
}

function openWithoutWaiting(path: string): number {
  try {
    return openSync(path, FLAGS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENXIO') throw new IrregularFileError(path, 'a socket');
    throw error;
  }
}

function readBuffered(file: number, size: number): string {
  buffer ??= Buffer.allocUnsafeSlow(BUFFER_BYTES);
  let length = 0;
  while (length < size) {
    const read = readSync(file, buffer, length, size - length, null);
    if (read === 0) break;
    length += read;
  }
  return buffer.toString('utf8', 0, length);
}
