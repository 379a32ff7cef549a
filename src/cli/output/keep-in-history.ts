import { TooltapeError } from '../../domain/errors.ts';
import { prepareFolder } from '../../files/make-folder.ts';
import { escapeText } from '../../text/escape.ts';
import { fileSize } from '../../text/numbers.ts';
import type { RunHeader } from '../../domain/run.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';
import { lastRunPlace } from '../../run/file/run-file-place.ts';
import { KEPT_BYTES, keepRun, RUNS } from '../../run/history/history.ts';
import { isSameFile } from './files.ts';
import type { Terminal } from './terminal.ts';

/**
 * Keeps a finished run among those of its folder. A run without a name that cannot be kept is no reason to fail, and only told.
 * Errors: OUTPUT where a run with a name cannot be kept.
 */
export function keepInHistory(output: string, { createdAt, settings }: RunHeader, terminal: Terminal): void {
  // In a read-only checkout nobody looks for older runs.
  if (!isSameFile(output, LAST_RUN)) return;
  const name = settings?.name ?? null;
  try {
    const { bytes } = keepRun(output, { createdAt, name });
    if (bytes > KEPT_BYTES) warn(terminal, `the kept runs take ${fileSize(bytes)}: npx tooltape runs list`);
  } catch (error) {
    if (name !== null || !(error instanceof TooltapeError)) throw error;
    warn(terminal, `the run is not kept: ${error.message}`);
  }
}

/** Errors: OUTPUT where a run with a name could not be kept. */
export function expectHistory(): void {
  try {
    prepareFolder(RUNS);
  } catch (cause) {
    if (!(cause instanceof TooltapeError)) throw cause;
    const remedy = 'Give yourself the right to write there, or leave --name out.';
    throw new TooltapeError('OUTPUT', `${cause.message}, so no run can be kept under a name`, { remedy, cause });
  }
}

/** The path of the run file of a run that names none: that of the last run, or a temporary one, with a warning. Errors: OUTPUT. */
export function lastRunOrTemporary(terminal: Terminal): string {
  const { file, fault } = lastRunPlace('--output <file>');
  if (fault !== null) warnOfLastRun(fault, terminal);
  return file;
}

/** Warns that a run is not kept as the last one. */
export function warnOfLastRun(fault: string, terminal: Terminal): void {
  warn(terminal, `${fault}; this run is judged, and not kept. To keep it, add --output <file>`);
}

function warn(terminal: Terminal, text: string): void {
  terminal.err(`${terminal.paint('yellow', 'warning:')} ${escapeText(text)}\n`);
}
