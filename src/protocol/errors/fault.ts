import type { Json } from '../../json/json.ts';
import type { TrialErrorCode, WireFault } from '../../domain/wire.ts';
import { causeOf, isPassing } from './classify-error.ts';
import { readError, type ProviderError } from './error-body.ts';
import { errorMessage } from './error-message.ts';
import type { Findings } from '../findings.ts';
import type { ReadContext } from '../read-context.ts';

/** A response that cannot be judged and tells no error of its own. */
export function fault(
  code: TrialErrorCode,
  what: string,
  options: { readonly text?: string; readonly retryable: boolean; readonly status?: number | null },
  context: ReadContext,
  findings: Findings,
): WireFault {
  const message = errorMessage(what, options.text ?? '', code, null, context);
  return {
    ok: false,
    error: { code, status: options.status ?? null, message },
    findings,
    retryable: options.retryable,
  };
}

/** An error that came where an answer should be: inside a 200, a stream, or a choice. */
export function toldFault(
  code: 'provider-error' | 'stream-error' | 'finish-error',
  what: string,
  value: Json,
  context: ReadContext,
  findings: Findings,
): WireFault {
  const error = readError(value);
  const words = `${error.code ?? ''} ${error.type ?? ''} ${error.message}`;
  const message = errorMessage(what, textOf(error), code, adviceCause(error, words), context);
  // What breaks off while an answer comes is more often passing than not.
  const retryable = isPassing(error, code !== 'provider-error');
  return { ok: false, error: { code, status: error.status, message }, findings, retryable };
}

/** The provider's text, with the code that it gives where the text does not say it. */
export function textOf(error: ProviderError): string {
  const code = error.code ?? error.type;
  if (error.message === '') return code ?? '';
  return code === null || error.message.includes(code) ? error.message : `${error.message} [${code}]`;
}

function adviceCause(error: ProviderError, words: string): ReturnType<typeof causeOf> {
  if (error.status === 401 || error.status === 403) return 'key';
  const cause = causeOf(error, words);
  return error.status === 429 && cause === 'parameter' ? null : cause;
}
