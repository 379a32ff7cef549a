import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { ToolDefinition } from '../../domain/scenario.ts';
import type { FindServer, ServerTools } from '../../domain/server.ts';
import { report, reportShared, type Place } from '../../document/place.ts';
import { didYouMean } from '../../text/closest.ts';
import { fitsGlob } from '../../text/glob.ts';
import { shorten } from '../../text/shorten.ts';
import type { WrittenServerTools } from '../shape/written.ts';

/** Finds no server: for scenarios that are read without a configuration. */
export const NO_SERVERS: FindServer = () => ({
  fault: 'The tools of MCP servers are not known here.',
  advice: 'They need the configuration of the project, or a snapshot in its cassette folder.',
});

/** True for an entry of `tools` that stands for the tools of an MCP server. */
export function isServerEntry(entry: Json): boolean {
  return isObject(entry) && Object.hasOwn(entry, 'mcp');
}

/**
 * The tools of an entry `{ mcp, only, prefix }`, in the order of the server. Null where the server is unknown or offers none of
 * these tools, which is reported. `known` gives all scenarios the same definition of a tool.
 */
export function readServerTools(
  written: WrittenServerTools,
  find: FindServer,
  known: Map<string, ToolDefinition>,
  place: Place,
): readonly ToolDefinition[] | null {
  const found = find(written.mcp);
  if ('fault' in found) {
    reportShared(place, 'unknown-server', found.fault, found.advice, 'mcp');
    return null;
  }
  const names = found.tools.map(nameOf);
  if (names.length === 0) {
    report(place, 'no-server-tools', `The server "${written.mcp}" lists no tools.`, 'mcp');
    return null;
  }
  const problems = place.problems.length;
  const wanted = new Set<string>();
  for (const [i, pattern] of (written.only ?? ['*']).entries()) {
    const fitting = names.filter((name) => fitsGlob(pattern, name));
    if (fitting.length === 0) {
      const offered = shorten(names.join(', '), 300);
      const message = `No tool of the server "${written.mcp}" is called ${JSON.stringify(pattern)}.${didYouMean(pattern, names)}`;
      reportShared(place, 'unknown-tool', message, `It offers: ${offered}.`, 'only', i);
    }
    for (const name of fitting) wanted.add(name);
  }
  if (place.problems.length > problems) return null;
  const prefix = written.prefix ?? '';
  return found.tools.filter((tool) => wanted.has(nameOf(tool))).map((tool) => remembered(found, tool, prefix, known));
}

function remembered(
  { server }: ServerTools,
  tool: JsonObject,
  prefix: string,
  known: Map<string, ToolDefinition>,
): ToolDefinition {
  const key = JSON.stringify([server, prefix, tool]);
  let definition = known.get(key);
  if (definition === undefined) {
    definition = toolFrom(server, tool, prefix);
    known.set(key, definition);
  }
  return definition;
}

/** A tool of a server as models see it: name, description and input schema, without the schema's `$schema`. */
export function toolFrom(server: string, tool: JsonObject, prefix: string): ToolDefinition {
  const { description, inputSchema } = tool;
  const { $schema: _, ...parameters } = isObject(inputSchema) ? inputSchema : {};
  const name = prefix + nameOf(tool);
  return {
    name,
    definition: { name, ...(typeof description === 'string' && { description }), parameters },
    parameters,
    returns: null,
    server: { name: server, tool: nameOf(tool) },
  };
}

function nameOf(tool: JsonObject): string {
  return asText(tool['name']);
}
