import type { TrialError } from '../../domain/wire.ts';
import { shorten } from '../../text/shorten.ts';
import type { ReadContext } from '../read-context.ts';
import { adviceFor } from './advice.ts';
import type { ErrorClass } from './error-classes.ts';

const TEXT_LIMIT = 400;

/**
 * The sentence of a trial error: what happened, the provider's text, and what to do. Only the advice depends on the gateway,
 * and `given` replaces it. Errors that a recording can hold get no advice of the gateway, so that a replay, which knows no
 * gateway, gives the same sentence.
 */
export function errorMessage(
  what: string,
  providerText: string,
  code: TrialError['code'],
  cause: ErrorClass | null,
  context: ReadContext,
  given?: string | null,
): string {
  const text = providerText === '' ? '' : `: ${shorten(providerText, TEXT_LIMIT)}`;
  const advice = given === undefined ? adviceFor(code, cause, context) : given;
  const sentence = `${what}${text}`;
  return advice === null ? sentence : `${sentence.replace(/[.\s]+$/, '')}. ${advice}`;
}
