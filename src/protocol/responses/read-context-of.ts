import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { ENCRYPTED_REASONING } from './encode.ts';
import { choiceOf } from './tool-choice.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, max_output_tokens: limit, include } = body;
  const named = choiceOf(choice);
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: declaredTools(tools),
    stream: body['stream'] === true,
    namedChoice: named !== null && typeof named === 'object',
    step,
    usageAsked: true,
    reasoningOwed: Array.isArray(include) && include.includes(ENCRYPTED_REASONING),
    maxTokens: typeof limit === 'number' ? limit : null,
    ...(gateway === undefined ? {} : { gateway }),
  };
}

const NO_TOOLS: ReadonlyMap<string, JsonObject | null> = new Map();
/** Remembered, because every request of a scenario holds the same array of tools. */
const known = new WeakMap<Json[], ReadonlyMap<string, JsonObject | null>>();

function declaredTools(tools: Json | undefined): ReadonlyMap<string, JsonObject | null> {
  if (!Array.isArray(tools)) return NO_TOOLS;
  const remembered = known.get(tools);
  if (remembered !== undefined) return remembered;
  const declared = new Map<string, JsonObject | null>();
  for (const tool of tools.flatMap(withNamespaced)) {
    if (!isObject(tool) || typeof tool['name'] !== 'string') continue;
    const { parameters } = tool;
    declared.set(tool['name'], isObject(parameters) ? parameters : null);
  }
  known.set(tools, declared);
  return declared;
}

/** A tool, or the tools of a namespace. */
function withNamespaced(tool: Json): Json[] {
  return isObject(tool) && tool['type'] === 'namespace' && Array.isArray(tool['tools']) ? tool['tools'] : [tool];
}
