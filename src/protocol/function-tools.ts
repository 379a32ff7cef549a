import type { JsonObject } from '../json/json.ts';
import type { ToolDefinition } from '../domain/scenario.ts';
import { chatCustomTool, isCustom } from './neutral/custom-tool.ts';

const known = new WeakMap<readonly ToolDefinition[], readonly JsonObject[]>();
const knownTool = new WeakMap<ToolDefinition, JsonObject>();

/**
 * Tools as function tools of OpenAI, `{ type: 'function', function: { … } }`: what chat requests carry, and what run
 * files show. One array for a list of definitions and one object for a definition, so that work on them can be remembered.
 */
export function functionTools(tools: readonly ToolDefinition[]): readonly JsonObject[] {
  let wire = known.get(tools);
  if (wire === undefined) {
    wire = tools.map(functionTool);
    known.set(tools, wire);
  }
  return wire;
}

/** A function as chat writes it; a custom tool in the form of its own. */
export function encodeFunction(definition: JsonObject): JsonObject {
  return isCustom(definition) ? chatCustomTool(definition) : { type: 'function', function: definition };
}

function functionTool(tool: ToolDefinition): JsonObject {
  let wire = knownTool.get(tool);
  if (wire === undefined) {
    wire = encodeFunction(tool.definition);
    knownTool.set(tool, wire);
  }
  return wire;
}
