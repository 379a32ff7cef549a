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
import { errorNamesWait } from './wait-sources.ts';

/** The fault of a response that cannot be judged and holds no error of the provider. */
export function fault(
  code: TrialErrorCode,
  what: string,
  options: {
    readonly text?: string;
    readonly retryable: boolean;
    readonly status?: number | null;
    /** Advice that replaces the usual advice of the code; null for none. */
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

/**
 * Classes of errors that keep their code inside a 200 response. Other classes get a code for the place of the error:
 * `stream-error`.
 */
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
/** Phrases of passing failures, after which another attempt helps. */
const PASSING =
  /overloaded|rate.?limit|time.?out|timed out|unavailable|internal|server_error|disconnect|try again|connection|reset by peer/i;

/**
 * An error in the place of an answer: inside a 200 response, a stream or a choice. An error that reports the model's own output
 * is a failure of the model.
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
  const waits = errorNamesWait(value);
  const kind = classifyError(error.status, error, waits);
  const refused = refusedEcho(error.status ?? 0, error, kind.cause, context, findings);
  if (refused !== null) return refused;
  const code = kind.cause !== null && SAYS_MORE.has(kind.cause) ? kind.code : place;
  const message = errorMessage(what, textOf(error), code, kind.cause, context);
  return {
    ok: false,
    error: { code, status: error.status, message },
    findings,
    retryable: isPassing(kind, error, place, waits),
  };
}

/** Words of a server that could not parse JSON in the request. */
const PARSE =
  /json|pars(?:e|ing)|delimiter|unterminated|unexpected (?:token|character|end)|decode|arguments|expected (?:value|`)|expecting/i;

/**
 * The fault of an error that refuses the malformed call in its request; null for another error. Errors about the key, the model or
 * the moment refuse no message of the request.
 */
export function refusedEcho(
  status: number,
  error: ProviderError,
  cause: ErrorClass | null,
  context: ReadContext,
  findings: Findings,
): WireFault | null {
  if (cause !== null && cause !== 'parameter') return null;
  if (status !== 400 && status !== 422 && !(status >= 500 && PARSE.test(error.message))) return null;
  if (context.echoesMalformed?.() !== true) return null;
  const what = `the gateway answered ${status} to the echo of a malformed call`;
  const options = { text: textOf(error), retryable: false, status, advice: null };
  return { ...fault('refused', what, options, context, findings), echoRefused: true };
}

function isPassing(
  kind: ReturnType<typeof classifyError>,
  error: ProviderError,
  place: TrialErrorCode,
  waits: boolean,
): boolean {
  if (error.status !== null || (kind.cause !== null && kind.cause !== 'parameter')) return kind.retryable;
  if (waits || PASSING.test(`${error.code ?? ''} ${error.type ?? ''} ${error.message}`)) return true;
  // An answer that breaks off while it arrives is usually a passing failure, so it is worth another attempt.
  return kind.cause === null && place !== 'provider-error';
}

/** The provider's text, with its code added where the text does not contain it. */
export function textOf(error: ProviderError): string {
  const code = error.code ?? error.type;
  if (error.message === '') return code ?? '';
  return code === null || error.message.includes(code) ? error.message : `${error.message} [${code}]`;
}
