import { loadConfig } from '../../config/load.ts';
import type { FindServer } from '../../domain/server.ts';
import { snapshotsIn } from '../../mcp/snapshot.ts';

export interface KnownServersOptions {
  readonly cwd: string;
  /** Path of the configuration file; null for the one in the working directory. Default: null. */
  readonly config?: string | null;
  /** Folder of the cassettes. Default: `cassettes`. */
  readonly cassettes?: string;
}

/**
 * Knows the tools of MCP servers by the snapshots in a cassette folder; starts no server. The configuration is read when a scenario
 * first names one. Errors, when asked: CONFIG, CASSETTE_FORMAT, CASSETTE_NEWER.
 *
 * @example
 * const servers = knownServers({ cwd: process.cwd() });
 * const { scenarios } = loadScenarios([], { cwd: process.cwd(), servers });
 */
export function knownServers({ cwd, config = null, cassettes = 'cassettes' }: KnownServersOptions): FindServer {
  let find: FindServer | null = null;
  return (name) => {
    find ??= snapshotsIn(cassettes, loadConfig({ file: config, cwd }).servers.keys());
    return find(name);
  };
}
