import { TooltapeError } from '../domain/errors.ts';
import { systemFault } from '../files/system-fault.ts';

/** The error for a file or folder that the system does not let us read, IMPORT; null for an error without the code of a system. */
export function unreadableFile(file: string, cause: unknown): TooltapeError | null {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || cause instanceof TooltapeError) return null;
  const fault = systemFault(cause, 'read');
  return new TooltapeError('IMPORT', `${file}: ${fault?.means ?? `it cannot be read: ${code}`}`, {
    remedy: fault?.remedy ?? 'Name files that you may read.',
    cause,
  });
}
