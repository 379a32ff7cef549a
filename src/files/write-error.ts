import { TooltapeError } from '../domain/errors.ts';

/** Problem and remedy of each system error code. */
const CAUSES: Readonly<Record<string, readonly [said: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'Free some space on the disk.'],
  EFBIG: ['the file would be larger than this system allows', 'Raise the limit, or choose another place.'],
  EDQUOT: ['the quota is used up', 'Free some space: the quota is used up.'],
  EACCES: ['permission denied', 'Give yourself the right to write there, or choose another place.'],
  EPERM: ['permission denied', 'Give yourself the right to write there, or choose another place.'],
  EROFS: ['the file system is read-only', 'Choose another place.'],
  ENOTDIR: [
    'a part of the path is a file, expected a folder',
    'A file stands where a folder is needed: move it, or choose another place.',
  ],
  EEXIST: [
    'a part of the path is a file, expected a folder',
    'A file stands where a folder is needed: move it, or choose another place.',
  ],
  EISDIR: ['it is a folder, expected the name of a file', 'A folder stands where the file is to be: move it.'],
  ENOENT: ['nothing can be made there', 'Choose another place.'],
};

/** The error OUTPUT, naming the file or folder that cannot be written. */
export function cannotWrite(path: string, cause: unknown): TooltapeError {
  if (cause instanceof TooltapeError) return cause;
  const { code = '' } = cause as NodeJS.ErrnoException;
  const known = CAUSES[code];
  const said = cause instanceof Error ? cause.message : String(cause);
  return new TooltapeError(
    'OUTPUT',
    `${path}: it cannot be written: ${known === undefined ? said : `${known[0]} (${code})`}`,
    { remedy: known?.[1] ?? 'Name another place, or see that this one can be written.', cause },
  );
}
