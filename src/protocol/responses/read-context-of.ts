import { asList, isObject, type Json, type JsonObject } from '../../json/json.ts';
import { isMalformed } from '../reading/malformed-call.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { declaredTools } from '../reading/declared-tools.ts';
import { ENCRYPTED_REASONING } from './encode.ts';
import { choiceOf } from './tool-choice.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, max_output_tokens: limit, include } = body;
  const named = choiceOf(choice);
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: toolsOf(tools),
    stream: body['stream'] === true,
    namedChoice: named !== null && typeof named === 'object',
    step,
    usageAsked: true,
    reasoningOwed: Array.isArray(include) && include.includes(ENCRYPTED_REASONING),
    maxTokens: typeof limit === 'number' ? limit : null,
    echoesMalformed: () => asList(body['input']).some(isMalformedCall),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function isMalformedCall(item: Json): boolean {
  return isObject(item) && item['type'] === 'function_call' && isMalformed(item['arguments']);
}

const toolsOf = declaredTools((tools) =>
  tools.flatMap(withNamespaced).flatMap((tool) => {
    if (!isObject(tool) || typeof tool['name'] !== 'string') return [];
    const { parameters } = tool;
    return [[tool['name'], isObject(parameters) ? parameters : null]];
  }),
);

/** A tool, or the tools of a namespace. */
function withNamespaced(tool: Json): Json[] {
  return isObject(tool) && tool['type'] === 'namespace' && Array.isArray(tool['tools']) ? tool['tools'] : [tool];
}
