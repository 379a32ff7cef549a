import { parseArguments } from './arguments.ts';
import type { ToolCall } from '../../domain/wire.ts';
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

/** A deterministic id for a call that has none of its own: a replay must build the recorded request again. */
export function substituteId(context: ReadContext, place: number): string {
  return `call_s${context.step}_${place}`;
}
