import { TooltapeError } from '../../domain/errors.ts';
import type { FindServer, ServerTools } from '../../domain/server.ts';
import { readSnapshot } from '../../mcp/snapshot.ts';

/** A value of `--tools-from`: `a=FILE`. */
export interface ToolsFrom {
  readonly label: string;
  readonly file: string;
}

/** Tool definitions under one label, by server. */
export interface ToolDefinitions {
  readonly label: string;
  readonly servers: ReadonlyMap<string, ServerTools>;
}

/**
 * Reads the snapshots of `--tools-from`, by label in the order given. One label may have files of several servers. Errors:
 * USAGE, CASSETTE_FORMAT, CASSETTE_NEWER.
 */
export function readDefinitions(given: readonly ToolsFrom[]): readonly ToolDefinitions[] {
  const labels = new Map<string, Map<string, ServerTools>>();
  for (const { label, file } of given) {
    const tools = readSnapshot(file);
    if (tools === null) {
      throw new TooltapeError('USAGE', `--tools-from ${label}=${file}: there is no such file`, {
        remedy: 'Name a snapshot: npx tooltape mcp list <server> --json > definitions.json',
      });
    }
    const servers = labels.get(label) ?? new Map<string, ServerTools>();
    labels.set(label, servers);
    if (servers.has(tools.server)) {
      throw new TooltapeError('USAGE', `--tools-from gives "${label}" two lists of the server "${tools.server}"`, {
        remedy: 'Give each list a label of its own: --tools-from a=before.json --tools-from b=after.json.',
      });
    }
    servers.set(tools.server, tools);
  }
  return [...labels].map(([label, servers]) => ({ label, servers }));
}

/** Returns a function that finds servers: by the definitions of a label, else by `find`. */
export function withDefinitions({ servers }: ToolDefinitions, find: FindServer): FindServer {
  return (name) => servers.get(name) ?? find(name);
}
