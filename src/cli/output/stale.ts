import type { StaleGroup } from '../../run/notes/stale-recordings.ts';
import { escapeLines, escapeText } from '../../text/escape.ts';
import { count, counted } from '../../text/numbers.ts';
import type { Terminal } from './terminal.ts';

/** Most groups printed in full. */
const SHOWN = 20;
/** Most scenarios × models that the line for the other groups names. */
const NAMED = 200;

/** Prints the trials that could not be replayed, by cause, on standard error. */
export function printStale(groups: readonly StaleGroup[], terminal: Terminal): void {
  if (groups.length === 0) return;
  const total = groups.reduce((sum, { trials }) => sum + trials, 0);
  terminal.err(`\n${terminal.paint('red', `error CASSETTE_MISS: ${counted(total, 'trial')} could not be replayed`)}\n`);
  for (const { text } of groups.slice(0, SHOWN)) terminal.err(`${escapeLines(text)}\n`);
  const rest = groups.slice(SHOWN).flatMap(({ cells }) => cells);
  if (rest.length === 0) return;
  const named = rest.slice(0, NAMED).join('; ');
  terminal.err(
    `and also: ${escapeText(named)}${rest.length > NAMED ? `; … ${count(rest.length - NAMED)} more` : ''}\n`,
  );
}
