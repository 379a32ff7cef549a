import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { lockNames } from './dns-lock.ts';
import { errno, handlesOf } from './node-handles.ts';

/** Called before a connection is opened. Null allows it, an error refuses it. */
export type Gate = (target: string) => Error | null;

type Method = (this: unknown, ...args: unknown[]) => number;

/**
 * Methods of Node's internal handles that reach another machine, each with a function from its arguments to the target; null
 * where there is no new target.
 */
const METHODS: readonly (readonly [
  module: string,
  handle: string,
  methods: readonly string[],
  target: (args: unknown[]) => string | null,
])[] = [
  ['tcp_wrap', 'TCP', ['connect', 'connect6'], ([, address, port]) => `${String(address)}:${String(port)}`],
  ['pipe_wrap', 'Pipe', ['connect'], ([, path]) => String(path)],
  ['udp_wrap', 'UDP', ['connect', 'connect6'], ([address, port]) => `${String(address)}:${String(port)}`],
  [
    'udp_wrap',
    'UDP',
    ['send', 'send6'],
    ([, , , port, address]) => (typeof port === 'number' ? `${String(address)}:${port}` : null),
  ],
];

/**
 * Refuses TCP, UDP and Unix sockets at the handles below `node:net`, `tls`, `http2` and `dgram`. This covers what nock does
 * not: bytes that are not HTTP, and HTTP/2. Returns a function that removes the lock.
 */
export function lockSockets(gate: Gate): () => void {
  const undo = [freshDispatchers(), lockNames(gate), lockHttp2(gate)];
  const refused = errno('ENETUNREACH');
  for (const [module, handle, methods, target] of METHODS) {
    const holder = (handlesOf(module)?.[handle] as { prototype: Record<string, Method> } | undefined)?.prototype;
    // Where Node does not expose its handles, nock's lock is the only one.
    if (holder === undefined) continue;
    for (const name of methods) {
      const original = holder[name] as Method;
      holder[name] = function locked(this: unknown, ...args: unknown[]): number {
        const aim = target(args);
        return aim === null || gate(aim) === null ? original.apply(this, args) : refused;
      };
      undo.push(() => {
        holder[name] = original;
      });
    }
  }
  return () => undo.reverse().forEach((step) => step());
}

/** Refuses HTTP/2 sessions with a reason. nock knows only HTTP/1, and a refused handle has no words. */
function lockHttp2(gate: Gate): () => void {
  const http2 = process.getBuiltinModule('node:http2');
  const original = http2.connect;
  const locked = (authority: string | URL, ...rest: unknown[]): unknown => {
    const { host } = new URL(authority);
    const error = gate(host);
    if (error !== null) throw error;
    return (original as unknown as (...args: unknown[]) => unknown)(authority, ...rest);
  };
  http2.connect = locked as typeof http2.connect;
  syncBuiltinESMExports();
  return () => {
    http2.connect = original;
    syncBuiltinESMExports();
  };
}

/**
 * Gives `fetch` an empty connection pool while the lock exists, because a socket kept open from before would bypass the lock.
 */
function freshDispatchers(): () => void {
  const holder = globalThis as unknown as Record<symbol, { constructor: new () => unknown } | undefined>;
  const undo: (() => void)[] = [];
  for (const version of [1, 2]) {
    const symbol = Symbol.for(`undici.globalDispatcher.${version}`);
    const current = holder[symbol];
    // A dispatcher of another class may have mocks or a proxy of the user, so it stays.
    if (current?.constructor.name !== 'Agent') continue;
    holder[symbol] = new current.constructor() as typeof current;
    undo.push(() => {
      holder[symbol] = current;
    });
  }
  return () => undo.forEach((step) => step());
}
