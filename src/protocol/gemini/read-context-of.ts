import { asList, asText, isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { AskedRequest } from '../protocol.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { declaredTools } from '../reading/declared-tools.ts';
import { isMalformed } from '../reading/malformed-call.ts';
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
    tools: toolsOf(body['tools']),
    stream: asked?.stream ?? false,
    namedChoice: choice !== null && typeof choice === 'object',
    step,
    usageAsked: true,
    maxTokens: typeof limit === 'number' ? limit : null,
    echoesMalformed: () => asList(body['contents']).some((content) => isObject(content) && hasMalformed(content)),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function hasMalformed({ parts }: JsonObject): boolean {
  return asList(parts).some((part) => {
    const call = isObject(part) ? field(part, 'functionCall') : undefined;
    return isObject(call ?? null) && isObject(call) && isMalformed(call['args'] ?? {});
  });
}

const toolsOf = declaredTools((tools) =>
  declarationsOf(tools).map((tool) => {
    const schema = field(tool, 'parametersJsonSchema') ?? tool['parameters'];
    return [asText(tool['name']), isObject(schema) ? schema : null];
  }),
);

/** The functions that a request declares, without Google's own tools, which stand in the same list. */
export function declarationsOf(tools: readonly Json[]): JsonObject[] {
  return tools.filter(isObject).flatMap((tool) => {
    const declared = field(tool, 'functionDeclarations');
    return Array.isArray(declared) ? declared.filter(isObject) : [];
  });
}
