import { Socket } from 'node:net';

type Connect = (this: Socket, ...args: unknown[]) => Socket;

/**
 * Calls back for every socket that connects, with `host:port` or a path. nock sees a connection only when a request goes over it, so
 * it would miss a silent one. Returns a function that ends the watch.
 */
export function watchConnects(tell: (target: string) => void): () => void {
  const holder = Socket.prototype as unknown as { connect: Connect };
  const original = holder.connect;
  holder.connect = function watched(this: Socket, ...args) {
    tell(targetOf(Array.isArray(args[0]) ? (args[0] as unknown[]) : args));
    return original.apply(this, args);
  };
  return () => {
    holder.connect = original;
  };
}

/** `connect(options)`, `connect(port, host)` or `connect(path)`. */
function targetOf([first, second]: readonly unknown[]): string {
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: string; port?: string | number };
    return typeof path === 'string' ? path : `${host ?? 'localhost'}:${port ?? ''}`;
  }
  const isPath = typeof first === 'string' && !/^\d+$/.test(first);
  return isPath ? first : `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`;
}
