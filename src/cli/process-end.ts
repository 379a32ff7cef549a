import { EXIT, TooltapeError } from '../domain/errors.ts';
import { printError } from './output/print-error.ts';
import type { Terminal } from './output/terminal.ts';

const LONGEST_CHAIN = 8;

/**
 * Gives the process a clear end where code that is not ours, a tool module, denies it one: what it throws when nobody
 * waits for it, a promise that it never settles, and an end of the process that would pass for a success. Returns what says that the
 * command is done.
 */
export function endStrays(terminal: Terminal): () => void {
  let done = false;
  process.on('uncaughtException', (error: unknown) => process.exit(printError(reasonOf(error), terminal)));
  process.once('beforeExit', () => {
    if (done) return;
    const message = 'nothing is left to wait for, and the command is not done: a tool module never gave its answer';
    const remedy = 'See that every promise of a tool module is settled: a socket that a replay refuses stays silent.';
    printError(new TooltapeError('TOOL_MODULE', message, { remedy }), terminal);
    process.exit(EXIT.usage);
  });
  process.once('exit', (code) => {
    if (done || code !== EXIT.done) return;
    const message = 'the process was ended before the command was done: a tool module called process.exit';
    const remedy = 'Return a value from tool modules, or throw an error.';
    process.exitCode = printError(new TooltapeError('TOOL_MODULE', message, { remedy }), terminal);
  });
  return () => {
    done = true;
  };
}

/** Clients wrap what a locked network tells them. */
function reasonOf(error: unknown): unknown {
  let at = error;
  for (let depth = 0; depth < LONGEST_CHAIN && at instanceof Error; depth += 1) {
    if (at instanceof TooltapeError) return at;
    at = at.cause;
  }
  return error;
}
