import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, max_tokens: limit } = body;
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: declaredTools(tools),
    stream: body['stream'] === true,
    namedChoice: isObject(choice) && choice['type'] === 'tool',
    step,
    usageAsked: true,
    maxTokens: typeof limit === 'number' ? limit : null,
    ...(gateway === undefined ? {} : { gateway }),
  };
}

const NO_TOOLS: ReadonlyMap<string, JsonObject | null> = new Map();
/** Remembered, because every request of a scenario holds the same array of tools. */
const known = new WeakMap<Json[], ReadonlyMap<string, JsonObject | null>>();

/**
 * The client's tools by name, with their schemas. Tools of the provider have a dated type and no schema, and their uses are no
 * calls.
 */
function declaredTools(tools: Json | undefined): ReadonlyMap<string, JsonObject | null> {
  if (!Array.isArray(tools)) return NO_TOOLS;
  const remembered = known.get(tools);
  if (remembered !== undefined) return remembered;
  const declared = new Map<string, JsonObject | null>();
  for (const tool of tools) {
    if (!isObject(tool) || typeof tool['name'] !== 'string') continue;
    const schema = tool['input_schema'];
    declared.set(tool['name'], isObject(schema) ? schema : null);
  }
  known.set(tools, declared);
  return declared;
}
