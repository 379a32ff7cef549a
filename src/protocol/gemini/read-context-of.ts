import { asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { AskedRequest } from '../protocol.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { parseEndpoint } from './endpoint.ts';
import { field } from './field.ts';
import { choiceOf } from './tool-choice.ts';

/** The facts of a request that its response is read with. Gemini's path holds the model and the streaming mode. */
export function readContextOf({ endpoint, body }: AskedRequest, step: number, gateway?: GatewayHints): ReadContext {
  const asked = parseEndpoint(endpoint);
  const config = field(body, 'generationConfig');
  const limit = isObject(config) ? field(config, 'maxOutputTokens') : undefined;
  const choice = choiceOf(field(body, 'toolConfig'));
  return {
    requestedModel: asked?.model ?? '',
    tools: declaredTools(body['tools']),
    stream: asked?.stream ?? false,
    namedChoice: choice !== null && typeof choice === 'object',
    step,
    usageAsked: true,
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
  for (const tool of declarationsOf(tools)) {
    const schema = field(tool, 'parametersJsonSchema') ?? tool['parameters'];
    declared.set(asText(tool['name']), isObject(schema) ? schema : null);
  }
  known.set(tools, declared);
  return declared;
}

/** The functions that a request declares, without Google's own tools, which stand in the same list. */
export function declarationsOf(tools: readonly Json[]): JsonObject[] {
  return tools.filter(isObject).flatMap((tool) => {
    const declared = field(tool, 'functionDeclarations');
    return Array.isArray(declared) ? declared.filter(isObject) : [];
  });
}
