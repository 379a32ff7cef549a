import { isObject, type Json } from '../../json/json.ts';
import type { RawResponse, Reading } from '../../domain/wire.ts';
import { classifyError } from './classify-error.ts';
import type { DecodedBody } from '../sse/decode-body.ts';
import { readError, type ProviderError } from './error-body.ts';
import { errorMessage } from './error-message.ts';
import { refusedEcho, textOf } from './fault.ts';
import { report, type Findings } from '../findings.ts';
import { reportedTurn } from '../reading/malformed-call.ts';
import type { ReadContext } from '../read-context.ts';
import { reportedCall } from './reported-calls.ts';
import { namesWait } from './wait-sources.ts';

/**
 * Reads a response whose status is not 2xx: an error of the gateway, or the report of a model's call that the gateway could not
 * read.
 */
export function readStatusError(
  response: RawResponse,
  body: DecodedBody,
  context: ReadContext,
  findings: Findings,
): Reading {
  const { status } = response;
  const value = body.kind === 'json' ? body.value : body.kind === 'sse' ? firstData(body.text) : body.text;
  const error = readError(value);
  const kind = classifyError(status, error, namesWait(response));
  const refused = refusedEcho(status, error, kind.cause, context, findings);
  if (refused !== null) return refused;
  const reported = reportedCall(status, error);
  if (reported !== null) return reportedTurn(reported, error, context, findings);
  checkShape(response, value, error, findings);
  const { code, cause, retryable } = kind;
  const what =
    status < 400
      ? `the gateway answered ${status}, a redirect: its base URL is another`
      : `the gateway answered ${status}`;
  const message = errorMessage(what, textOf(error), code, cause, context);
  const more = cause === 'loading' ? { loading: true } : cause === 'oversized' ? { oversized: true } : {};
  return { ok: false, error: { code, status, message }, findings, retryable, ...more };
}

function checkShape(response: RawResponse, value: Json, error: ProviderError, findings: Findings): void {
  if (!error.standard) {
    report(findings, 'error-shape', 'degrading', 'the error is not { error: { message, code } }', value);
  }
  const waits = response.headers['retry-after'] ?? response.headers['retry-after-ms'];
  if (response.status === 429 && waits === undefined) {
    report(findings, 'error-shape', 'cosmetic', 'status 429 comes without Retry-After', { status: 429 });
  }
}

function firstData(text: string): Json {
  const data = /^data:(.*)$/m.exec(text)?.[1]?.trim() ?? text;
  try {
    const value = JSON.parse(data) as Json;
    return isObject(value) || Array.isArray(value) ? value : data;
  } catch {
    return data;
  }
}
