/** What an error of the operating system means to a user. */
export interface SystemFault {
  /** The problem, for a sentence that names the file: `permission denied`. */
  readonly means: string;
  readonly remedy: string;
}

/** A file that is read, a file or folder that is made, or an action that the error does not tell. */
type Action = 'read' | 'write' | 'unknown';

/** The fault that most actions have, and what another action changes. */
type Row = SystemFault & { readonly read?: Partial<SystemFault>; readonly write?: Partial<SystemFault> };

const NO_RIGHT: Row = {
  means: 'permission denied',
  remedy: 'Give yourself the right to it, or name another place.',
  read: { remedy: 'Give yourself the right to read it.' },
  write: { remedy: 'Give yourself the right to write there, or choose another place.' },
};
const FILE_FOR_FOLDER = {
  means: 'a part of the path is a file, expected a folder',
  remedy: 'A file stands where a folder is needed: move it, or choose another place.',
};
const NO_MEMORY: Row = { means: 'there is not enough memory', remedy: 'Give the process more memory.' };

/** Each error code of Node and the system that messages about files explain. */
const FAULTS: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['EACCES', NO_RIGHT],
  ['EPERM', NO_RIGHT],
  ['EROFS', { means: 'the file system is read-only', remedy: 'Choose a place that can be written.' }],
  ['ENOSPC', { means: 'the disk is full', remedy: 'Free some space on the disk, or choose another place.' }],
  ['EDQUOT', { means: 'the disk quota is used up', remedy: 'Free some space, or choose another place.' }],
  [
    'EFBIG',
    {
      means: 'the file would be larger than this system allows',
      remedy: 'Raise the limit, or choose another place.',
    },
  ],
  [
    'ENOENT',
    {
      means: 'there is no such file',
      remedy: 'Check the path.',
      write: { means: 'nothing can be made there', remedy: 'Choose another place.' },
    },
  ],
  [
    'EISDIR',
    {
      means: 'it is a folder, expected a file',
      remedy: 'Name a file.',
      read: { remedy: 'Name a file in it.' },
      write: {
        means: 'it is a folder, expected the name of a file',
        remedy: 'A folder stands where the file is to be: move it.',
      },
    },
  ],
  ['ENOTDIR', { means: FILE_FOR_FOLDER.means, remedy: 'Check the path.', write: FILE_FOR_FOLDER }],
  // Making a folder ends so where a file has its place.
  ['EEXIST', { means: 'something stands there', remedy: 'Choose another place.', write: FILE_FOR_FOLDER }],
  ['ELOOP', { means: 'a link leads to itself', remedy: 'Mend or remove the link.' }],
  ['ENAMETOOLONG', { means: 'the name is too long', remedy: 'Choose a shorter name.' }],
  ['EMFILE', { means: 'too many files are open', remedy: 'Raise the limit (ulimit -n).' }],
  ['ENFILE', { means: 'too many files are open on this machine', remedy: 'Close other programs, or raise the limit.' }],
  ['ENOMEM', NO_MEMORY],
  ['ERR_WORKER_OUT_OF_MEMORY', NO_MEMORY],
  ['EIO', { means: 'the device failed', remedy: 'Check the disk.' }],
  ['EBADF', { means: 'it is closed', remedy: 'Leave standard output and standard error open.' }],
  [
    'ERR_STRING_TOO_LONG',
    { means: 'it is larger than 512 MB, the most that a text can hold', remedy: 'Split the file, or take it away.' },
  ],
  ['ERR_FS_FILE_TOO_LARGE', { means: 'it is larger than 2 GB', remedy: 'Split the file, or take it away.' }],
]);

/** What an error of the operating system means; null for any other error, and for a code that has no row. */
export function systemFault(error: unknown, action: Action): SystemFault | null {
  const row = FAULTS.get((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (row === undefined) return null;
  const { means, remedy } = action === 'unknown' ? row : { ...row, ...row[action] };
  return { means, remedy };
}

/**
 * Why a file or folder cannot be read: `permission denied (EACCES)`, or the code or text of an error that has no row; its remedy is
 * null then.
 */
export function unreadableFault(error: unknown): { readonly means: string; readonly remedy: string | null } {
  const { code, message } = error as Partial<NodeJS.ErrnoException>;
  const fault = systemFault(error, 'read');
  if (fault === null) return { means: code ?? message ?? String(error), remedy: null };
  return { means: `${fault.means} (${code})`, remedy: fault.remedy };
}
