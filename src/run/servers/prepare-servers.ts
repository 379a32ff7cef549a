import type { Mode } from '../../domain/recording.ts';
import type { Config } from '../../config/config.ts';
import { resolveServer, type Environment } from '../../config/environment.ts';
import { secretsOf } from '../../config/secrets.ts';
import type { FindServer, ResolvedServer, ServerTools } from '../../domain/server.ts';
import type { ConnectOptions } from '../../mcp/connection.ts';
import { listServer } from '../../mcp/list-server.ts';
import { snapshotsIn, unknownServer, writeSnapshot } from '../../mcp/snapshot.ts';
import { createRedactor } from '../../redact/redact.ts';
import type { Scenario } from '../../domain/scenario.ts';
import { loadSoundScenarios, type LoadedScenarios } from '../../scenario/load.ts';
import { selectScenarios, type Selection } from '../plan.ts';
import { readDefinitions, withDefinitions, type ToolDefinitions, type ToolsFrom } from './tool-definitions.ts';

/** The MCP servers of a run and their tools. */
export interface PreparedServers {
  /** Finds the tools of a server, for loading scenarios. */
  readonly find: FindServer;
  /** Servers that answer calls, by name; empty in a replay. */
  readonly servers: ReadonlyMap<string, ResolvedServer>;
  /** Redacted lists of tools as requests carry them, by server. */
  readonly listed: ReadonlyMap<string, ServerTools>;
  /** The definitions of each `--tools-from`, in order; `[]` without one. */
  readonly definitions: readonly ToolDefinitions[];
}

export interface ServersNeeded {
  /** Paths of scenario files. `loaded` replaces them where scenarios are loaded. */
  readonly paths: readonly string[];
  readonly loaded?: LoadedScenarios;
  readonly cwd: string;
  readonly selection: Selection;
  readonly mode: Mode;
  readonly cassettes: string;
  readonly toolsFrom: readonly ToolsFrom[];
  /** True to write no snapshot. */
  readonly dryRun: boolean;
}

/**
 * Prepares the servers of a run before it is planned. A replay reads their snapshots and starts none. A recording run lists the tools
 * of the servers that selected scenarios name, and writes their snapshots. Errors: SERVER, MISSING_KEY, OUTPUT.
 */
export async function prepareServers(
  needed: ServersNeeded,
  config: Config,
  env: Environment,
  connect: ConnectOptions,
): Promise<PreparedServers> {
  const { mode, cassettes } = needed;
  const known = snapshotsIn(cassettes, config.servers.keys());
  const definitions = readDefinitions(needed.toolsFrom);
  const none = { find: known, servers: new Map(), listed: new Map(), definitions };
  if (mode === 'replay' || config.servers.size === 0) return none;
  const defined = (name: string): boolean =>
    definitions.every((one) => one.servers.has(name)) && definitions.length > 0;
  const [first] = definitions;
  const names = namesUsed(needed, first === undefined ? known : withDefinitions(first, known));
  const servers = new Map<string, ResolvedServer>();
  for (const name of names) {
    const server = config.servers.get(name);
    if (server !== undefined) servers.set(name, resolveServer(server, env));
  }
  const redactor = createRedactor({ secrets: secretsOf(config, env), patterns: config.redact });
  // A server whose tools every label defines need not be listed, because no request carries its own list.
  const asked = [...servers.values()].filter(({ name }) => !defined(name));
  const lists = await Promise.all(asked.map((server) => listServer(server, connect)));
  const listed = new Map<string, ServerTools>();
  for (const list of lists) {
    const tools = { ...list, tools: redactor.json([...list.tools]) };
    listed.set(list.server, tools);
    if (!needed.dryRun) writeSnapshot(cassettes, tools);
  }
  const find: FindServer = (name) => {
    if (!config.servers.has(name)) return unknownServer(name, [...config.servers.keys()]);
    return listed.get(name) ?? known(name);
  };
  return { find, servers, listed, definitions };
}

/**
 * Names of the servers that the selected scenarios use; of all scenarios, where these cannot be loaded before the servers are
 * listed.
 */
function namesUsed({ paths, loaded: given, cwd, selection }: ServersNeeded, known: FindServer): ReadonlySet<string> {
  const namesIn = (scenarios: readonly Scenario[]): ReadonlySet<string> =>
    new Set(
      selectScenarios(scenarios, selection).flatMap(({ tools }) => tools.flatMap(({ server }) => server?.name ?? [])),
    );
  if (given !== undefined) return namesIn(given.scenarios);
  const asked = new Set<string>();
  const servers: FindServer = (name) => {
    asked.add(name);
    return known(name);
  };
  const loaded = loadSoundScenarios(paths, { cwd, servers });
  if (asked.size === 0 || loaded.error !== null) return asked;
  return namesIn(loaded.scenarios);
}
