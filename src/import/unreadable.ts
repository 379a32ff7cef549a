import { TooltapeError } from '../domain/errors.ts';

/** Problem and remedy of each system error code. */
const UNREADABLE: Readonly<Record<string, readonly [said: string, remedy: string]>> = {
  ENOENT: ['there is no such file', 'Check the path.'],
  EISDIR: ['it is a folder, expected a file', 'Name the files in it.'],
  EACCES: ['the file cannot be read: permission denied', 'Give yourself the right to read it.'],
  ERR_STRING_TOO_LONG: ['the file is too large to be read as a whole', 'Split it into several files.'],
};

/** The error for a file that the system does not let us read, IMPORT; null for an error without the code of a system. */
export function unreadableFile(file: string, cause: unknown): TooltapeError | null {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || cause instanceof TooltapeError) return null;
  const [said, remedy] = UNREADABLE[code] ?? [`the file cannot be read: ${code}`, 'Name files that you may read.'];
  return new TooltapeError('IMPORT', `${file}: ${said}`, { remedy, cause });
}
