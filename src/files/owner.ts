import { hash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';

/** Identifies a process among all that may write into a folder, including those in other containers and on other machines. */
export interface Owner {
  /** Hash of the host name and of the namespace of process ids; 8 hex digits. */
  readonly machine: string;
  readonly pid: number;
}

/** This process. Two containers may have one host name and both have a process 1; the namespace tells them apart. */
export function thisOwner(): Owner {
  return (known ??= { machine: hash('sha256', `${hostname()}\n${pidNamespace()}`, 'hex').slice(0, 8), pid });
}

let known: Owner | undefined;

/** True when the process has ended; false where it runs, or where this process cannot find out. */
export function isGone(owner: Owner): boolean {
  if (owner.machine !== thisOwner().machine || owner.pid === pid) return false;
  try {
    kill(owner.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** The namespace of process ids; empty on systems without namespaces. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
