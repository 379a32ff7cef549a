import { ERROR_CODES, EXIT, messageAfter, TooltapeError, type Issue } from '../../domain/errors.ts';
import { PatternStopped } from '../../pattern/pattern-stopped.ts';
import { escapeLines, escapeText } from '../../text/escape.ts';
import { asSystemError } from './system-error.ts';
import type { Terminal } from './terminal.ts';

/** Prints any error for users and returns the exit code. Only an error that is a bug of tooltape prints a stack. */
export function printError(thrown: unknown, terminal: Terminal): number {
  const error = thrown instanceof TooltapeError ? thrown : (asPatternError(thrown) ?? asSystemError(thrown) ?? thrown);
  if (error instanceof TooltapeError) {
    terminal.err(`${terminal.paint('red', `error ${error.code}:`)} ${escapeText(error.message)}\n`);
    const told = new Set<string>();
    for (const issue of error.issues) terminal.err(`  ${issueLine(issue, told)}\n`);
    if (error.remedy !== null) terminal.err(`  ${terminal.paint('cyan', 'fix:')} ${escapeText(error.remedy)}\n`);
    return ERROR_CODES[error.code].exit;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`${terminal.paint('red', 'internal error:')} this is a bug of tooltape.\n${escapeLines(stack)}\n`);
  terminal.err(`  ${terminal.paint('cyan', 'fix:')} report it with this text and the command that you ran.\n`);
  return EXIT.bug;
}

/**
 * Describes a stopped pattern as an error of the configuration, because outside of trials only patterns of the configuration
 * run.
 */
function asPatternError(thrown: unknown): TooltapeError | null {
  if (!(thrown instanceof PatternStopped)) return null;
  return new TooltapeError('CONFIG', `redact or ignore: ${thrown.message}`, {
    remedy: 'Write the pattern without a loop inside a loop.',
  });
}

/** One line for an issue: `scenarios/a.yaml:12 tools[0].name: …`. `told` holds the ends of messages that are printed once. */
export function issueLine(issue: Issue, told: Set<string> = new Set()): string {
  const place = issue.line === null ? issue.file : `${issue.file}:${issue.line}`;
  // Some messages already start with the file.
  const text = messageAfter(issue, told);
  const message = text.startsWith(`${place}: `) ? text.slice(place.length + 2) : text;
  return escapeText(issue.path === '' ? `${place}: ${message}` : `${place} ${issue.path}: ${message}`);
}

/** Prints one line for each issue on standard error. */
export function printWarnings(issues: readonly Issue[], terminal: Terminal): void {
  const told = new Set<string>();
  for (const issue of issues) terminal.err(`${terminal.paint('yellow', 'warning:')} ${issueLine(issue, told)}\n`);
}
