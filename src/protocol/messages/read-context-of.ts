import { asList, isObject, type JsonObject } from '../../json/json.ts';
import { isMalformed } from '../reading/malformed-call.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { declaredTools } from '../reading/declared-tools.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, max_tokens: limit } = body;
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: toolsOf(tools),
    stream: body['stream'] === true,
    namedChoice: isObject(choice) && choice['type'] === 'tool',
    step,
    usageAsked: true,
    maxTokens: typeof limit === 'number' ? limit : null,
    echoesMalformed: () => asList(body['messages']).some((message) => isObject(message) && hasMalformed(message)),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function hasMalformed({ content }: JsonObject): boolean {
  return asList(content).some(
    (block) => isObject(block) && block['type'] === 'tool_use' && isMalformed(block['input']),
  );
}

/**
 * The client's tools by name, with their schemas. Tools of the provider have a dated type and no schema, and their uses are no
 * calls.
 */
const toolsOf = declaredTools((tools) =>
  tools.flatMap((tool) => {
    if (!isObject(tool) || typeof tool['name'] !== 'string') return [];
    const schema = tool['input_schema'];
    return [[tool['name'], isObject(schema) ? schema : null]];
  }),
);
