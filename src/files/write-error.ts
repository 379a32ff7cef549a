import { TooltapeError } from '../domain/errors.ts';
import { systemFault } from './system-fault.ts';

/** The error OUTPUT, naming the file or folder that cannot be written. */
export function cannotWrite(path: string, cause: unknown): TooltapeError {
  if (cause instanceof TooltapeError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  const fault = systemFault(cause, 'write');
  const said = cause instanceof Error ? cause.message : String(cause);
  return new TooltapeError(
    'OUTPUT',
    `${path}: it cannot be written: ${fault === null ? said : `${fault.means} (${code})`}`,
    { remedy: fault?.remedy ?? 'Name another place, or see that this one can be written.', cause },
  );
}
