import type { JsonObject } from '../json/json.ts';
import type { ResolvedServer, ServerResult, ServerTools } from '../domain/server.ts';
import { connect, type Connection, type ConnectOptions } from './connection.ts';
import { sameTools } from './list-server.ts';
import { ServerFault } from './server-fault.ts';
import { diffTools } from './diff-tools.ts';

/** The MCP servers of a run. */
export interface Servers {
  /** The servers of one conversation. A server starts with its first call. */
  open(): ConversationServers;
  /** Closes every server. Resolves when all processes have ended. */
  close(): Promise<void>;
}

export interface ConversationServers {
  /** The result of a call. Errors: ServerFault. */
  call(server: string, tool: string, args: JsonObject): Promise<ServerResult>;
  /** Closes the servers that only this conversation uses. */
  close(): Promise<void>;
}

export interface ServersOptions extends Omit<ConnectOptions, 'legacy'> {
  readonly servers: ReadonlyMap<string, ResolvedServer>;
  /**
   * Tools that the models are told of, by server. A server that lists other tools when it starts ends the trial with an error.
   * A server without an entry is not asked for its tools.
   */
  readonly expected: ReadonlyMap<string, ServerTools>;
  /** Hides secrets in a list as the snapshot hides them, so that the two can be compared. */
  readonly redacted: (tools: ServerTools) => ServerTools;
}

/**
 * Starts servers at their first call: a server with `isolation: trial` for each conversation, other servers once for the run.
 */
export function createServers(options: ServersOptions): Servers {
  const { servers, expected, redacted } = options;
  const shared = new Map<string, Promise<Connection>>();
  /** Number of conversations that hold a shared connection. */
  const holders = new Map<Promise<Connection>, number>();
  const open = new Set<Promise<Connection>>();
  const told = new Set<string>();
  const connectOptions: ConnectOptions = {
    ...options,
    legacy: new Set(),
    onAsk(server, method) {
      const key = `${server}\n${method}`;
      if (!told.has(key)) options.onAsk(server, method);
      told.add(key);
    },
  };

  const start = async (name: string): Promise<Connection> => {
    const server = servers.get(name);
    if (server === undefined) throw new ServerFault(name, 'it stands in no configuration, and cannot be called');
    const connection = await connect(server, connectOptions);
    try {
      await expectSame(name, connection);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  };
  /** Errors: ServerFault when the server lists other tools than the models are told of. */
  const expectSame = async (name: string, connection: Connection): Promise<void> => {
    const wanted = expected.get(name);
    if (wanted === undefined) return;
    const listed = redacted(await connection.list());
    if (!sameTools(listed.tools, wanted.tools)) throw new ServerFault(name, changedSince(wanted, listed));
  };
  const begin = (name: string): Promise<Connection> => {
    const connection = start(name);
    // Each call that waits for the connection receives the error.
    connection.catch(() => {});
    open.add(connection);
    return connection;
  };
  const leave = async (connection: Promise<Connection>): Promise<void> => {
    try {
      await (await connection).close();
    } catch {
      // The server never started.
    }
    open.delete(connection);
  };
  /** Takes a shared server that has ended or hangs out of use, so that the next conversation starts it anew. */
  const dropIfDead = async (name: string, connection: Promise<Connection>): Promise<void> => {
    const isAlive = await connection.then(
      (there) => there.isAlive(),
      () => false,
    );
    if (!isAlive && shared.get(name) === connection) shared.delete(name);
  };
  return {
    open() {
      // A conversation keeps its connections, because the state of a server that was started anew is not the one that it knows.
      const own = new Map<string, Promise<Connection>>();
      return {
        async call(server, tool, args) {
          const isShared = servers.get(server)?.isolation === 'run';
          const known = own.get(server);
          const joined = isShared ? shared.get(server) : undefined;
          const held = known ?? joined ?? begin(server);
          own.set(server, held);
          if (isShared && known === undefined) {
            shared.set(server, held);
            holders.set(held, (holders.get(held) ?? 0) + 1);
          }
          try {
            const connection = await held;
            if (known === undefined && joined !== undefined) await expectSame(server, connection);
            return await connection.call(tool, args);
          } catch (error) {
            if (isShared && error instanceof ServerFault) await dropIfDead(server, held);
            throw error;
          }
        },
        async close() {
          const unused = [...own].filter(([server, held]) => {
            const left = (holders.get(held) ?? 1) - 1;
            holders.set(held, left);
            return left === 0 && shared.get(server) !== held;
          });
          await Promise.all(unused.map(([, held]) => leave(held)));
        },
      };
    },
    async close() {
      await Promise.all([...open].map(leave));
    },
  };
}

function changedSince(before: ServerTools, after: ServerTools): string {
  const changes = diffTools(before, after).map(({ tool, kind }) => (tool === null ? kind : `${tool} ${kind}`));
  return `its tools are others than those that were listed when the run began: ${changes.join(', ') || 'they are written differently'}`;
}
