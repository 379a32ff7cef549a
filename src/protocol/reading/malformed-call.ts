import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import { parseArguments } from './arguments.ts';
import type { AssistantTurn, ToolCall } from '../../domain/wire.ts';
import type { Findings } from '../findings.ts';
import type { ProviderError } from '../errors/error-body.ts';
import { readFailedGeneration } from './failed-generation.ts';
import type { ReadContext } from '../read-context.ts';

/**
 * A call that the model wrote and its provider withheld as unreadable (Groq, Gemini). It is malformed whatever its arguments
 * are. The model failed, not the wire, so it is no finding.
 */
export function malformedCall(generation: string, hint: string, context: ReadContext): ToolCall {
  const { name, rawArguments } = readFailedGeneration(generation, hint);
  const id = substituteId(context, 1);
  const { malformed } = parseArguments(rawArguments);
  return {
    id,
    name,
    rawArguments,
    arguments: null,
    malformed: name === '' ? 'no-name' : (malformed ?? 'bad-json'),
    written: null,
  };
}

/**
 * The turn of an error response that reports on the model: a call that the gateway could not read (`malformed-call`), or a
 * missing call where one was demanded (`choice-ignored`). The conversation ends with it, because no message can be sent back.
 */
export function reportedTurn(
  reported: 'malformed-call' | 'choice-ignored',
  error: Pick<ProviderError, 'failedGeneration' | 'message'>,
  context: ReadContext,
  findings: Findings,
): AssistantTurn {
  const generation = error.failedGeneration ?? '';
  const ignored = reported === 'choice-ignored';
  return {
    ok: true,
    text: ignored && generation !== '' ? generation : null,
    calls: ignored ? [] : [malformedCall(generation, error.message, context)],
    echo: [],
    finishReason: null,
    truncated: false,
    leaked: false,
    reported: true,
    usage: { input: null, output: null },
    servedModel: null,
    findings,
  };
}

/**
 * An id for a call that was served without one. It is always the same, because a replay must build the recorded request again.
 */
export function substituteId(context: ReadContext, place: number): string {
  return `call_s${context.step}_${place}`;
}

const WRAPPER = 'INVALID_JSON';

/**
 * Malformed arguments for the next request of a protocol whose arguments are objects. Anthropic's documentation wraps text that is no
 * JSON this way.
 */
export function wrapMalformed(rawArguments: string): JsonObject {
  return { [WRAPPER]: rawArguments };
}

/** True for the arguments of a call in a request that are malformed: text that is not one JSON object, or such text wrapped. */
export function isMalformed(args: Json | undefined): boolean {
  if (isObject(args ?? null) && isObject(args))
    return Object.keys(args).length === 1 && typeof args[WRAPPER] === 'string';
  return parseArguments(args, null).malformed !== null;
}
