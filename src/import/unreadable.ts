import { TooltapeError } from '../domain/errors.ts';

/** Problem and remedy of each system error code. */
const UNREADABLE: Readonly<Record<string, readonly [said: string, remedy: string]>> = {
  ENOENT: ['there is no such file', 'Check the path.'],
  EISDIR: ['it is a folder, expected a file', 'Name the files in it.'],
  ENOTDIR: ['a part of the path is a file, expected a folder', 'Check the path.'],
  EACCES: ['it cannot be read: permission denied', 'Give yourself the right to read it.'],
  EPERM: ['it cannot be read: permission denied', 'Give yourself the right to read it.'],
  ELOOP: ['a link leads to itself', 'Mend the link, or name the file that it is to lead to.'],
  ENAMETOOLONG: ['the name is too long', 'Check the path.'],
  ERR_STRING_TOO_LONG: ['the file is too large to be read as a whole', 'Split it into several files.'],
  ERR_FS_FILE_TOO_LARGE: ['the file is too large to be read as a whole', 'Split it into several files.'],
};

/** The error for a file or folder that the system does not let us read, IMPORT; null for an error without the code of a system. */
export function unreadableFile(file: string, cause: unknown): TooltapeError | null {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || cause instanceof TooltapeError) return null;
  const [said, remedy] = UNREADABLE[code] ?? [`it cannot be read: ${code}`, 'Name files that you may read.'];
  return new TooltapeError('IMPORT', `${file}: ${said}`, { remedy, cause });
}
