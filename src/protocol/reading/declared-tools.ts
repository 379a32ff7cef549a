import type { Json, JsonObject } from '../../json/json.ts';
import { rememberFor } from '../../json/remember.ts';

/** Name and schema of each tool of the client that a request declares; null for a tool without a schema. */
export type DeclaredTools = ReadonlyMap<string, JsonObject | null>;

const NO_TOOLS: DeclaredTools = new Map();

/**
 * Makes the reader of a request's tools from a protocol's own. The result is remembered, because every request of a scenario
 * holds the same array of tools.
 */
export function declaredTools(
  entriesOf: (tools: readonly Json[]) => Iterable<readonly [string, JsonObject | null]>,
): (tools: Json | undefined) => DeclaredTools {
  const declared = rememberFor((tools: readonly Json[]): DeclaredTools => new Map(entriesOf(tools)));
  return (tools) => (Array.isArray(tools) ? declared(tools) : NO_TOOLS);
}
