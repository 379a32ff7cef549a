import type { ToolCall, TruncatedBy, WireFault } from '../../domain/wire.ts';
import { fault } from '../errors/fault.ts';
import { report, type Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';
import type { EndMeaning } from './end-words.ts';

/** The limit that the meaning of an end names; null where it names none. */
function truncatedBy(means: EndMeaning | null, { maxTokens }: ReadContext): TruncatedBy | null {
  if (means === 'context') return { limit: 'context', tokens: null };
  if (means !== 'length') return null;
  return (maxTokens ?? null) === null
    ? { limit: 'provider', tokens: null }
    : { limit: 'max_tokens', tokens: maxTokens ?? null };
}

/**
 * The limit that cut an answer; null where none did. Some gateways announce calls where the length limit cut the arguments of one.
 * @see https://github.com/NousResearch/hermes-agent/issues/7693
 */
export function limitOf(
  means: EndMeaning | null,
  calls: readonly ToolCall[],
  output: number | null,
  context: ReadContext,
  findings: Findings,
): TruncatedBy | null {
  const told = truncatedBy(means, context);
  if (told !== null) return told;
  const limit = context.maxTokens ?? null;
  if (limit === null || output === null || output < limit) return null;
  if (!calls.some((call) => call.malformed === 'truncated')) return null;
  const message = `the answer was cut at ${limit} tokens, but its end names no length limit`;
  report(findings, 'finish-reason', 'degrading', message, { output_tokens: output });
  return { limit: 'max_tokens', tokens: limit };
}

/** What an answer holds where it was not cut and no server reported a call of it. */
interface Whole {
  readonly means: EndMeaning | null;
  readonly calls: readonly ToolCall[];
  readonly text: string | null;
}

/** The sign that the gateway lost a part of an answer, in any protocol; null without one. */
export function lostPart({ means, calls, text }: Whole): string | null {
  const nameless = calls.findIndex((call) => call.malformed === 'no-name');
  if (nameless >= 0) return `call ${nameless + 1} came without a name`;
  const announced = means === 'calls' && calls.length === 0 && (text === null || text.trim() === '');
  return announced ? 'calls were announced, and neither a call nor a text came' : null;
}

/** The fault of an answer of which the gateway lost or merged a part. `why` is the sign of it. */
export function garbledFault(why: string, status: number | null, context: ReadContext, findings: Findings): WireFault {
  const what = `the gateway lost or merged what the model wrote: ${why}`;
  return fault('garbled', what, { retryable: false, status }, context, findings);
}

/** The fault of an answer that its provider ended because of a failure. `word` is the provider's word, in `field`. */
export function failedEnd(
  field: string,
  word: string,
  text: string,
  context: ReadContext,
  findings: Findings,
): WireFault {
  const what = `the answer ended with ${field} "${word}"`;
  return fault('finish-error', what, { text, retryable: true, status: 200 }, context, findings);
}
