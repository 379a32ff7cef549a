import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The run file of the last run, which `compare`, `report` and `bless` read when no file is named. */
export const LAST_RUN = '.tooltape/last-run.json';

/**
 * The path that a run writes its file to: the file of the last run, which is copied to `output` afterwards. In a read-only
 * checkout it is `output`.
 */
export function runFileFor(output: string | undefined): string {
  if (output === undefined) return LAST_RUN;
  try {
    const folder = dirname(LAST_RUN);
    accessSync(statSync(folder, { throwIfNoEntry: false }) === undefined ? '.' : folder, constants.W_OK);
    return LAST_RUN;
  } catch {
    return output;
  }
}
