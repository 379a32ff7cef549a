import { basename, dirname, join } from 'node:path';
import { TooltapeError } from '../../domain/errors.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { LAST_RUN } from './run-file-name.ts';

/** Where a run that names no file writes its run file. */
export interface RunFilePlace {
  readonly file: string;
  /** Why the file is a temporary one, which is removed when the process ends; null for the file of the last run. */
  readonly fault: string | null;
}

/**
 * The run file of the last run, or a temporary one where that cannot be written. `option` names a file, for the remedy. Errors: OUTPUT
 * where neither can be written.
 */
export function lastRunPlace(option: string, cwd = ''): RunFilePlace {
  const fault = lastRunFault(cwd);
  if (fault === null) return { file: join(cwd, LAST_RUN), fault };
  try {
    return { file: join(temporaryFolder(), basename(LAST_RUN)), fault };
  } catch (cause) {
    const message = `${fault}, nor can the folder for temporary files`;
    throw new TooltapeError('OUTPUT', message, { remedy: `Name a place for the run file: ${option}.`, cause });
  }
}

/** Makes the folder of the last run. Returns null, or why nothing can be written there. */
export function lastRunFault(cwd = ''): string | null {
  try {
    prepareFolder(join(cwd, dirname(LAST_RUN)));
    return null;
  } catch (error) {
    if (error instanceof TooltapeError) return error.message;
    throw error;
  }
}
