import type { CheckedGates } from '../../compare/gates/check-gates.ts';
import type { Attention } from '../../report/sections/noted/attention.ts';
import { terminalVerdict } from '../../report/reporters/terminal.ts';
import type { PreparedRun, RunFlags } from '../../run/prepare-run.ts';
import type { RunResult } from '../../run/run-harness.ts';
import { showGates } from '../gates.ts';
import { printError } from './print-error.ts';
import { printRunNotes } from './run-notes.ts';
import type { StaleGroup } from '../../run/notes/stale-recordings.ts';
import type { Terminal } from './terminal.ts';

/** The result of a run, for printing. */
export interface RunOutcome {
  readonly prepared: PreparedRun;
  readonly result: RunResult;
  readonly stale: readonly StaleGroup[];
  readonly gates: CheckedGates;
  readonly noted: Attention;
}

/**
 * Prints the part after the reports: notes, gates, `more`, and the verdict last where the table was `printed`. Returns the exit
 * codes of the failures that are no trials.
 */
export async function printVerdict(
  { prepared, result, stale, gates, noted }: RunOutcome,
  options: RunFlags,
  terminal: Terminal,
  printed: boolean,
  more = '',
): Promise<readonly number[]> {
  const { header, summary } = result;
  printRunNotes(result, stale, prepared, options, terminal);
  await showGates(gates, terminal, printed ? terminal.out : terminal.err);
  if (printed) {
    const how = { width: terminal.width, color: terminal.color };
    terminal.out(`${more}\n${terminalVerdict(header, summary, noted.retries, gates.results, how)}`);
  }
  return result.failures.map((failure) => printError(failure, terminal));
}
