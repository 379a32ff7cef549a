import { TooltapeError } from '../domain/errors.ts';
import type { ResolvedServer, ServerTools } from '../domain/server.ts';
import type { JsonObject } from '../json/json.ts';
import { connect, type Connection, type ConnectOptions } from './connection.ts';
import { ServerFault } from './server-fault.ts';

/** The tools of a server, which is started or reached and then closed. Errors: SERVER. */
export function listServer(server: ResolvedServer, options: ConnectOptions): Promise<ServerTools> {
  return withServer(server, options, (connection) => connection.list());
}

/**
 * The result of `use` with a connection to the server, which is closed in every case. Errors: SERVER in place of a ServerFault,
 * and the errors of `use`.
 */
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
    throw error instanceof ServerFault ? serverError(error, server) : error;
  } finally {
    await connection?.close();
  }
}

/** A fault of a server before the first trial, as an error that ends the command. */
function serverError(fault: ServerFault, { kind }: ResolvedServer): TooltapeError {
  const first = kind === 'http' ? 'Check the url and the headers' : 'Start it by hand with the command';
  return new TooltapeError('SERVER', fault.message, {
    remedy: `${first} of its entry, or try \`npx tooltape mcp list ${fault.server}\`. The entry stands under "servers" in the configuration. Recordings need no server: npx tooltape replay`,
    cause: fault,
  });
}

/** True when both lists hold equal tools in the same order. */
export function sameTools(a: readonly JsonObject[], b: readonly JsonObject[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
