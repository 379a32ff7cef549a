import { TooltapeError } from '../../domain/errors.ts';
import { systemFault } from '../../files/system-fault.ts';

/** Converts an error of the operating system to SYSTEM, with the path and a remedy. Returns null for any other error. */
export function asSystemError(error: unknown): TooltapeError | null {
  if (!(error instanceof Error)) return null;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  const known = systemFault(error, 'unknown');
  if (known === null && syscall === undefined) return null;
  if (syscall === 'uv_cwd' || syscall === 'getcwd') {
    const message = 'the working directory is gone';
    return new TooltapeError('SYSTEM', message, { remedy: 'Change to a folder that is there.', cause: error });
  }
  const place = path ?? placeOf(syscall);
  const message = `${place}: ${known?.means ?? error.message} (${code ?? syscall})`;
  return new TooltapeError('SYSTEM', message, {
    remedy: known?.remedy ?? 'See what the system says of it.',
    cause: error,
  });
}

function placeOf(syscall: string | undefined): string {
  return syscall === undefined ? 'a file' : `the system call ${syscall}`;
}
