import type { Json, JsonObject } from '../../json/json.ts';

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
  const known = new WeakMap<Json[], DeclaredTools>();
  return (tools) => {
    if (!Array.isArray(tools)) return NO_TOOLS;
    let declared = known.get(tools);
    if (declared === undefined) {
      declared = new Map(entriesOf(tools));
      known.set(tools, declared);
    }
    return declared;
  };
}
