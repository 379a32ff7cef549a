import { TooltapeError } from '../../domain/errors.ts';
import { escapeText } from '../../text/escape.ts';
import { fileSize } from '../../text/numbers.ts';
import type { RunHeader } from '../../domain/run.ts';
import { LAST_RUN } from '../../run/file/run-file-name.ts';
import { KEPT_BYTES, keepRun, RUNS } from '../../run/history/history.ts';
import { isSameFile } from './files.ts';
import type { Terminal } from './terminal.ts';

/**
 * Keeps a finished run among those of its folder. A run without a name that cannot be kept is no reason to fail, and only told.
 * Errors: OUTPUT where a run with a name cannot be kept.
 */
export function keepInHistory(output: string, { createdAt, settings }: RunHeader, terminal: Terminal): void {
  const name = settings?.name ?? null;
  try {
    if (!isSameFile(output, LAST_RUN)) {
      throw new TooltapeError('OUTPUT', `${RUNS}: the run cannot be kept: the folder cannot be written`, {
        remedy: 'Give yourself the right to write there, or leave --name out.',
      });
    }
    const { bytes } = keepRun(output, { createdAt, name });
    if (bytes > KEPT_BYTES) warn(terminal, `the kept runs take ${fileSize(bytes)}: npx tooltape runs list`);
  } catch (error) {
    if (name !== null || !(error instanceof TooltapeError)) throw error;
    // In a read-only checkout nobody looks for older runs.
    if (isSameFile(output, LAST_RUN)) warn(terminal, `the run is not kept: ${error.message}`);
  }
}

function warn(terminal: Terminal, text: string): void {
  terminal.err(`${terminal.paint('yellow', 'warning:')} ${escapeText(text)}\n`);
}
