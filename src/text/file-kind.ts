/** The facts of a file that are known without opening it. */
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
