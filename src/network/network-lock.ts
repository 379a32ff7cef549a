import { hostAndPort } from '../domain/platform/host-and-port.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { TooltapeError } from '../domain/errors.ts';
import { watchConnects } from './connect-watch.ts';
import { acquireNock, isMounted, isPassingBy, refuseNockOff } from './nock-mount.ts';
import { lockProcesses } from './process-lock.ts';
import { lockSockets } from './socket-lock.ts';

export interface NetworkLockOptions {
  /** Value of the environment variable NOCK_OFF, which switches nock off. */
  readonly nockOff?: string | undefined;
  /**
   * Allowed targets: `127.0.0.1:5432`, `localhost:5432`, the path of a Unix socket. Use addresses, because name look-ups are
   * refused. `processes` allows child processes and worker threads.
   */
  readonly allow?: readonly string[];
  /** The remedy in the error of a refused attempt. Default: the remedy for a tool module. */
  readonly remedy?: string;
}

export interface NetworkAttempt {
  /** File of the tool module, as given to `as`. */
  readonly who: string;
  /** `host:port`, or a URL. */
  readonly target: string;
}

export interface NetworkLock {
  /** All refused attempts, in order. */
  readonly attempts: readonly NetworkAttempt[];
  /** Runs code of the tool module `who`. Attempts of the code are counted as attempts of `who`. */
  as<T>(who: string, run: () => T): T;
  /**
   * The error of the first attempt of `who`; null without one. Clients wrap the error of a socket, so this is the original
   * reason.
   */
  errorOf(who: string): TooltapeError | null;
  unlock(): void;
}

const LOOPBACK = /^(?:127\.0\.0\.1|::1|\[::1\])(?=:\d+$)/;
const SOMEBODY = 'code of this process';
/** Allows child processes and threads. The lock does not cover their network. */
const PROCESSES = 'processes';
const OWN_DATA = 'Let it answer from data of its own, or record and replay it with attachCassette.';
const tried = new AsyncLocalStorage<string>();
const locks = new Set<{ readonly allow: ReadonlySet<string>; readonly attempts: NetworkAttempt[]; remedy: string }>();
/** Sockets opened by code that runs under a name. An attempt that no lower guard refused only opened the socket. */
const opened: NetworkAttempt[] = [];
let unlockAll = (): void => {};

/**
 * Locks the network of this process. Opening a connection fails, with NETWORK_LOCKED where the client passes the error on.
 * Locks may overlap; the last one to be released opens the network. Loads nock.
 */
export async function lockNetwork({
  nockOff,
  allow = [],
  remedy = OWN_DATA,
}: NetworkLockOptions = {}): Promise<NetworkLock> {
  refuseNockOff(nockOff);
  const { nock, release } = await acquireNock();
  const lock = { allow: new Set(allow), attempts: [] as NetworkAttempt[], remedy };
  locks.add(lock);
  if (locks.size === 1) {
    const unlockSockets = lockSockets(refuse);
    const unwatch = watchConnects({ onConnect: noteOpened, refusePath: refuse });
    const unlockProcesses = lockProcesses(refuseProcess);
    const onNoMatch = (request: Request): void => {
      const error = refuse(hostAndPort(request.url), request.url);
      if (error !== null) throw error;
    };
    nock.emitter.on('no match', onNoMatch);
    // As `disableNetConnect`, with the allowed targets.
    nock.enableNetConnect(isAllowed);
    unlockAll = () => {
      unlockProcesses();
      unwatch();
      unlockSockets();
      opened.length = 0;
      nock.emitter.off('no match', onNoMatch);
      nock.enableNetConnect();
    };
  }
  return {
    attempts: lock.attempts,
    as: (who, run) => tried.run(who, run),
    errorOf(who) {
      const isHis = (made: NetworkAttempt): boolean => made.who === who;
      const attempt = lock.attempts.find(isHis) ?? opened.find(isHis);
      return attempt === undefined ? null : lockedError(attempt);
    },
    unlock() {
      if (!locks.delete(lock)) return;
      if (locks.size === 0) unlockAll();
      release();
    },
  };
}

function isAllowed(host: string): boolean {
  if (isPassingBy()) return true;
  const local = host.replace(LOOPBACK, 'localhost');
  return [...locks].every((lock) => lock.allow.has(host) || lock.allow.has(local));
}

function noteOpened(target: string): void {
  const who = tried.getStore();
  if (who === undefined || isAllowed(target) || isMounted(target)) return;
  if (!opened.some((made) => made.who === who)) opened.push({ who, target });
}

/** The error for a child process or a thread; no lock of this process covers their network. */
function refuseProcess(what: string): TooltapeError | null {
  if (isPassingBy() || [...locks].every((lock) => lock.allow.has(PROCESSES))) return null;
  return note(`the network by way of ${what}`);
}

function refuse(host: string, target: string = host): TooltapeError | null {
  return isAllowed(host) ? null : note(target);
}

function note(target: string): TooltapeError {
  const attempt: NetworkAttempt = { who: tried.getStore() ?? SOMEBODY, target };
  for (const lock of locks) {
    const last = lock.attempts.at(-1);
    if (last?.who !== attempt.who || last.target !== target) lock.attempts.push(attempt);
  }
  return lockedError(attempt);
}

function lockedError({ who, target }: NetworkAttempt): TooltapeError {
  return new TooltapeError(
    'NETWORK_LOCKED',
    `${who} tried to reach ${target}, and the network is locked during a replay`,
    { remedy: [...locks].at(-1)?.remedy ?? OWN_DATA },
  );
}
