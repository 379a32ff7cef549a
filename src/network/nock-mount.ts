import { hostAndPort } from '../domain/platform/host-and-port.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { TooltapeError } from '../domain/errors.ts';
import { passHttp2 } from './http2-pass.ts';

type Nock = typeof import('nock').default;

/** Return value of nock's reply functions. */
export type NockReply = readonly [
  status: number,
  body: string | Buffer | import('node:stream').Readable,
  headers: string[],
];

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** Set during our own request for a client of the user. It must reach the network, not the mount that makes it. */
const direct = new AsyncLocalStorage<true>();
/** Counts the users of nock in this process. Its patches are global, and the last user removes them. */
const state = { users: 0, ours: false, mounted: new Set<string>() };
/** Undoes `passHttp2`; null while nock has no user. */
let undoPass: (() => void) | null = null;

/** Runs code whose requests bypass mounts and locks. */
export function passingBy<T>(run: () => T): T {
  return direct.run(true, run);
}

/** True inside `passingBy`. */
export function isPassingBy(): boolean {
  return direct.getStore() === true;
}

/** True when a mount answers requests to `host:port`. */
export function isMounted(host: string): boolean {
  return [...state.mounted].some((origin) => hostAndPort(origin) === host);
}

/** States of an interceptor that lets requests pass. */
const IDLE: ReadonlySet<unknown> = new Set(['INACTIVE', 'DISPOSED']);

/** True while nock or msw, whoever uses them, may answer requests of this process. */
export function isIntercepted(): boolean {
  return [...(interceptors()?.values() ?? [])].some((one) => !IDLE.has((one as { readyState?: unknown }).readyState));
}

/** The interceptors of nock and msw in this process; undefined where neither is loaded. They stay in it when they are switched off. */
function interceptors(): ReadonlyMap<symbol, unknown> | undefined {
  return (globalThis as { __MSW_INTERCEPTORS_REGISTRY?: Map<symbol, unknown> }).__MSW_INTERCEPTORS_REGISTRY;
}

/**
 * Loads nock, which patches the process; call it only where code of the user runs. `release` removes the patches, unless other
 * code had loaded nock before.
 */
export async function acquireNock(): Promise<{ readonly nock: Nock; readonly release: () => void }> {
  const loaded = interceptors();
  if (loaded === undefined || loaded.size === 0) state.ours = true;
  state.users++;
  const { default: nock } = await import('nock');
  if (!nock.isActive()) nock.activate();
  undoPass ??= passHttp2(isMounted);
  let released = false;
  return {
    nock,
    release: () => {
      if (released) return;
      released = true;
      if (--state.users > 0) return;
      undoPass?.();
      undoPass = null;
      if (state.ours) nock.restore();
    },
  };
}

/** Errors: NETWORK_LOCKED when NOCK_OFF has switched nock off, because requests would then bypass the cassette. */
export function refuseNockOff(value: string | undefined): void {
  if (value === undefined || value === '' || value === '0' || value === 'false') return;
  throw new TooltapeError(
    'NETWORK_LOCKED',
    `NOCK_OFF is set to ${JSON.stringify(value)}: the network could not be locked`,
    {
      remedy: 'Unset NOCK_OFF and run again.',
    },
  );
}

/**
 * Answers every request to an origin with `reply`, from any client, with one persistent interceptor for each method. Returns a
 * function that removes the interceptors. Errors: USAGE when the origin is mounted already.
 */
export function mountOrigin(nock: Nock, origin: string, reply: (request: Request) => Promise<NockReply>): () => void {
  if (state.mounted.has(origin)) {
    throw new TooltapeError('USAGE', `${origin} has a cassette attached already`, { remedy: 'Close it first.' });
  }
  state.mounted.add(origin);
  const scope = nock(origin, { allowUnmocked: true, conditionally: () => !isPassingBy() }).persist();
  const interceptors = METHODS.map((method) => {
    const interceptor = scope.intercept(/.*/, method);
    // nock calls a reply function of two parameters with a callback, so this one has one parameter.
    interceptor.reply((request: Request) => reply(request) as never);
    return interceptor;
  });
  return () => {
    state.mounted.delete(origin);
    for (const interceptor of interceptors) nock.removeInterceptor(interceptor);
  };
}
