import type { JsonObject } from '../json/json.ts';
import type { ToolDefinition } from '../domain/scenario.ts';
import { chatCustomTool, isCustom } from './neutral/custom-tool.ts';

const known = new WeakMap<readonly ToolDefinition[], readonly JsonObject[]>();
const knownTool = new WeakMap<ToolDefinition, JsonObject>();

/**
 * Tools in OpenAI's form, `{ type: 'function', function: { … } }`, which chat requests and run files hold. Equal lists return
 * the same array, and equal definitions the same object, so that callers can remember work by identity.
 */
export function functionTools(tools: readonly ToolDefinition[]): readonly JsonObject[] {
  let wire = known.get(tools);
  if (wire === undefined) {
    wire = tools.map(functionTool);
    known.set(tools, wire);
  }
  return wire;
}

/** The function in the form of chat; a custom tool in its own form. */
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
