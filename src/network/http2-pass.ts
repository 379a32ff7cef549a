import { syncBuiltinESMExports } from 'node:module';
import { connect, Socket } from 'node:net';
import process from 'node:process';
import type { ConnectionOptions } from 'node:tls';
import { hostAndPort } from '../domain/platform/host-and-port.ts';

type Any = (this: unknown, ...args: never[]) => unknown;

/** Where nock takes connections from sockets, it leaves out the next one that is opened within `run`. */
interface Unseen {
  run<T>(open: () => T): T;
}

/**
 * Lets clients of HTTP/2 (`node:http2`, gRPC) reach their servers beside nock. nock knows only HTTP/1 and holds every new
 * connection until it has read a request, which an HTTP/2 session writes past it, so the session would wait without end. A
 * session to a host that `isAnswered` is refused, because no mount sees its requests. Returns a function that undoes it.
 */
export function passHttp2(isAnswered: (host: string) => boolean): () => void {
  const unseen = (globalThis as { __MSW_INTERNAL_CONNECTION_CONTEXT?: Unseen }).__MSW_INTERNAL_CONNECTION_CONTEXT;
  if (unseen === undefined) return () => {};
  // Loaded here, because no command that leaves nock alone needs them.
  const [http2, tls] = [process.getBuiltinModule('node:http2'), process.getBuiltinModule('node:tls')];
  /** The arguments with which a socket was connected, to connect another one to the same place. */
  const targets = new WeakMap<Socket, readonly unknown[]>();
  /** The socket, or a connected one in place of one that nock holds. */
  const free = (socket: unknown): unknown => {
    if (!(socket instanceof Socket) || socket.remoteAddress !== undefined) return socket;
    const target = targets.get(socket);
    if (target === undefined) return socket;
    const connected = unseen.run(() => connect(...(target as [never])));
    // Its client watches the socket that nock holds, too.
    socket.once('close', () => connected.destroy());
    connected.once('close', () => socket.destroy());
    return connected;
  };
  const undo = [
    replace(
      Socket.prototype,
      'connect',
      (original) =>
        function noted(this: unknown, ...args) {
          const socket = this as Socket;
          // nock calls this method once more for the same socket, with arguments of its own.
          if (!targets.has(socket)) targets.set(socket, Array.isArray(args[0]) ? args[0] : args);
          return original.apply(socket, args);
        },
    ),
    replace(tls, 'connect', (original) => (...args) => {
      const options = args.find((arg) => typeof arg === 'object' && arg !== null) as ConnectionOptions | undefined;
      if (options === undefined || !isHttp2Only(options.ALPNProtocols)) return original(...args);
      if (options.socket === undefined) return unseen.run(() => original(...args));
      const freed = { ...options, socket: free(options.socket) } as never;
      return unseen.run(() => original(...args.map((arg) => (arg === options ? freed : arg))));
    }),
    replace(http2, 'connect', (original) => (...args) => {
      const [authority, options] = args as unknown as [
        string | URL,
        { createConnection?: (...of: never[]) => unknown },
      ];
      const { origin } = new URL(authority);
      if (isAnswered(hostAndPort(origin)))
        throw new Error(`HTTP/2 to ${origin} is neither recorded nor replayed: let the client ask over HTTP/1.1`);
      const make = options?.createConnection;
      if (typeof make !== 'function') return unseen.run(() => original(...args));
      const freed = { ...options, createConnection: (...of: never[]) => free(make(...of)) } as never;
      return original(args[0] as never, freed, ...args.slice(2));
    }),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const step of undo.toReversed()) step();
    syncBuiltinESMExports();
  };
}

/** True for ALPN protocols of a client that speaks nothing but HTTP/2. Node takes them as names, or as names behind their length. */
function isHttp2Only(protocols: ConnectionOptions['ALPNProtocols']): boolean {
  if (Array.isArray(protocols)) return protocols.length === 1 && String(protocols[0]) === 'h2';
  return protocols !== undefined && Buffer.from(protocols as Uint8Array).toString('latin1') === '\u0002h2';
}

/** Replaces a function of a holder. Returns a function that puts the old one back, unless other code has replaced it since. */
function replace(holder: object, name: string, make: (original: Any) => Any): () => void {
  const functions = holder as { [name: string]: Any };
  const original = functions[name] as Any;
  const made = make(original);
  functions[name] = made;
  return () => {
    if (functions[name] === made) functions[name] = original;
  };
}
