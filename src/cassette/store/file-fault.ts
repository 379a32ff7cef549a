import { TooltapeError } from '../../domain/errors.ts';

/** Why one file of many could not be read or worked on, in one sentence, so that the others still are. Rethrows a bug of ours. */
export function fileFault(error: unknown): string {
  if (error instanceof TooltapeError) return `${error.message}${error.remedy === null ? '' : `. ${error.remedy}`}`;
  if (error instanceof RangeError) return 'it nests too deeply to be read. Take it away, and record it again.';
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Error && (syscall !== undefined || code === 'ERR_STRING_TOO_LONG')) {
    return `it cannot be read: ${code}. Give yourself the right to it, or take it away.`;
  }
  throw error;
}
