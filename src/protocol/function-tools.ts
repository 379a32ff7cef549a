import type { JsonObject } from '../json/json.ts';
import { rememberFor } from '../json/remember.ts';
import type { ToolDefinition } from '../domain/scenario.ts';
import { chatCustomTool, isCustom } from './neutral/custom-tool.ts';

const functionTool = rememberFor(({ definition }: ToolDefinition): JsonObject => encodeFunction(definition));

/**
 * Tools in OpenAI's form, `{ type: 'function', function: { … } }`, which chat requests and run files hold. The same list returns
 * the same array, and the same definition the same object, so that callers can remember work by identity.
 */
export const functionTools: (tools: readonly ToolDefinition[]) => readonly JsonObject[] = rememberFor((tools) =>
  tools.map(functionTool),
);

/** The function in the form of chat; a custom tool in its own form. */
export function encodeFunction(definition: JsonObject): JsonObject {
  return isCustom(definition) ? chatCustomTool(definition) : { type: 'function', function: definition };
}
