import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';

/** Environment variable whose value all processes of one agent share. */
const MARK_VARIABLE = 'TOOLTAPE_AGENT';
/** Rounds of a search, because a process may start another one while the others are killed. */
const ROUNDS = 5;

/** The variable that marks the processes of an agent. */
export function markOf(value: string): { readonly [name: string]: string } {
  return { [MARK_VARIABLE]: value };
}

/**
 * Kills the processes of an agent that have left its process group, as daemons do. It finds them by their mark, as CI servers do, on
 * Linux alone. A program that starts a process without the variable lets that process live.
 */
export function killMarked(value: string): void {
  for (let round = 0; round < ROUNDS; round++) {
    const found = markedWith(`\0${MARK_VARIABLE}=${value}\0`);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // The process has ended already.
      }
    }
  }
}

/** Ids of processes with this text in their environment; none where the system does not show environments as Linux does. */
function markedWith(text: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && `\0${environmentOf(pid)}`.includes(text));
}

/** The environment with which a process was started; empty for one that has ended, or that belongs to another user. */
function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
