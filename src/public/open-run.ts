import { LAST_RUN } from '../run/file/run-file-name.ts';
import { expectArgument } from './checks/check-options.ts';
import { TEXT } from './checks/rules.ts';
import { openRunFile, type RunSource } from '../run/file/run-file-read.ts';

/**
 * Opens a run file of any size; its trials are read one at a time.
 *
 * Returns the header, the summary by model, and `trials()`, which reads the file anew at each call. Default: the last run,
 * `.tooltape/last-run.json`.
 * Errors: RUN_FILE when the file is not there, is cut off, is no run file or is of a newer format.
 *
 * @example
 * const { summary } = openRun('run.json');
 * for (const { scenario, model, reason } of openRun('run.json').trials()) console.log(scenario, model, reason);
 */
export function openRun(file: string = LAST_RUN): RunSource {
  expectArgument('openRun', 'file', file, TEXT);
  return openRunFile(file);
}
