import { TooltapeError } from '../../domain/errors.ts';
import { unreadableFault } from '../../files/system-fault.ts';

/**
 * Why one of many files could not be read or changed, in one sentence, so that the others can go on. Throws the error again
 * where it is a bug.
 */
export function fileFault(error: unknown): string {
  if (error instanceof TooltapeError) return `${error.message}${error.remedy === null ? '' : `. ${error.remedy}`}`;
  if (error instanceof RangeError) return 'it nests too deeply to be read. Take it away, and record it again.';
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Error && (syscall !== undefined || code === 'ERR_STRING_TOO_LONG')) {
    const { means, remedy } = unreadableFault(error);
    return `it cannot be read: ${means}. ${remedy ?? 'Give yourself the right to it, or take it away.'}`;
  }
  throw error;
}
