import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';

/** An environment variable, with a value that all processes of one program share and no other process on this machine has. */
export interface Mark {
  readonly variable: 'TOOLTAPE_AGENT' | 'TOOLTAPE_SERVER';
  readonly value: string;
}

/** Rounds of a search, because a process may start another one while the others are killed. */
const ROUNDS = 5;

/** The variable that marks the processes of a program. */
export function variableOf({ variable, value }: Mark): { readonly [name: string]: string } {
  return { [variable]: value };
}

/**
 * A text that no other running process of this machine has. Processes in two containers may have one id, so it holds the namespace of
 * the id where the system has such, as Linux does.
 */
export function ownName(): string {
  try {
    return `${readlinkSync('/proc/self/ns/pid')}-${process.pid}`;
  } catch {
    return String(process.pid);
  }
}

/**
 * Kills the processes of a program that have left its process group, as daemons do. It finds them by their mark, as CI servers do, on
 * Linux alone. A program that starts a process without the variable lets that process live.
 */
export function killMarked({ variable, value }: Mark): void {
  for (let round = 0; round < ROUNDS; round++) {
    const found = markedWith(`\0${variable}=${value}\0`);
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
