import { parseArguments } from './arguments.ts';
import type { AssistantTurn, ToolCall } from '../../domain/wire.ts';
import type { Findings } from '../findings.ts';
import type { ProviderError } from '../errors/error-body.ts';
import { readFailedGeneration } from './failed-generation.ts';
import type { ReadContext } from '../read-context.ts';

/**
 * A call that the model wrote and its provider withheld as unreadable (Groq, Gemini): malformed whatever its arguments are.
 * The model failed, not the wire: this alone is no finding.
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
 * The turn that an error response stands for, where the gateway reports a call that it could not read (`malformed-call`), or that
 * the model made none where one was demanded (`choice-ignored`). The conversation ends with it: nothing can be echoed.
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

/** A deterministic id for a call that has none of its own: a replay must build the recorded request again. */
export function substituteId(context: ReadContext, place: number): string {
  return `call_s${context.step}_${place}`;
}
