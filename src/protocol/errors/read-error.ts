import { isObject, type Json, type JsonObject } from '../../json/json.ts';
import type { RawResponse, Reading, ToolCall } from '../../domain/wire.ts';
import { classifyStatus, isModelFailure } from './classify-error.ts';
import type { DecodedBody } from '../sse/decode-body.ts';
import { readError, type ProviderError } from './error-body.ts';
import { errorMessage } from './error-message.ts';
import { textOf } from './fault.ts';
import { report, type Findings } from '../findings.ts';
import { malformedCall } from '../reading/malformed-call.ts';
import type { ReadContext } from '../read-context.ts';

/** What the next request carries for a call that its provider withheld. */
export type EchoCall = (call: ToolCall) => readonly JsonObject[];

/** Reads a response whose status is not 2xx: an error of the gateway, or a call of the model that the gateway could not read. */
export function readStatusError(
  response: RawResponse,
  body: DecodedBody,
  context: ReadContext,
  findings: Findings,
  echoCall: EchoCall,
): Reading {
  const { status } = response;
  const value = body.kind === 'json' ? body.value : body.kind === 'sse' ? firstData(body.text) : body.text;
  const error = readError(value);
  if (isModelFailure(status, error)) return modelFailure(error, context, findings, echoCall);
  checkShape(response, value, error, findings);
  const { code, cause, retryable } = classifyStatus(status, error);
  const what =
    status < 400
      ? `the gateway answered ${status}, a redirect: its base URL is another`
      : `the gateway answered ${status}`;
  const message = errorMessage(what, textOf(error), code, cause, context);
  return { ok: false, error: { code, status, message }, findings, retryable };
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

function modelFailure(error: ProviderError, context: ReadContext, findings: Findings, echoCall: EchoCall): Reading {
  const call = malformedCall(error.failedGeneration ?? '', error.message, context);
  return {
    ok: true,
    text: null,
    calls: [call],
    echo: echoCall(call),
    finishReason: null,
    truncated: false,
    leaked: false,
    usage: { input: null, output: null },
    servedModel: null,
    findings,
  };
}

function firstData(text: string): Json {
  const data = /^data:\s*(.*)$/m.exec(text)?.[1] ?? text;
  try {
    const value = JSON.parse(data) as Json;
    return isObject(value) || Array.isArray(value) ? value : data;
  } catch {
    return data;
  }
}
