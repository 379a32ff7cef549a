import type { Json } from '../../json/json.ts';
import type { Reading, TrialErrorCode, WireFault } from '../../domain/wire.ts';
import { classifyError } from './classify-error.ts';
import type { ErrorClass } from './error-classes.ts';
import { readError, type ProviderError } from './error-body.ts';
import { errorMessage } from './error-message.ts';
import type { Findings } from '../findings.ts';
import { reportedTurn } from '../reading/malformed-call.ts';
import type { ReadContext } from '../read-context.ts';
import { reportedCall } from './reported-calls.ts';

/** A response that cannot be judged and tells no error of its own. */
export function fault(
  code: TrialErrorCode,
  what: string,
  options: {
    readonly text?: string;
    readonly retryable: boolean;
    readonly status?: number | null;
    /** What to do, where the code alone would send the user to the wrong place; null for nothing. */
    readonly advice?: string | null;
  },
  context: ReadContext,
  findings: Findings,
): WireFault {
  const message = errorMessage(what, options.text ?? '', code, null, context, options.advice);
  return {
    ok: false,
    error: { code, status: options.status ?? null, message },
    findings,
    retryable: options.retryable,
  };
}

/** Told inside an answer, these say more than where they were told. */
const SAYS_MORE: ReadonlySet<ErrorClass> = new Set([
  'spent',
  'unaffordable',
  'daily',
  'key',
  'model',
  'content',
  'endpoint',
  'routing',
]);
/** Words by which a failure passes. */
const PASSING =
  /overloaded|rate.?limit|time.?out|timed out|unavailable|internal|server_error|disconnect|try again|connection|reset by peer/i;

/**
 * An error that came where an answer should be: inside a 200, a stream, or a choice. One that reports what the model wrote is the
 * model's failure.
 */
export function toldError(
  place: 'provider-error' | 'stream-error' | 'finish-error',
  what: string,
  value: Json,
  context: ReadContext,
  findings: Findings,
): Reading {
  const error = readError(value);
  const reported = reportedCall(error.status ?? 200, error);
  if (reported !== null) {
    const turn = reportedTurn(reported, error, context, findings);
    const withheld = error.failedGeneration ?? error.message;
    return place === 'stream-error' && turn.calls.length > 0 ? { ...turn, calls: [], withheld } : turn;
  }
  const kind = classifyError(error.status, error, false);
  const code = kind.cause !== null && SAYS_MORE.has(kind.cause) ? kind.code : place;
  const message = errorMessage(what, textOf(error), code, kind.cause, context);
  return {
    ok: false,
    error: { code, status: error.status, message },
    findings,
    retryable: isPassing(kind, error, place),
  };
}

function isPassing(kind: ReturnType<typeof classifyError>, error: ProviderError, place: TrialErrorCode): boolean {
  if (error.status !== null || (kind.cause !== null && kind.cause !== 'parameter')) return kind.retryable;
  if (PASSING.test(`${error.code ?? ''} ${error.type ?? ''} ${error.message}`)) return true;
  // What breaks off while an answer comes is more often passing than not.
  return kind.cause === null && place !== 'provider-error';
}

/** The provider's text, with the code that it gives where the text does not say it. */
export function textOf(error: ProviderError): string {
  const code = error.code ?? error.type;
  if (error.message === '') return code ?? '';
  return code === null || error.message.includes(code) ? error.message : `${error.message} [${code}]`;
}
