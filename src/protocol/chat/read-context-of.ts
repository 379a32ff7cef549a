import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parseArguments } from '../reading/arguments.ts';
import type { GatewayHints, ReadContext } from '../read-context.ts';

/** Derives the context of a response from the request body that it answers. */
export function readContextOf(body: JsonObject, step: number, gateway?: GatewayHints): ReadContext {
  const { model, tools, tool_choice: choice, stream_options: streamOptions, n } = body;
  const limit = body['max_tokens'] ?? body['max_completion_tokens'];
  return {
    requestedModel: typeof model === 'string' ? model : '',
    tools: declaredTools(tools),
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
    return Array.isArray(calls) && calls.some((call) => isObject(call) && isMalformed(call['function']));
  });
}

function isMalformed(definition: Json | undefined): boolean {
  if (!isObject(definition ?? null) || !isObject(definition)) return false;
  return parseArguments(definition['arguments'], null).malformed !== null;
}

const NO_TOOLS: ReadonlyMap<string, JsonObject | null> = new Map();
/** Remembered, because every request of a scenario holds the same array of tools. */
const known = new WeakMap<Json[], ReadonlyMap<string, JsonObject | null>>();

function declaredTools(tools: Json | undefined): ReadonlyMap<string, JsonObject | null> {
  if (!Array.isArray(tools)) return NO_TOOLS;
  const remembered = known.get(tools);
  if (remembered !== undefined) return remembered;
  const declared = new Map<string, JsonObject | null>();
  for (const tool of tools) {
    const definition = isObject(tool) ? (tool['function'] ?? tool['custom'] ?? null) : null;
    if (!isObject(definition) || typeof definition['name'] !== 'string') continue;
    const parameters = definition['parameters'];
    declared.set(definition['name'], isObject(parameters) ? parameters : null);
  }
  known.set(tools, declared);
  return declared;
}
