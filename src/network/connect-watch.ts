import { Socket } from 'node:net';

type Connect = (this: Socket, ...args: unknown[]) => Socket;

export interface ConnectWatch {
  /** Called for every socket that connects, with `host:port` or a path. nock sees a connection only when a request goes over it. */
  readonly onConnect: (target: string) => void;
  /**
   * Called with the path of a Unix socket or a named pipe. Null allows the connection; an error ends it. Without this, nock
   * tells the client that it is connected and accepts data before the lock refuses the handle.
   */
  readonly refusePath: (path: string) => Error | null;
}

/** Watches the connections of this process. Returns a function that ends the watch. */
export function watchConnects({ onConnect, refusePath }: ConnectWatch): () => void {
  const holder = Socket.prototype as unknown as { connect: Connect };
  const original = holder.connect;
  holder.connect = function watched(this: Socket, ...args) {
    const { path, target } = targetOf(Array.isArray(args[0]) ? (args[0] as unknown[]) : args);
    onConnect(target);
    const error = path ? refusePath(target) : null;
    return error === null ? original.apply(this, args) : this.destroy(error);
  };
  return () => {
    holder.connect = original;
  };
}

/** The target of `connect(options)`, `connect(port, host)` or `connect(path)`. */
function targetOf([first, second]: readonly unknown[]): { readonly target: string; readonly path: boolean } {
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: string; port?: string | number };
    if (typeof path === 'string' && path !== '') return { target: path, path: true };
    return { target: `${host ?? 'localhost'}:${port ?? ''}`, path: false };
  }
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { target: first, path: true };
  return { target: `${typeof second === 'string' ? second : 'localhost'}:${String(first)}`, path: false };
}
