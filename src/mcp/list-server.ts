import { TooltapeError } from '../domain/errors.ts';
import type { ResolvedServer, ServerTools } from '../domain/server.ts';
import type { JsonObject } from '../json/json.ts';
import { connect, type Connection, type ConnectOptions } from './connection.ts';
import { ServerFault } from './server-fault.ts';

/** Starts or reaches a server, lists its tools, and leaves it. Errors: SERVER. */
export function listServer(server: ResolvedServer, options: ConnectOptions): Promise<ServerTools> {
  return withServer(server, options, (connection) => connection.list());
}

/** Does something with a server that is then left, whatever comes. Errors: SERVER in place of a ServerFault. */
export async function withServer<T>(
  server: ResolvedServer,
  options: ConnectOptions,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  let connection: Connection | null = null;
  try {
    connection = await connect(server, options);
    return await use(connection);
  } catch (error) {
    throw error instanceof ServerFault ? serverError(error) : error;
  } finally {
    await connection?.close();
  }
}

/** What a server failed to do before any trial, as an error of the command. */
export function serverError(fault: ServerFault): TooltapeError {
  return new TooltapeError('SERVER', fault.message, {
    remedy: `Try it alone: npx tooltape mcp list ${fault.server}. Its entry stands under "servers" in the configuration. Recordings need no server: npx tooltape replay.`,
    cause: fault,
  });
}

/** Two lists are the same where every tool is, in the same order. */
export function sameTools(a: readonly JsonObject[], b: readonly JsonObject[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
