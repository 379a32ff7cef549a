import { hash } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { kill, pid } from 'node:process';

/** A process among all that may write into a folder, those in other containers and on other machines included. */
export interface Owner {
  /** 8 hex digits that stand for the host name and the namespace of its process ids. */
  readonly machine: string;
  readonly pid: number;
}

/** This process. Two containers may share a host name, and both be process 1: the namespace tells them apart. */
export function thisOwner(): Owner {
  return (known ??= { machine: hash('sha256', `${hostname()}\n${pidNamespace()}`, 'hex').slice(0, 8), pid });
}

let known: Owner | undefined;

/** True when the process has certainly ended; false where this cannot be seen from here. */
export function isGone(owner: Owner): boolean {
  if (owner.machine !== thisOwner().machine || owner.pid === pid) return false;
  try {
    kill(owner.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Empty where the system has no such namespaces. */
function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
