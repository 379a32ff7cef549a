import type { JsonObject } from '../../../json/json.ts';
import type { ToolCall } from '../../../domain/wire.ts';
import { malformedCall } from '../../reading/malformed-call.ts';
import type { ReadContext } from '../../read-context.ts';

/** The call that a provider withheld, and the message that carries it, so that the next request can answer it. */
export function withMalformedCall(
  generation: string,
  hint: string,
  message: JsonObject,
  context: ReadContext,
): { readonly calls: readonly ToolCall[]; readonly message: JsonObject } {
  const call = malformedCall(generation, hint, context);
  return { calls: [call], message: { ...message, tool_calls: [echoMalformedCall(call)] } };
}

/** A message for a call that no message came with. */
export function messageOfMalformedCall(call: ToolCall): JsonObject {
  return { role: 'assistant', content: null, tool_calls: [echoMalformedCall(call)] };
}

function echoMalformedCall({ id, name }: ToolCall): JsonObject {
  return { id, type: 'function', function: { name: name === '' ? 'unknown' : name, arguments: '{}' } };
}
