import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { lockNames } from './dns-lock.ts';
import { errno, handlesOf } from './node-handles.ts';

/** Asked before a connection is opened: null lets it pass, an error refuses it. */
export type Gate = (target: string) => Error | null;

type Method = (this: unknown, ...args: unknown[]) => number;

/** Methods of Node's own handles that reach another machine, and what their arguments aim at; null where they aim at nothing new. */
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
 * Refuses TCP, UDP and Unix sockets at the handles below `node:net`, `tls`, `http2` and `dgram`: what nock lets pass (bytes that are not
 * HTTP, HTTP/2) ends here. Returns a function that lifts the lock.
 */
export function lockSockets(gate: Gate): () => void {
  const undo = [freshDispatchers(), lockNames(gate), lockHttp2(gate)];
  const refused = errno('ENETUNREACH');
  for (const [module, handle, methods, target] of METHODS) {
    const holder = (handlesOf(module)?.[handle] as { prototype: Record<string, Method> } | undefined)?.prototype;
    // Where Node does not give its handles away, nock's lock is the only one.
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

/** Under nock, which speaks HTTP/1 alone, a session would wait for ever. */
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

/** Sockets that fetch keeps open from before the lock would carry requests past it: fetch gets an empty pool for the time being. */
function freshDispatchers(): () => void {
  const holder = globalThis as unknown as Record<symbol, { constructor: new () => unknown } | undefined>;
  const undo: (() => void)[] = [];
  for (const version of [1, 2]) {
    const symbol = Symbol.for(`undici.globalDispatcher.${version}`);
    const current = holder[symbol];
    // A dispatcher of another kind may hold mocks or a proxy, and is its owner's.
    if (current?.constructor.name !== 'Agent') continue;
    holder[symbol] = new current.constructor() as typeof current;
    undo.push(() => {
      holder[symbol] = current;
    });
  }
  return () => undo.forEach((step) => step());
}
