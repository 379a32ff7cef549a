import { TooltapeError } from '../../domain/errors.ts';

interface Refusal {
  readonly why: string;
  readonly remedy: string;
}

/** Problem and remedy of each system error code. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  EACCES: { why: 'permission denied', remedy: 'Give yourself the right to it, or name another place.' },
  EPERM: { why: 'permission denied', remedy: 'Give yourself the right to it, or name another place.' },
  EROFS: { why: 'the file system is read-only', remedy: 'Name a place that can be written.' },
  ENOSPC: { why: 'the disk is full', remedy: 'Make room, or name another place.' },
  EDQUOT: { why: 'the disk quota is used up', remedy: 'Make room, or name another place.' },
  EFBIG: { why: 'the file would be larger than is allowed', remedy: 'Raise the limit, or name another place.' },
  EMFILE: { why: 'too many files are open', remedy: 'Raise the limit (ulimit -n).' },
  ENFILE: { why: 'too many files are open on this machine', remedy: 'Close other programs, or raise the limit.' },
  ENOMEM: { why: 'there is not enough memory', remedy: 'Give the process more memory.' },
  ELOOP: { why: 'a link leads to itself', remedy: 'Mend or remove the link.' },
  ENAMETOOLONG: { why: 'the name is too long', remedy: 'Choose a shorter name.' },
  EISDIR: { why: 'it is a folder, expected a file', remedy: 'Name a file.' },
  ENOTDIR: { why: 'a part of the path is a file, expected a folder', remedy: 'Check the path.' },
  ENOENT: { why: 'there is no such file', remedy: 'Check the path.' },
  EIO: { why: 'the device failed', remedy: 'Check the disk.' },
  EBADF: { why: 'it is closed', remedy: 'Leave standard output and standard error open.' },
  ERR_STRING_TOO_LONG: { why: 'it is larger than a text can be (512 MB)', remedy: 'Split the file, or take it away.' },
  ERR_FS_FILE_TOO_LARGE: { why: 'it is larger than 2 GB', remedy: 'Split the file, or take it away.' },
  ERR_WORKER_OUT_OF_MEMORY: { why: 'there is not enough memory', remedy: 'Give the process more memory.' },
};

/** Converts an error of the operating system to SYSTEM, with the path and a remedy. Returns null for any other error. */
export function asSystemError(error: unknown): TooltapeError | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : REFUSALS[code];
  if (known === undefined && syscall === undefined) return null;
  if (syscall === 'uv_cwd' || syscall === 'getcwd') {
    const message = 'the working directory is gone';
    return new TooltapeError('SYSTEM', message, { remedy: 'Change to a folder that is there.', cause: error });
  }
  const place = path ?? placeOf(syscall);
  const message = `${place}: ${known?.why ?? error.message} (${code ?? syscall})`;
  return new TooltapeError('SYSTEM', message, {
    remedy: known?.remedy ?? 'See what the system says of it.',
    cause: error,
  });
}

function placeOf(syscall: string | undefined): string {
  return syscall === undefined ? 'a file' : `the system call ${syscall}`;
}
