import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { isMalformed } from '../reading/malformed-call.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';
import { declaredTools } from '../reading/declared-tools.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, stream_options: streamOptions, n } = body;
  const limit = body['max_tokens'] ?? body['max_completion_tokens'];
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: toolsOf(tools),
    stream: body['stream'] === true,
    // With a named function, OpenAI itself answers with `finish_reason: "stop"`.
    namedChoice: isObject(choice) && (isObject(choice['function']) || isObject(choice['custom'])),
    step,
    usageAsked: isObject(streamOptions) && streamOptions['include_usage'] === true,
    maxTokens: typeof limit === 'number' ? limit : null,
    choices: typeof n === 'number' ? n : 1,
    echoesMalformed: () => echoesMalformed(body['messages']),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

function echoesMalformed(messages: Json | undefined): boolean {
  if (!Array.isArray(messages)) return false;
  return messages.some((message) => {
    const calls = isObject(message) ? message['tool_calls'] : null;
    return Array.isArray(calls) && calls.some((call) => isObject(call) && hasMalformed(call['function']));
  });
}

function hasMalformed(definition: Json | undefined): boolean {
  return isObject(definition ?? null) && isObject(definition) && isMalformed(definition['arguments']);
}

const toolsOf = declaredTools((tools) =>
  tools.flatMap((tool) => {
    const definition = isObject(tool) ? (tool['function'] ?? tool['custom'] ?? null) : null;
    if (!isObject(definition) || typeof definition['name'] !== 'string') return [];
    const { parameters } = definition;
    return [[definition['name'], isObject(parameters) ? parameters : null]];
  }),
);
